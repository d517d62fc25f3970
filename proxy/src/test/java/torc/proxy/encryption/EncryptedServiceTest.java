package torc.proxy.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobUnreadable;
import torc.proxy.catalog.CatalogService;
import torc.proxy.catalog.TestCatalog;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.ObjectServiceContract;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.objects.Uploads.Range;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.Body;
import torc.proxy.rows.Extent;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.Seal;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Transaction;

/// The service keeps its contract when it encrypts, and THREATS R07 finds nothing.
final class EncryptedServiceTest extends ObjectServiceContract {
    private static final CopyRequest COPY =
            new CopyRequest(Preconditions.NONE, Preconditions.NONE, same -> same, Long.MAX_VALUE);
    private static final int INLINE = 500;
    private static final int LARGE = 5_000;

    private final TestCatalog catalog = new TestCatalog(TestSecrets.on(1));

    @Override
    protected ObjectService service() {
        return catalog.service;
    }

    @Override
    protected Instant now() {
        return catalog.instant();
    }

    @Override
    protected void advance(Duration time) {
        catalog.advance(time);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void neitherPlaintextNorKeysAreStoredR07() {
        for (int length : new int[] {16, INLINE, LARGE}) {
            var bytes = Bodies.random(length, length);
            put("o" + length, bytes);
            assertThat(holds(Arrays.copyOf(bytes, 16)))
                    .as("plaintext of %s", length)
                    .isFalse();
        }
        var blob = row("o" + LARGE).body().extents().getFirst();
        var key = TestSecrets.on(1).open(blob.seal().orElseThrow(), Binding.ofBlob(blob.blob()));
        assertThat(holds(key.key())).isFalse();
        assertThat(holds(TestSecrets.secret(1))).isFalse();
        assertThat(holds(blob(blob.blob()))).as("what is stored is found").isTrue();
        try (var plain = new CatalogService(catalog.rows, catalog.blobs, TestCatalog.CONFIG, catalog, ids())) {
            plain.objects().put(name("plain"), Bodies.put(Bodies.random(LARGE, 9)));
            plain.objects().put(name("short"), Bodies.put(Bodies.random(INLINE, 8)));
        }
        assertThat(holds(Arrays.copyOf(Bodies.random(LARGE, 9), 16)))
                .as("and so is plaintext")
                .isTrue();
        assertThat(holds(Arrays.copyOf(Bodies.random(INLINE, 8), 16))).isTrue();
    }

    @Test
    void theSamePlaintextTwiceIsStoredDifferentlyR07() {
        for (int length : new int[] {INLINE, LARGE}) {
            put("a", Bodies.random(length, 1));
            put("b", Bodies.random(length, 1));
            assertThat(stored("a")).isNotEqualTo(stored("b"));
        }
    }

    @Test
    void swappedSealsOfBlobsGiveAnErrorAndNoForeignBytesR07() {
        put("a", Bodies.random(LARGE, 1));
        put("b", Bodies.random(LARGE, 1));
        var a = row("a").body().extents().getFirst();
        var foreign = row("b").body().extents().getFirst().seal().orElseThrow();

        reseal("a", a, foreign);

        assertThatThrownBy(() -> Bodies.read(service(), name("a"))).isInstanceOf(BlobUnreadable.class);
        var own = a.seal().orElseThrow();
        reseal("a", a, new Seal(own.secret(), foreign.iv(), own.keyHigh(), own.keyLow(), own.tag()));
        assertThatThrownBy(() -> Bodies.read(service(), name("a"))).isInstanceOf(BlobUnreadable.class);
        reseal("a", a, own);
        assertThat(Bodies.read(service(), name("a"))).isEqualTo(Bodies.random(LARGE, 1));
    }

    @Test
    void anInlineRowWithAnyByteChangedOrOfAnotherObjectGivesAnErrorR07() {
        put("a", Bodies.random(INLINE, 1));
        put("b", Bodies.random(INLINE, 2));
        var own = dataRow("a");
        for (int at = 1; at < own.length; at++) {
            var changed = own.clone();
            changed[at] ^= 1;
            write(RowKeys.data("a"), changed);
            assertThatThrownBy(() -> Bodies.read(service(), name("a")))
                    .as("byte %s", at)
                    .isInstanceOf(SealBroken.class);
        }
        write(RowKeys.data("a"), dataRow("b"));
        assertThatThrownBy(() -> Bodies.read(service(), name("a"))).isInstanceOf(SealBroken.class);
        write(RowKeys.data("a"), own);
        assertThat(Bodies.read(service(), name("a"))).isEqualTo(Bodies.random(INLINE, 1));
    }

    @Test
    void rangesAtEveryOffsetAroundBordersAreTheBytes() {
        var border = 4 << 20; // The first blob of a body of unknown length ends here.
        var bytes = Bodies.random(border + 100, 3);
        service().objects().put(name("o"), Bodies.putUnannounced(bytes));
        assertThat(row("o").body().extents()).hasSize(2);
        put("inline", Bodies.random(INLINE, 4));
        for (int first = 0; first < 34; first++)
            for (int length : new int[] {1, 15, 16, 17, 33}) {
                assertRange("o", bytes, first, first + length);
                assertRange("o", bytes, border - 17 + first, border - 17 + first + length);
                assertRange("inline", Bodies.random(INLINE, 4), first, first + length);
            }
    }

    @Test
    void copiesAndPartsOfRangesAreReadable() {
        var large = Bodies.random(LARGE, 1);
        var small = Bodies.random(INLINE, 2);
        put("large", large);
        put("small", small);
        for (var each : List.of("large", "small")) service().objects().copy(name(each), name(each + "-copy"), COPY);
        delete("large");
        delete("small");
        assertThat(Bodies.read(service(), name("large-copy"))).isEqualTo(large);
        assertThat(Bodies.read(service(), name("small-copy"))).isEqualTo(small);

        var none = new ObjectAttributes("", Map.of(), Map.of(), Map.of(), OptionalLong.empty());
        var upload = service().uploads().create(name("joined"), none).orElseThrow();
        service().uploads().putPart(name("joined"), upload.id(), 1, Bodies.put(large));
        service()
                .uploads()
                .copyPart(
                        name("joined"),
                        upload.id(),
                        2,
                        name("large-copy"),
                        Optional.of(new Range(7, OptionalLong.of(4_001))),
                        COPY);
        service().uploads().copyPart(name("joined"), upload.id(), 3, name("small-copy"), Optional.empty(), COPY);
        var parts = service().uploads().parts(name("joined"), upload.id(), 0, 10).orElseThrow().stream()
                .map(part -> new ListedPart(part.number(), part.etag()))
                .toList();
        var outcome =
                service().uploads().complete(name("joined"), upload.id(), parts, "t-3", none, Preconditions.NONE, 0);
        assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class);
        var all = concat(large, Arrays.copyOfRange(large, 7, 4_001), small);
        assertThat(Bodies.read(service(), name("joined"))).isEqualTo(all);
        assertRange("joined", all, LARGE - 5, LARGE + 3_994 + 9);
    }

    @Test
    void anObjectOfManyPartsKeepsItsSealsInTheDataRow() {
        var none = new ObjectAttributes("", Map.of(), Map.of(), Map.of(), OptionalLong.empty());
        var upload = service().uploads().create(name("many"), none).orElseThrow();
        var parts = new ArrayList<ListedPart>();
        var all = new byte[0];
        for (int number = 1; number <= 20; number++) {
            var bytes = Bodies.random(100, number);
            service().uploads().putPart(name("many"), upload.id(), number, Bodies.put(bytes));
            parts.add(new ListedPart(number, Bodies.md5(bytes)));
            all = concat(all, bytes);
        }
        service().uploads().complete(name("many"), upload.id(), parts, "t-20", none, Preconditions.NONE, 0);

        assertThat(row("many").place()).isEqualTo(ObjectRow.Place.ELSEWHERE);
        assertThat(Bodies.read(service(), name("many"))).isEqualTo(all);
    }

    @Test
    void whatWasStoredUnderEarlierSecretsOrNoneIsReadAfterwards() {
        put("first", Bodies.random(LARGE, 1));
        try (var rotated = service(TestSecrets.on(2));
                var off = service(Encryption.readingOnly(TestSecrets.secrets(2)));
                var without = service(Encryption.NONE)) {
            rotated.objects().put(name("second"), Bodies.put(Bodies.random(LARGE, 2)));
            off.objects().put(name("third"), Bodies.put(Bodies.random(LARGE, 3)));
            assertThat(seal("first").orElseThrow().secret()).isEqualTo(1);
            assertThat(seal("second").orElseThrow().secret()).isEqualTo(2);
            assertThat(seal("third")).isEmpty();
            for (var each : List.of(rotated, off)) {
                assertThat(Bodies.read(each, name("first"))).isEqualTo(Bodies.random(LARGE, 1));
                assertThat(Bodies.read(each, name("second"))).isEqualTo(Bodies.random(LARGE, 2));
                assertThat(Bodies.read(each, name("third"))).isEqualTo(Bodies.random(LARGE, 3));
            }
            assertThatThrownBy(() -> Bodies.read(without, name("first"))).isInstanceOf(BlobUnreadable.class);
            assertThat(Bodies.read(without, name("third"))).isEqualTo(Bodies.random(LARGE, 3));
        }
    }

    private CatalogService service(Encryption encryption) {
        return new CatalogService(
                catalog.rows,
                catalog.blobs,
                encryption,
                TestCatalog.CONFIG,
                catalog,
                ids(),
                () -> StoragePolicies.one("default"));
    }

    private static Ids ids() {
        return new Ids(new Random(77));
    }

    private void put(String object, byte[] bytes) {
        assertThat(service().objects().put(name(object), Bodies.put(bytes))).isInstanceOf(WriteOutcome.Stored.class);
    }

    private void delete(String object) {
        service().objects().delete(name(object), Preconditions.NONE);
    }

    private void assertRange(String object, byte[] whole, int first, int end) {
        assertThat(range(name(object), first, end)).isEqualTo(Arrays.copyOfRange(whole, first, end));
    }

    private byte[] range(ObjectName object, int first, int end) {
        var read = new byte[0];
        try (var open = service().objects().open(object).orElseThrow();
                var source = open.read(first, end)) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                var bytes = new byte[chunk.bytes().remaining()];
                chunk.bytes().get(bytes);
                chunk.release();
                read = concat(read, bytes);
            }
        }
        return read;
    }

    private static byte[] concat(byte[]... all) {
        var sum = new java.io.ByteArrayOutputStream();
        for (var each : all) sum.writeBytes(each);
        return sum.toByteArray();
    }

    private ObjectRow row(String object) {
        var data = found(RowKeys.data(object)).map(Row::value).orElse(null);
        return ObjectRow.decode(found(RowKeys.object(object)).orElseThrow().value(), data);
    }

    private Optional<Seal> seal(String object) {
        return row(object).body().extents().getFirst().seal();
    }

    private byte[] dataRow(String object) {
        return found(RowKeys.data(object)).orElseThrow().value();
    }

    private byte[] stored(String object) {
        var extents = row(object).body().extents();
        if (!extents.isEmpty()) return blob(extents.getFirst().blob());
        var row = dataRow(object);
        return Arrays.copyOfRange(row, 1 + Seal.BYTES, row.length);
    }

    private byte[] blob(Id128 id) {
        return Objects.requireNonNull(catalog.blobs.blobs().get(id)).bytes();
    }

    private void reseal(String object, Extent extent, Seal seal) {
        var row = row(object).in(new Body(List.of(Extent.owned(extent.blob(), extent.bytes(), Optional.of(seal)))));
        write(RowKeys.object(object), row.encode());
    }

    private void write(RowKey key, byte[] value) {
        var change = Transaction.on(RowKeys.shard(CONTAINER)).put(key, value).build();
        assertThat(catalog.rows.commit(change)).isInstanceOf(CommitOutcome.Committed.class);
    }

    private Optional<Row> found(RowKey key) {
        return catalog.rows.get(RowKeys.shard(CONTAINER), key);
    }

    /// Whether the rows of the objects or any blob hold these bytes.
    private boolean holds(byte[] wanted) {
        var texts = new ArrayList<byte[]>();
        for (var blob : catalog.blobs.blobs().entrySet())
            texts.add(blob.getValue().bytes());
        for (var object : List.of("o16", "o" + INLINE, "o" + LARGE, "plain", "short"))
            for (var key : List.of(RowKeys.object(object), RowKeys.data(object)))
                found(key).map(Row::value).ifPresent(texts::add);
        return texts.stream().anyMatch(text -> contains(text, wanted));
    }

    private static boolean contains(byte[] text, byte[] wanted) {
        for (int at = 0; at + wanted.length <= text.length; at++)
            if (Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length)) return true;
        return false;
    }
}
