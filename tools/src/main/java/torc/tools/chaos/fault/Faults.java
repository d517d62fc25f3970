package torc.tools.chaos.fault;

import java.util.List;

/// All kinds of faults.
public final class Faults {
    private Faults() {}

    public static List<Fault> all() {
        return List.of(
                new Kill("kill-one", 1),
                new Kill("kill-two", 2),
                new Kill("kill-all", 0),
                new Pause("pause"),
                new Cut("cut-one", Cut.Shape.ONE),
                new Cut("cut-halves", Cut.Shape.HALVES),
                new Cut("cut-one-way", Cut.Shape.ONE_WAY),
                new Cut("cut-bridge", Cut.Shape.BRIDGE),
                new Cut("loss", Cut.Shape.LOSS),
                new SlowNetwork("slow-network"),
                new SlowDisk("slow-disk"),
                new FullDisk("full-disk"),
                new Broken("lost-device", Broken.Way.LOST_DEVICE),
                new Broken("bit-flips", Broken.Way.BIT_FLIPS),
                new Broken("old-data", Broken.Way.OLD_DATA),
                new ClockJump("clock-jump"),
                new RingChange("ring-change"));
    }

    /// What a run makes if it is not told.
    public static List<Fault> usual() {
        return all();
    }

    /// Those that need a file system for each node.
    public static boolean needsDisks(Fault fault) {
        return fault instanceof FullDisk || fault instanceof SlowDisk;
    }
}
