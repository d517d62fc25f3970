package torc.proxy.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.reclaim.BlobOwners.Naming;
import torc.proxy.catalog.CatalogService;
import torc.proxy.catalog.TestCatalog;
import torc.proxy.encryption.Encryption;
import torc.proxy.fsck.Finding;
import torc.proxy.fsck.ObjectCheck;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.objects.Usage;
import torc.proxy.objects.WriteOutcome;
import torc.ring.metadata.FakeMetadataStore;

/// All rows are lost, and what the blobs' headers tell is there again.
class RebuildTest {
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_a"), "c");
    private static final int LARGE = 5_000;

    private final Encryption encryption = encryption();
    private final TestCatalog catalog = new TestCatalog(encryption);
    private final FakeMetadataStore fresh = new FakeMetadataStore();
    private final CatalogService after = new CatalogService(
            fresh,
            catalog.blobs,
            encryption,
            TestCatalog.CONFIG,
            catalog,
            new Ids(new Random(9)),
            () -> catalog.policies);
    private final List<String> lost = new ArrayList<>();

    /// What bodies are encrypted with.
    Encryption encryption() {
        return Encryption.NONE;
    }

    @BeforeEach
    void makeContainer() {
        catalog.service.containers().create(CONTAINER, old -> old);
    }

    @AfterEach
    void close() {
        after.close();
        catalog.close();
    }

    @Test
    void objectsComeBackWithBytesTypeMetadataHeadersTagTimeAndEnd() throws Exception {
        var attributes = new ObjectAttributes(
                "image/png",
                Map.of("content-disposition", "attachment"),
                Map.of("colour", "blå", "size", "1"),
                Map.of("x", "y"),
                OptionalLong.of(catalog.instant().getEpochSecond() + 9_000));
        put("one", Bodies.random(LARGE, 1), attributes);
        catalog.advance(Duration.ofMinutes(1));
        put("two", Bodies.random(LARGE, 2), Bodies.PLAIN);
        catalog.service.objects().put(name("stream"), Bodies.putUnannounced(Bodies.random(9_000_000, 3)));
        var before = List.of(object("one"), object("two"), object("stream"));

        var restored = rebuild();

        assertThat(restored).isEqualTo(new Restored(1, 3, 0, 2L * LARGE + 9_000_000, 0, 0));
        assertThat(List.of(find("one"), find("two"), find("stream")))
                .usingRecursiveComparison()
                .isEqualTo(before);
        assertThat(Bodies.read(after, name("stream"))).isEqualTo(Bodies.random(9_000_000, 3));
        assertThat(after.containers().find(CONTAINER).orElseThrow().usage())
                .isEqualTo(new Usage(1, 3, 2L * LARGE + 9_000_000));
        assertThat(after.accounts()
                        .find(CONTAINER.account())
                        .orElseThrow()
                        .usage()
                        .containers())
                .isEqualTo(1);
        assertThat(findings()).isEmpty();
    }

    @Test
    void theNewestOfSeveralObjectsOfANameComesBackAndBytesThatNeverCameWholeDoNot() throws Exception {
        put("o", Bodies.random(LARGE, 1), Bodies.PLAIN);
        catalog.advance(Duration.ofSeconds(1));
        put("o", Bodies.random(LARGE, 2), Bodies.PLAIN);
        catalog.advance(Duration.ofSeconds(1));
        cutOff("o", LARGE * 2);
        cutOff("never", LARGE * 2);

        var restored = rebuild();

        assertThat(Bodies.read(after, name("o"))).isEqualTo(Bodies.random(LARGE, 2));
        assertThat(restored.objects()).isEqualTo(1);
        assertThat(lost).containsExactly("never");
    }

    @Test
    void anObjectOfPartsComesBackWithItsPartsAndTheUploadsAttributes() throws Exception {
        var attributes = new ObjectAttributes(
                "video/mp4",
                Map.of(),
                Map.of("title", "t"),
                Map.of("s3-upload-checksum-type", "COMPOSITE"),
                OptionalLong.empty());
        var upload = catalog.service.uploads().create(name("m"), attributes).orElseThrow();
        var parts = new ArrayList<ListedPart>();
        var tags = new java.io.ByteArrayOutputStream();
        for (int number : new int[] {3, 1, 2}) {
            var bytes = Bodies.random(LARGE + number, number);
            catalog.service.uploads().putPart(name("m"), upload.id(), number, Bodies.put(bytes));
        }
        for (int number = 1; number <= 3; number++) {
            var md5 = Bodies.md5(Bodies.random(LARGE + number, number));
            parts.add(new ListedPart(number, md5));
            tags.writeBytes(java.util.HexFormat.of().parseHex(md5));
        }
        var etag = Bodies.md5(tags.toByteArray()) + "-3";
        var done = new ObjectAttributes("video/mp4", Map.of(), Map.of("title", "t"), Map.of(), OptionalLong.empty());
        var outcome =
                catalog.service.uploads().complete(name("m"), upload.id(), parts, etag, done, Preconditions.NONE, 0);
        assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class);
        var before = object("m");

        var restored = rebuild();

        assertThat(restored.uploads()).isEqualTo(1);
        assertThat(find("m")).usingRecursiveComparison().isEqualTo(before);
        assertThat(Bodies.read(after, name("m"))).isEqualTo(Bodies.read(catalog.service, name("m")));
        assertThat(findings()).isEmpty();
    }

    @Test
    void aContainerThatHasAnyRowIsLeftAlone() throws Exception {
        put("o", Bodies.random(LARGE, 1), Bodies.PLAIN);
        after.containers().create(CONTAINER, old -> old);

        assertThat(rebuild()).isEqualTo(Restored.NOTHING);
        assertThat(after.objects().find(name("o"))).isEmpty();
    }

    @Test
    void aRebuildThatWasCutOffGoesOnAndOneThatEndedIsNotRepeated() throws Exception {
        for (int i = 0; i < 5; i++) put("o" + i, Bodies.random(LARGE, i), Bodies.PLAIN);
        var steps = new int[1];
        try {
            var _ = rebuild(() -> {
                if (++steps[0] == 6) throw new InterruptedException();
            });
            throw new AssertionError("it was not cut off");
        } catch (InterruptedException _) {
            assertThat(count()).isBetween(1L, 4L);
        }

        assertThat(rebuild().objects()).isBetween(1L, 4L);
        assertThat(count()).isEqualTo(5);
        after.objects().delete(name("o1"), Preconditions.NONE);
        assertThat(rebuild()).isEqualTo(Restored.NOTHING);
        assertThat(count()).isEqualTo(4);
    }

    @Test
    void damagedBytesAreNotListedAndTheObjectBeforeTakesTheirPlace() throws Exception {
        put("o", Bodies.random(LARGE, 1), Bodies.PLAIN);
        catalog.advance(Duration.ofSeconds(1));
        put("o", Bodies.random(LARGE, 2), Bodies.PLAIN);
        put("gone", Bodies.random(LARGE, 3), Bodies.PLAIN);
        var all = stored();
        catalog.blobs.delete(newest("o", all));
        catalog.blobs.delete(newest("gone", all));

        var restored = rebuild(all, () -> {});

        assertThat(Bodies.read(after, name("o"))).isEqualTo(Bodies.random(LARGE, 1));
        assertThat(restored.lost()).isEqualTo(1);
        assertThat(lost).containsExactly("gone");
    }

    @Test
    void noBlobIsTakenForAnOrphanWhileRowsAreLost() throws Exception {
        put("o", Bodies.random(LARGE, 1), Bodies.PLAIN);
        var blob = stored().getFirst();

        assertThat(after.blobOwners().naming(blob)).isEqualTo(Naming.UNKNOWN);
        rebuild();
        assertThat(after.blobOwners().naming(blob)).isEqualTo(Naming.NAMED);
        after.objects().delete(name("o"), Preconditions.NONE);
        assertThat(after.blobOwners().naming(blob)).isEqualTo(Naming.NAMED);
    }

    private void put(String object, byte[] bytes, ObjectAttributes attributes) {
        assertThat(catalog.service.objects().put(name(object), Bodies.put(bytes, attributes, Preconditions.NONE)))
                .isInstanceOf(WriteOutcome.Stored.class);
    }

    /// A process dies after it has stored half of what was announced.
    private void cutOff(String object, int announced) {
        var whole = new TestCatalog();
        whole.service.containers().create(CONTAINER, old -> old);
        whole.advance(Duration.between(whole.instant(), catalog.instant()));
        whole.service
                .objects()
                .put(name(object), Bodies.put(Bodies.random(announced, 4), Bodies.PLAIN, Preconditions.NONE));
        var owner = whole.blobs.blobs().values().iterator().next().owner();
        try (var writer = catalog.blobs.create(owner, announced)) {
            writer.write(java.nio.ByteBuffer.wrap(new byte[announced / 2]));
            var _ = writer.commit();
        }
        whole.close();
    }

    private List<StoredBlob> stored() {
        return catalog.blobs.blobs().entrySet().stream()
                .map(each -> new StoredBlob(
                        each.getKey(),
                        0,
                        each.getValue().owner(),
                        each.getValue().bytes().length))
                .toList();
    }

    private static Id128 newest(String object, List<StoredBlob> blobs) {
        return blobs.stream()
                .filter(blob -> blob.owner().row().endsWith(":" + object))
                .reduce((_, second) -> second)
                .orElseThrow()
                .id();
    }

    private Restored rebuild() throws InterruptedException {
        return rebuild(() -> {});
    }

    private interface Step {
        void take() throws InterruptedException;
    }

    private Restored rebuild(Step step) throws InterruptedException {
        return rebuild(stored(), step);
    }

    private Restored rebuild(List<StoredBlob> blobs, Step step) throws InterruptedException {
        var report = new Rebuild.Report() {
            @Override
            public void restored(ContainerName container, String name) {}

            @Override
            public void notRestored(ContainerName container, String name, String why, boolean isLoss) {
                lost.add(name);
            }

            @Override
            public void step() throws InterruptedException {
                step.take();
            }
        };
        // Two passes.
        return new Rebuild(fresh, catalog.blobs, encryption, new Ids(new Random(8)), report)
                .run(blobs::forEach, 150_000);
    }

    private List<Finding> findings() {
        var found = new ArrayList<Finding>();
        new ObjectCheck(fresh, catalog.blobs, false).checkRows((finding, _) -> found.add(finding));
        return found;
    }

    private long count() {
        return after.containers()
                .find(CONTAINER)
                .map(each -> each.usage().objects())
                .orElse(0L);
    }

    private static ObjectName name(String object) {
        return new ObjectName(CONTAINER, object);
    }

    private Object object(String name) {
        return whole(catalog.service.objects().find(name(name)));
    }

    private Object find(String name) {
        return whole(after.objects().find(name(name)));
    }

    /// Modified is when the object was committed; what comes back is when it began to come, which is the same
    /// here.
    private static StoredObject whole(Optional<StoredObject> object) {
        return object.orElseThrow();
    }
}
