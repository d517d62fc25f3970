package torc.tools.ringbuilder;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import torc.ring.builder.RingBuilder;
import torc.ring.file.RingFile;

/// The verbs that make builder and ring files.
final class FileVerbs {
    private static final int DEFAULT_MIN_PART_HOURS = 24;

    private FileVerbs() {}

    static int create(Session session, List<String> arguments) {
        if (arguments.size() != 3) throw Usage.of("create");
        var builder = new RingBuilder(
                session.newId(),
                Options.whole(arguments.get(0), "part_power"),
                Options.number(arguments.get(1), "replicas"),
                Options.whole(arguments.get(2), "min_part_hours"));
        if (Files.exists(session.builderPath()))
            throw Refusal.error("Refusing to overwrite existing Ring Builder file: " + session.builderPath());
        session.backUp(builder);
        session.save(builder);
        session.give(Map.of("id", builder.id()));
        return RingBuilderCommand.SUCCESS;
    }

    static int writeRing(Session session, List<String> arguments) {
        var options = Options.parse(arguments, List.of("--format-version", "--dev-id-bytes"), List.of());
        SettingVerbs.none(options.arguments(), "write_ring");
        var ring = session.builder()
                .ring()
                .orElseThrow(() -> Refusal.error("Unable to write empty ring. Did you forget to run \"rebalance\"?"));
        var shortest = RingFile.of(ring, formatVersion(options));
        var idBytes = options.whole("dev-id-bytes").orElse(shortest.deviceIdBytes());
        session.writeRing(new RingFile(shortest.formatVersion(), idBytes, ring));
        session.give(Map.of("ring", session.ringPath().toString(), "version", ring.version()));
        return RingBuilderCommand.SUCCESS;
    }

    /// 1 unless asked otherwise: all versions of Swift read it.
    static int formatVersion(Options options) {
        return options.whole("format-version").orElse(1);
    }

    static int writeBuilder(Session session, List<String> arguments) {
        if (arguments.size() > 1) throw Usage.of("write_builder");
        if (Files.exists(session.builderPath()))
            throw Refusal.error("Cowardly refusing to overwrite existing Ring Builder file: " + session.builderPath());
        var hours = DEFAULT_MIN_PART_HOURS;
        if (arguments.isEmpty())
            session.say("WARNING: default min_part_hours may not match the value in the lost builder.\n");
        else hours = Options.whole(arguments.getFirst(), "min_part_hours");
        var builder = RingBuilder.from(session.ring().ring(), session.newId(), hours);
        session.save(builder);
        session.give(Map.of("id", builder.id()));
        return RingBuilderCommand.SUCCESS;
    }

    static int version(Session session, List<String> arguments) {
        SettingVerbs.none(arguments, "version");
        var file = session.ring();
        session.say(
                "%s: Serialization version: %d (%d-byte IDs), build version: %d",
                session.ringPath(),
                file.formatVersion(),
                file.deviceIdBytes(),
                file.ring().version());
        session.give(Map.of(
                "format_version",
                file.formatVersion(),
                "dev_id_bytes",
                file.deviceIdBytes(),
                "version",
                file.ring().version()));
        return RingBuilderCommand.SUCCESS;
    }
}
