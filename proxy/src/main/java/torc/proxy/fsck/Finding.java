package torc.proxy.fsck;

import torc.common.id.Id128;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;

/// Something that is not as it should be.
public sealed interface Finding {
    /// A container's counters differ from a recount.
    record WrongCounters(ContainerName container, UsageRow stored, UsageRow counted) implements Finding {}

    /// A container that its account does not know.
    record MissingEntry(ContainerName container) implements Finding {}

    /// An account's entry of a container that is not there: what a crash during creation or deletion leaves.
    record EntryWithoutContainer(ContainerName container) implements Finding {}

    /// An object or part names a blob that no device has.
    record MissingBlob(ContainerName container, String name, Id128 blob) implements Finding {}

    /// An object or part borrows a blob without a reference that keeps it.
    record MissingReference(ContainerName container, String name, Id128 blob) implements Finding {}

    /// An object lives in its data row, which is not there or not of its length.
    record MissingData(ContainerName container, String name) implements Finding {}

    /// An object has an end that the index of ends does not know.
    record MissingExpiry(ContainerName container, String name) implements Finding {}

    /// A row that cannot be understood.
    record UnreadableRow(ShardKey shard, RowKey key, String cause) implements Finding {}

    /// A blob past its deadline that no row names: the reclaimer will take it.
    record UnnamedBlob(Id128 blob) implements Finding {}
}
