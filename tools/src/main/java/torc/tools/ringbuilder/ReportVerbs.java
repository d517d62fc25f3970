package torc.tools.ringbuilder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingReport;

/// The verbs that look at a ring and change nothing.
final class ReportVerbs {
    private static final int TIER_WIDTH = 30;

    private ReportVerbs() {}

    static int validate(Session session, List<String> arguments) {
        SettingVerbs.none(arguments, "validate");
        var faults = session.builder().report().faults();
        session.give(Map.of("faults", faults));
        faults.forEach(session::say);
        return faults.isEmpty() ? RingBuilderCommand.SUCCESS : RingBuilderCommand.ERROR;
    }

    static int listParts(Session session, List<String> arguments) {
        var builder = assigned(session);
        var options = Options.parse(arguments, Options.OF_DEVICES, Options.YES);
        var partitions = builder.report().partitionsOn(DeviceVerbs.matching(builder, options, "list_parts"));
        if (partitions.isEmpty()) throw Refusal.error("No matching devices found");
        var rows = new ArrayList<>(partitions.entrySet());
        rows.sort(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        session.say("Partition   Matches");
        for (var row : rows) session.say("%9d   %7d", row.getKey(), row.getValue());
        session.give(rows.stream()
                .map(row -> Map.of("partition", row.getKey(), "matches", row.getValue()))
                .toList());
        return RingBuilderCommand.SUCCESS;
    }

    private static RingBuilder assigned(Session session) {
        var builder = session.builder();
        if (builder.ring().isEmpty())
            throw Refusal.error("Specified builder file \"" + session.builderPath()
                    + "\" is not rebalanced yet. Please rebalance first.");
        return builder;
    }

    static int dispersion(Session session, List<String> arguments) {
        var options = Options.parse(arguments, List.of(), List.of("-v/--verbose", "--recalculate"));
        if (options.arguments().size() > 1) throw Usage.of("dispersion");
        var builder = assigned(session);
        var report = builder.report();
        var filter = options.arguments().isEmpty()
                ? Pattern.compile("")
                : regex(options.arguments().getFirst());
        var tiers = report.tiers().stream()
                .filter(tier -> filter.matcher(tier.name()).lookingAt())
                .toList();
        session.say(
                "Dispersion is %.06f, Balance is %.06f, Overload is %.2f%%",
                report.dispersion(), report.balance(), builder.overload() * 100);
        session.say("Required overload is %.6f%%", builder.requiredOverload() * 100);
        var worst = tiers.stream().max(Comparator.comparingDouble(RingReport.TierSpread::dispersion));
        var bad = worst.filter(tier -> tier.dispersion() > 0);
        bad.ifPresent(tier -> session.say("Worst tier is %.06f (%s)", tier.dispersion(), tier.name()));
        if (options.has("verbose") && !tiers.isEmpty()) table(session, builder, tiers);
        session.give(json(builder, report, tiers));
        return bad.isPresent() ? RingBuilderCommand.WARNING : RingBuilderCommand.SUCCESS;
    }

    private static Pattern regex(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException malformed) {
            throw Refusal.error("Invalid search filter: " + malformed.getMessage());
        }
    }

    private static void table(Session session, RingBuilder builder, List<RingReport.TierSpread> tiers) {
        var tierWidth = Math.max(
                TIER_WIDTH,
                tiers.stream().mapToInt(tier -> tier.name().length()).max().orElse(0));
        var count = "%" + Math.max(5, Integer.toString(builder.partitionCount()).length());
        var header = new StringBuilder(
                String.format(Locale.ROOT, "%-" + tierWidth + "s " + count + "s %6s %6s", "Tier", "Parts", "%", "Max"));
        for (var replicas = 0; replicas < tiers.getFirst().partitionsByReplicas().length; replicas++)
            header.append(String.format(Locale.ROOT, " " + count + "d", replicas));
        var underline = "-".repeat(header.length());
        session.say("%s\n%s\n%s", underline, header, underline);
        for (var tier : tiers) {
            var row = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%-" + tierWidth + "s " + count + "d %6.02f %6d",
                    tier.name(),
                    tier.placed(),
                    tier.dispersion(),
                    tier.mostReplicas()));
            for (var partitions : tier.partitionsByReplicas())
                row.append(String.format(Locale.ROOT, " " + count + "d", partitions));
            session.say("%s", row);
        }
    }

    private static Map<String, Object> json(RingBuilder builder, RingReport report, List<RingReport.TierSpread> tiers) {
        var json = new LinkedHashMap<String, Object>();
        json.put("dispersion", report.dispersion());
        json.put("balance", report.balance());
        json.put("overload", builder.overload());
        json.put("required_overload", builder.requiredOverload());
        json.put("tiers", tiers);
        return json;
    }
}
