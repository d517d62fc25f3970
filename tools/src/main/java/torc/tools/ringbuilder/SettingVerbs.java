package torc.tools.ringbuilder;

import java.util.List;
import java.util.Map;

/// The verbs that change a builder's own figures.
final class SettingVerbs {
    private static final String LATER = "The change will take effect after the next rebalance.";

    private SettingVerbs() {}

    static int setReplicas(Session session, List<String> arguments) {
        var builder = session.builder();
        var replicas = Options.number(only(arguments, "set_replicas"), "replicas");
        if (replicas < 1) throw Refusal.error("Replica count must be at least 1.");
        builder.setReplicas(replicas);
        session.say("The replica count is now %.6f.", replicas);
        session.say(LATER);
        session.save(builder);
        session.give(Map.of("replicas", replicas));
        return RingBuilderCommand.SUCCESS;
    }

    static int setMinPartHours(Session session, List<String> arguments) {
        var builder = session.builder();
        var hours = Options.whole(only(arguments, "set_min_part_hours"), "hours");
        builder.setMinPartHours(hours);
        session.say("The minimum number of hours before a partition can be reassigned is now set to %d", hours);
        session.save(builder);
        session.give(Map.of("min_part_hours", hours));
        return RingBuilderCommand.SUCCESS;
    }

    static int setOverload(Session session, List<String> arguments) {
        var builder = session.builder();
        var text = only(arguments, "set_overload");
        var percent = text.endsWith("%");
        var number = Options.number(percent ? text.substring(0, text.length() - 1) : text, "overload");
        var overload = percent ? number / 100 : number;
        if (overload < 0) throw Refusal.error("Overload must be non-negative.");
        // 10 is a thousand percent, and most who write it mean ten.
        var surprising = overload > 1 && !percent;
        if (surprising) session.say("!?! Warning overload is greater than 100% !?!");
        builder.setOverload(overload);
        session.say("The overload factor is now %.2f%% (%.6f)", overload * 100, overload);
        session.say(LATER);
        session.save(builder);
        session.give(Map.of("overload", overload));
        return surprising ? RingBuilderCommand.WARNING : RingBuilderCommand.SUCCESS;
    }

    static int pretendMinPartHoursPassed(Session session, List<String> arguments) {
        none(arguments, "pretend_min_part_hours_passed");
        var builder = session.builder();
        builder.pretendMinPartHoursPassed();
        session.save(builder);
        session.give(Map.of("min_part_hours_left", 0));
        return RingBuilderCommand.SUCCESS;
    }

    static String only(List<String> arguments, String verb) {
        if (arguments.size() != 1) throw Usage.of(verb);
        return arguments.getFirst();
    }

    static void none(List<String> arguments, String verb) {
        if (!arguments.isEmpty()) throw Usage.of(verb);
    }
}
