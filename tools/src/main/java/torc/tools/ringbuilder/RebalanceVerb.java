package torc.tools.ringbuilder;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.builder.RingReport;
import torc.ring.file.RingFile;

/// `rebalance`: assigns partitions, writes the ring, and says how good it is.
final class RebalanceVerb {
    private static final String LINE = "-".repeat(79);

    private static final String BADLY_SPREAD = """
            NOTE: Dispersion of %.06f indicates some parts are not
                  optimally dispersed.

                  You may want to adjust some device weights, increase
                  the overload or review the dispersion report.""";
    private static final String UNBALANCED = """
            NOTE: Balance of %.02f indicates you should push this
                  ring, wait at least %d hours, and rebalance/repush.""";

    private RebalanceVerb() {}

    static int rebalance(Session session, List<String> arguments) {
        var options =
                Options.parse(arguments, List.of("-s/--seed", "--format-version"), List.of("-f/--force", "-d/--debug"));
        if (options.arguments().size() > 1) throw Usage.of("rebalance");
        var builder = session.builder();
        if (builder.nextPartPower().isPresent())
            throw Refusal.error("Partition power increase in progress.\n"
                    + "You need to finish the increase first before rebalancing.");
        var seed = options.value("seed")
                .or(() -> options.arguments().stream().findFirst())
                .map(RebalanceVerb::seed)
                .orElseGet(() -> session.random().nextLong());
        var changed = builder.changed();
        var before = builder.report();
        var balanceBefore = before.balance();
        var dispersionBefore = before.dispersion();
        var left = builder.minPartHoursLeft(session.now());
        var outcome = rebalanced(session, builder, seed);
        var after = builder.report();
        var nothing = outcome.moved() == 0 && outcome.removedDevices() == 0;
        if (nothing && !options.has("force"))
            throw Refusal.warning("No partitions could be reassigned.\n" + why(builder, left));
        var little = Math.abs(balanceBefore - after.balance()) < 1
                && after.balance() != RingReport.MAX_BALANCE
                && Math.abs(dispersionBefore - after.dispersion()) < 1;
        if (little && !changed && !options.has("force"))
            throw Refusal.warning("Cowardly refusing to save rebalance as it did not change at least 1%.");
        after.faults().stream().findFirst().ifPresent(fault -> {
            throw invalid(fault);
        });
        var ring = RingFile.of(builder.ring().orElseThrow(), FileVerbs.formatVersion(options));
        session.backUp(builder);
        session.writeRing(ring);
        session.save(builder);
        return told(session, builder, outcome, after);
    }

    /// Numbers are taken as they are, as Swift's tool takes any text for a seed.
    static long seed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException word) {
            var seed = 0L;
            for (var at = 0; at < text.length(); at++) seed = seed * 1_000_003 + text.charAt(at);
            return seed;
        }
    }

    private static RingBuilder.Outcome rebalanced(Session session, RingBuilder builder, long seed) {
        try {
            return builder.rebalance(seed, session.now());
        } catch (RingRefused refused) {
            throw invalid(String.valueOf(refused.getMessage()));
        }
    }

    private static Refusal invalid(String message) {
        return Refusal.error(LINE + "\nAn error has occurred during ring validation. Common\n"
                + "causes of failure are rings that are empty or do not\n"
                + "have enough devices to accommodate the replica count.\n"
                + "Original exception message:\n " + message + "\n" + LINE);
    }

    private static String why(RingBuilder builder, Duration left) {
        return left.isZero()
                ? "There is no need to do so at this time"
                : "The time between rebalances must be at least min_part_hours: " + builder.minPartHours() + " hours ("
                        + Listing.duration(left) + " remaining)";
    }

    private static int told(Session session, RingBuilder builder, RingBuilder.Outcome outcome, RingReport report) {
        var balance = report.balance();
        var dispersion = report.dispersion();
        session.say(
                "Reassigned %d (%.02f%%) partitions. Balance is now %.02f.  Dispersion is now %.02f",
                outcome.moved(), 100.0 * outcome.moved() / builder.partitionCount(), balance, dispersion);
        var warning = dispersion > 0 || (balance > 5 && balance / 100 > builder.overload());
        if (warning) {
            session.say(LINE);
            if (dispersion > 0) session.say(BADLY_SPREAD, dispersion);
            else session.say(UNBALANCED, balance, builder.minPartHours());
            session.say(LINE);
        }
        var result = new LinkedHashMap<String, Object>();
        result.put("reassigned", outcome.moved());
        result.put("removed_devices", outcome.removedDevices());
        result.put("balance", balance);
        result.put("dispersion", dispersion);
        result.put("version", builder.version());
        session.give(result);
        return warning ? RingBuilderCommand.WARNING : RingBuilderCommand.SUCCESS;
    }
}
