package torc.objectserver.segment;

import torc.common.id.Id128;

/// Hears of copies that were found damaged, and are in quarantine by then, so that they can be repaired from another.
@FunctionalInterface
public interface DamageListener {
    /// Called once for each, by whatever thread found it; must return soon.
    void damaged(Id128 blob, String cause);
}
