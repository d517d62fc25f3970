package torc.objectserver.repair;

import torc.common.id.Id128;

/// Makes one blob whole on the devices where it belongs. Safe for many threads.
public interface Healer {
    HealOutcome heal(Id128 blob) throws InterruptedException;

    /// Whether what is on other devices than the primaries may go now.
    boolean mayLetGo();
}
