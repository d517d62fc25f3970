package torc.tools.ringbuilder;

import java.util.List;
import java.util.Map;
import torc.ring.builder.RingBuilder;

/// The four steps that double a ring's partitions while it is in use.
final class PartPowerVerbs {
    private static final String LATER = "The change will take effect after the next write_ring.";

    private PartPowerVerbs() {}

    static int prepare(Session session, List<String> arguments) {
        SettingVerbs.none(arguments, "prepare_increase_partition_power");
        if (!session.builderPath().getFileName().toString().contains("object"))
            throw Refusal.error("Partition power increase is only supported for object rings.");
        var builder = session.builder();
        if (!builder.prepareIncreasePartPower())
            throw Refusal.error("Ring is already prepared for partition power increase.");
        session.save(builder);
        session.say(
                "The next partition power is now %d.", builder.nextPartPower().orElseThrow());
        session.say(LATER);
        session.say("Ensure that all servers use the changed ring before the partition power increase.");
        return given(session, builder);
    }

    static int increase(Session session, List<String> arguments) {
        SettingVerbs.none(arguments, "increase_partition_power");
        var builder = session.builder();
        if (!builder.increasePartPower())
            throw Refusal.error("Ring partition power cannot be increased. Either the ring\n"
                    + "was not prepared yet, or this operation has already run.");
        session.save(builder);
        session.say("The partition power is now %d.", builder.partPower());
        session.say(LATER);
        return given(session, builder);
    }

    static int cancel(Session session, List<String> arguments) {
        SettingVerbs.none(arguments, "cancel_increase_partition_power");
        var builder = session.builder();
        if (!builder.cancelIncreasePartPower())
            throw Refusal.error("Ring partition power increase cannot be canceled.");
        session.save(builder);
        session.say(
                "The next partition power is now %d.", builder.nextPartPower().orElseThrow());
        session.say(LATER);
        return given(session, builder);
    }

    static int finish(Session session, List<String> arguments) {
        SettingVerbs.none(arguments, "finish_increase_partition_power");
        var builder = session.builder();
        if (!builder.finishIncreasePartPower())
            throw Refusal.error("Ring partition power increase cannot be finished.");
        session.say(LATER);
        session.save(builder);
        return given(session, builder);
    }

    private static int given(Session session, RingBuilder builder) {
        session.give(Map.of(
                "part_power",
                builder.partPower(),
                "next_part_power",
                builder.nextPartPower().orElse(builder.partPower())));
        return RingBuilderCommand.SUCCESS;
    }
}
