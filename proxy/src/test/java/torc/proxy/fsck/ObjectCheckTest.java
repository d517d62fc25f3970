package torc.proxy.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.objectserver.device.StoredBlob;
import torc.proxy.catalog.TestCatalog;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.Usage;
import torc.proxy.rows.EndedUploadRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Scan;
import torc.ring.metadata.Transaction;

/// The check finds what was broken on purpose, and nothing else.
final class ObjectCheckTest {
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_a"), "c");

    private final TestCatalog catalog = new TestCatalog();
    private final List<Finding> repaired = new ArrayList<>();
    private final List<Finding> left = new ArrayList<>();

    @BeforeEach
    void fill() {
        var ending = new ObjectAttributes(
                "a/b",
                Map.of(),
                Map.of(),
                Map.of(),
                OptionalLong.of(catalog.instant().getEpochSecond() + 100));
        catalog.service.containers().create(CONTAINER, old -> old);
        catalog.service.objects().put(name("inline"), Bodies.put(new byte[10], ending, Preconditions.NONE));
        catalog.service.objects().put(name("blob"), Bodies.put(new byte[5_000]));
        catalog.service
                .objects()
                .copy(
                        name("blob"),
                        name("copy"),
                        new CopyRequest(Preconditions.NONE, Preconditions.NONE, old -> old, Long.MAX_VALUE));
        var upload =
                catalog.service.uploads().create(name("upload"), Bodies.PLAIN).orElseThrow();
        catalog.service.uploads().putPart(name("upload"), upload.id(), 1, Bodies.put(new byte[3]));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        check(true);

        assertThat(Stream.concat(repaired.stream(), left.stream())).isEmpty();
    }

    @Test
    void wrongCountersAreCountedAgain() {
        damage(Transaction.on(RowKeys.shard(CONTAINER)).add(RowKeys.USAGE, 1, -7, 0));

        check(false);
        assertThat(left)
                .containsExactly(new Finding.WrongCounters(
                        CONTAINER, new UsageRow(4, 10_003, 1, 0), new UsageRow(3, 10_010, 1, 0)));
        check(true);
        assertThat(repaired).hasSize(1);
        assertThat(catalog.service.containers().find(CONTAINER).orElseThrow().usage())
                .isEqualTo(new Usage(1, 3, 10_010));
    }

    @Test
    void aLostEntryIsWrittenAgain() {
        damage(Transaction.on(RowKeys.shard(CONTAINER.account()))
                .delete(RowKeys.entry("c"))
                .add(RowKeys.ENTRY_COUNT, -1));

        check(true);

        assertThat(repaired).containsExactly(new Finding.MissingEntry(CONTAINER));
        assertThat(catalog.service
                        .accounts()
                        .find(CONTAINER.account())
                        .orElseThrow()
                        .usage())
                .isEqualTo(new Usage(1, 3, 10_010));
    }

    @Test
    void anEntryOfNothingIsReported() {
        damage(Transaction.on(RowKeys.shard(CONTAINER)).delete(RowKeys.CONTAINER));

        check(true);

        assertThat(left).contains(new Finding.EntryWithoutContainer(CONTAINER));
    }

    @Test
    void aLostBlobIsReportedForAllThatNameIt() {
        var lost = catalog.blobs.blobs().entrySet().stream()
                .filter(blob -> blob.getValue().bytes().length == 5_000)
                .findFirst()
                .orElseThrow()
                .getKey();
        catalog.blobs.delete(lost);

        check(true);

        assertThat(left)
                .containsExactly(
                        new Finding.MissingBlob(CONTAINER, "blob", lost),
                        new Finding.MissingBlob(CONTAINER, "copy", lost));
    }

    @Test
    void aPartThatACrashLeftBehindItsObjectMayNameBytesThatAreGone() {
        var part = catalog.rows
                .scan(RowKeys.shard(CONTAINER), Scan.prefix(RowKeys.PARTS, 10))
                .getFirst()
                .key();
        catalog.blobs.blobs().entrySet().stream()
                .filter(blob -> blob.getValue().bytes().length == 3)
                .toList()
                .forEach(blob -> catalog.blobs.delete(blob.getKey()));
        check(false);
        assertThat(left).hasOnlyElementsOfType(Finding.MissingBlob.class).hasSize(1);
        var used = BitSet.valueOf(new long[] {2});
        damage(Transaction.on(RowKeys.shard(CONTAINER))
                .put(RowKeys.endedUpload(RowKeys.uploadOfPart(part)), new EndedUploadRow("upload", used).encode()));

        check(false);

        assertThat(left).isEmpty();
    }

    @Test
    void lostDataAndALostEndAreReported() {
        var end = catalog.instant().getEpochSecond() + 100;
        damage(Transaction.on(RowKeys.shard(CONTAINER))
                .delete(RowKeys.data("inline"))
                .delete(RowKeys.expiry(end, "inline")));

        check(true);

        assertThat(left).containsExactly(new Finding.MissingData(CONTAINER, "inline"));
        assertThat(repaired).containsExactly(new Finding.MissingExpiry(CONTAINER, "inline"));
    }

    @Test
    void aRowThatCannotBeReadIsReported() {
        damage(Transaction.on(RowKeys.shard(CONTAINER)).put(RowKeys.object("blob"), new byte[] {99}));

        check(false);

        assertThat(left).hasAtLeastOneElementOfType(Finding.UnreadableRow.class);
    }

    @Test
    void aBlobThatNoRowNamesIsReported() {
        damage(Transaction.on(RowKeys.shard(CONTAINER))
                .delete(RowKeys.object("copy"))
                .delete(RowKeys.object("inline")));
        catalog.advance(Duration.ofDays(2));
        var stored = catalog.blobs.blobs().entrySet().stream()
                .map(blob -> new StoredBlob(
                        blob.getKey(),
                        0,
                        blob.getValue().owner(),
                        blob.getValue().bytes().length))
                .toList();
        ObjectCheck.checkBlobs(stored.iterator(), catalog.service.blobOwners(), catalog.instant(), this::note);
        assertThat(left).isEmpty();
        var reference = catalog.rows
                .scan(RowKeys.shard(CONTAINER), Scan.prefix(RowKeys.REFERENCES, 10))
                .getFirst()
                .key();
        damage(Transaction.on(RowKeys.shard(CONTAINER))
                .delete(RowKeys.object("blob"))
                .delete(reference));

        ObjectCheck.checkBlobs(stored.iterator(), catalog.service.blobOwners(), catalog.instant(), this::note);

        assertThat(left).containsExactly(new Finding.UnnamedBlob(RowKeys.referencedBlob(reference)));
    }

    private void check(boolean repairs) {
        repaired.clear();
        left.clear();
        new ObjectCheck(catalog.rows, catalog.blobs, repairs).checkRows(this::note);
    }

    private void note(Finding finding, boolean isRepaired) {
        (isRepaired ? repaired : left).add(finding);
    }

    private void damage(Transaction.Builder transaction) {
        catalog.rows.commit(transaction.build());
    }

    private static ObjectName name(String text) {
        return new ObjectName(CONTAINER, text);
    }
}
