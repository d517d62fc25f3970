package torc.proxy.catalog;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import torc.common.id.Id128;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.EntryRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.Transaction;

/// The entries of an account, by which its containers are found.
///
/// An account and its containers live in different shards, so the entry is written before the container and
/// removed after it: a crash between leaves an entry without a container, which listings see through, and never
/// a container without an entry. An entry carries the incarnation that it was written for, so that who removes
/// a container does not remove the entry of the next one.
///
/// Several may create one container at once. Each writes the entry, the last one's stays, and any of them may
/// make the container, even again after it was deleted. So an entry that was written over another's outlives
/// its container until nobody can be between the two any more; who finds no entry is the only one.
final class Entries {
    /// Who created an entry makes its container within this time or begins anew.
    private static final Duration USABLE = Duration.ofMinutes(5);

    /// An entry without a container may be removed when nobody can be between the two any more, however slow
    /// and whatever his clock says.
    private static final Duration STALE = Duration.ofHours(1);

    private final Shelf shelf;

    Entries(Shelf shelf) {
        this.shelf = shelf;
    }

    /// Writes the entry of a container that is about to be made, and the account's row if this is its
    /// beginning.
    ///
    /// @return empty if the account was ended
    Optional<EntryRow> write(ContainerName name, Id128 incarnation) {
        var shard = RowKeys.shard(name.account());
        var key = RowKeys.entry(name.text());
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var account = shelf.rows().get(shard, RowKeys.ACCOUNT);
            if (account.isPresent()
                    && Accounts.hasEnded(
                            ContainerRow.decode(account.get().value()).properties())) return Optional.empty();
            var old = shelf.rows().get(shard, key);
            var now = shelf.nowMicros();
            var entry = new EntryRow(now, incarnation, old.isPresent());
            var transaction = Transaction.on(shard)
                    .check(new Check.AtRevision(key, old.map(Row::revision).orElse(0L)))
                    .put(key, entry.encode());
            if (account.isPresent())
                transaction.check(
                        new Check.AtRevision(RowKeys.ACCOUNT, account.get().revision()));
            else {
                transaction
                        .check(new Check.Absent(RowKeys.ACCOUNT))
                        .put(RowKeys.ACCOUNT, new ContainerRow(now, now, incarnation, Map.of()).encode());
            }
            if (old.isEmpty()) transaction.add(RowKeys.ENTRY_COUNT, 1);
            if (shelf.commit(transaction.build())) return Optional.of(entry);
        }
        throw Shelf.contended();
    }

    boolean isTooOldToUse(EntryRow entry) {
        return shelf.nowMicros() > entry.createdMicros() + USABLE.toNanos() / 1_000;
    }

    /// Removes the entry of a container that is gone, unless it is already that of a later one or others may
    /// still make the container.
    void remove(ContainerName name, Id128 incarnation) {
        var found = shelf.rows().get(RowKeys.shard(name.account()), RowKeys.entry(name.text()));
        if (found.isEmpty()) return;
        var entry = EntryRow.decode(found.get().value());
        if (entry.incarnation().equals(incarnation) && !entry.overtook()) remove(name, found.get());
    }

    /// Removes an entry that has no container and will get none.
    ///
    /// @param entry as it was read before the container was found missing
    Optional<EntryRow> removeIfStale(ContainerName name, Row entry) {
        var row = EntryRow.decode(entry.value());
        if (shelf.nowMicros() <= row.createdMicros() + STALE.toNanos() / 1_000) return Optional.empty();
        if (shelf.rows().get(RowKeys.shard(name), RowKeys.CONTAINER).isPresent()) return Optional.empty();
        return remove(name, entry) ? Optional.of(row) : Optional.empty();
    }

    private boolean remove(ContainerName name, Row entry) {
        return shelf.commit(Transaction.on(RowKeys.shard(name.account()))
                .check(new Check.AtRevision(entry.key(), entry.revision()))
                .delete(entry.key())
                .add(RowKeys.ENTRY_COUNT, -1)
                .build());
    }
}
