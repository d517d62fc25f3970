package torc.proxy.catalog;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobStore;
import torc.proxy.body.BodyWriter;
import torc.proxy.encryption.Encryption;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.rows.Body;
import torc.proxy.rows.DeadBodyRow;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Transaction;

/// What all parts of the service stand on: the two stores, the clock, fresh ids and the settings.
record Shelf(
        MetadataStore rows,
        Ranges ranges,
        BlobStore blobs,
        BodyWriter bodies,
        Encryption encryption,
        ObjectsConfig config,
        InstantSource clock,
        Ids ids,
        Supplier<StoragePolicies> policies) {
    /// How often a transaction is tried again after somebody else's came first. Each try that fails is another's
    /// success, so that this bounds the work of one request under a storm and not the progress of all.
    static final int MAX_ATTEMPTS = 200;

    static Shelf of(
            MetadataStore store,
            BlobStore blobs,
            Encryption encryption,
            ExecutorService threads,
            ObjectsConfig config,
            InstantSource clock,
            Ids ids,
            Supplier<StoragePolicies> policies) {
        var rows = new AnsweredRows(store);
        var bodies = new BodyWriter(blobs, encryption, threads, config.inlineLimitBytes());
        return new Shelf(rows, new Ranges(rows), blobs, bodies, encryption, config, clock, ids, policies);
    }

    long nowMicros() {
        return micros(clock.instant());
    }

    long nowSeconds() {
        return clock.instant().getEpochSecond();
    }

    long uploadDeadlineMicros() {
        return micros(clock.instant().plus(config.uploadDeadline()));
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /// Keeps a body that this transaction takes from its object until its readers are done.
    void bury(Transaction.Builder transaction, String name, Body body) {
        bury(transaction, name, body, micros(clock.instant().plus(config.grace())));
    }

    void bury(Transaction.Builder transaction, String name, Body body, long dueMicros) {
        if (body.isEmpty()) return;
        var dead = ids.next();
        transaction
                .put(RowKeys.deadBody(name, dead), new DeadBodyRow(dueMicros, body).encode())
                .put(RowKeys.due(dueMicros, dead), MarkRow.named(name));
    }

    /// Commits where the caller has no outcome for trouble.
    ///
    /// @return false if a check did not hold
    /// @throws StoreUnavailable if the store would not
    boolean commit(Transaction transaction) {
        return switch (rows.commit(transaction)) {
            case CommitOutcome.Committed _ -> true;
            case CommitOutcome.CheckFailed _ -> false;
            case CommitOutcome.Refused(var reason) ->
                throw new StoreUnavailable("the metadata store is " + reason, reason == CommitOutcome.Reason.FULL);
            case CommitOutcome.Unknown(var cause) -> throw new StoreUnavailable(cause, false);
        };
    }

    /// What is thrown when [#MAX_ATTEMPTS] were not enough.
    static StoreUnavailable contended() {
        return new StoreUnavailable("too many others change the same row", false);
    }
}
