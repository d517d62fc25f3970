package torc.tools.ringbuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.builder.RingReport;
import torc.ring.file.BuilderFile;
import torc.ring.file.RingFile;

/// `analyze SCENARIO`: what `swift-ring-builder-analyzer` does. A scenario in JSON names changes, round by
/// round; after each round the ring is rebalanced until it settles, and the moves, balance and dispersion
/// are shown. No builder file is read or written, save where the scenario says so.
final class AnalyzeVerb {
    private static final int MAX_REBALANCES = 50;

    private AnalyzeVerb() {}

    /// One rebalance of a round.
    record Step(int round, int rebalance, int moved, double balance, double dispersion, int removed, long millis) {}

    /// @param arguments `--rings DIRECTORY` writes the ring after each rebalance there, for others to look
    /// at
    static int analyze(Session session, List<String> arguments) {
        var options = Options.parse(arguments, List.of("--rings", "--format-version"), List.of("-c/--check"));
        // The scenario stands where other verbs have the builder.
        SettingVerbs.none(options.arguments(), "analyze");
        var scenario = read(session.builderPath());
        var builder = builder(session, scenario);
        if (options.has("check")) return RingBuilderCommand.SUCCESS;
        var steps = new ArrayList<Step>();
        var now = session.now();
        for (var round = 0; round < scenario.path("rounds").size(); round++) {
            session.say("Round %d", round + 1);
            for (var command : scenario.path("rounds").path(round)) apply(builder, command, round);
            now = settle(session, options, builder, scenario.path("random_seed").asLong(0), round, now, steps);
        }
        session.give(steps);
        return RingBuilderCommand.SUCCESS;
    }

    private static JsonNode read(Path path) {
        try {
            var scenario = JsonMapper.builder().build().readTree(Files.readString(path));
            for (var key : List.of("part_power", "replicas", "overload", "random_seed"))
                if (!scenario.path(key).isNumber())
                    throw Refusal.error("Invalid scenario " + path + ": " + key + " missing");
            if (!scenario.path("rounds").isArray())
                throw Refusal.error("Invalid scenario " + path + ": rounds missing");
            return scenario;
        } catch (JacksonException malformed) {
            throw Refusal.error("Invalid scenario " + path + ": Invalid JSON: " + malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static RingBuilder builder(Session session, JsonNode scenario) {
        var replicas = scenario.path("replicas").doubleValue();
        var builder =
                new RingBuilder(session.newId(), scenario.path("part_power").intValue(), replicas, 1);
        builder.setOverload(scenario.path("overload").doubleValue());
        return builder;
    }

    private static void apply(RingBuilder builder, JsonNode command, int round) {
        var verb = command.path(0).asString("");
        switch (verb) {
            case "add" ->
                builder.add(DeviceText.added(
                        command.path(1).asString(""), command.path(2).asDouble(-1)));
            case "remove" -> builder.remove(command.path(1).asInt(-1));
            case "set_weight" -> {
                var id = command.path(1).asInt(-1);
                var device = builder.devices().stream()
                        .filter(each -> each.id() == id)
                        .findFirst()
                        .orElseThrow(() -> new RingRefused("There is no device with id " + id));
                builder.change(device.withWeight(command.path(2).asDouble(-1)));
            }
            case "set_replicas" -> builder.setReplicas(command.path(1).asDouble(-1));
            case "set_overload" -> builder.setOverload(command.path(1).asDouble(-1));
            case "save" ->
                BuilderFile.write(builder.state(), Path.of(command.path(1).asString("")));
            default -> throw Refusal.error("Unknown command (round " + (round + 1) + "): '" + verb + "'");
        }
    }

    private static Instant settle(
            Session session,
            Options options,
            RingBuilder builder,
            long seed,
            int round,
            Instant start,
            List<Step> steps) {
        var now = start;
        var before = Double.NaN;
        for (var rebalance = 1; rebalance <= MAX_REBALANCES; rebalance++) {
            var began = System.nanoTime();
            var outcome = builder.rebalance(seed, now);
            var millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            var report = builder.report();
            var balance = report.balance();
            var removed = outcome.removedDevices();
            var step = new Step(round + 1, rebalance, outcome.moved(), balance, report.dispersion(), removed, millis);
            steps.add(step);
            session.say(
                    "\tRebalance %d: moved %d parts, balance is %.6f, dispersion is %.6f, %d removed devs",
                    rebalance, step.moved(), balance, step.dispersion(), removed);
            write(options, builder, step);
            now = now.plus(Duration.ofHours(builder.minPartHours()));
            var stuck = Math.abs(balance - before) < 1 && balance != RingReport.MAX_BALANCE;
            if ((step.moved() == 0 && removed == 0) || stuck) break;
            before = balance;
        }
        return now;
    }

    private static void write(Options options, RingBuilder builder, Step step) {
        options.value("rings").ifPresent(directory -> {
            var version = FileVerbs.formatVersion(options);
            var name = step.round() + "-" + step.rebalance() + ".ring.gz";
            RingFile.of(builder.ring().orElseThrow(), version)
                    .write(Path.of(directory).resolve(name));
        });
    }
}
