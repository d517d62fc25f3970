package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.common.id.Ids;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.reclaim.BlobOwners.Naming;
import torc.proxy.fsck.Finding;
import torc.proxy.fsck.ObjectCheck;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers.CreateOutcome;
import torc.proxy.objects.Containers.DeleteOutcome;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.objects.Uploads.PartOutcome;
import torc.proxy.objects.Usage;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.RowKeys;

/// A container spreads over shards and comes back, and nobody notices.
final class SplitterTest {
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_a"), "c");
    private static final ContainerName PLAIN = new ContainerName(new AccountName("AUTH_a"), "plain");

    private final TestCatalog catalog = new TestCatalog();

    @BeforeEach
    void createContainer() {
        catalog.service.containers().create(CONTAINER, old -> old);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void aContainerThatGrowsIsSplitAndOneThatShrinksIsMerged() throws Exception {
        for (int i = 0; i < 200; i++) put(name(i), i % 3 * 700);
        balance();

        assertThat(catalog.service.ranges().shards(CONTAINER)).hasSizeGreaterThan(8);
        assertThat(usage())
                .isEqualTo(new Usage(
                        1,
                        200,
                        IntStream.range(0, 200).mapToLong(i -> i % 3 * 700L).sum()));
        assertThat(list(CONTAINER, ListQuery.firstPage(1_000)))
                .isEqualTo(IntStream.range(0, 200).mapToObj(SplitterTest::name).toList());
        for (int i = 0; i < 200; i++)
            assertThat(Bodies.read(catalog.service, object(name(i)))).hasSize(i % 3 * 700);
        assertThat(findings()).isEmpty();

        for (int i = 0; i < 198; i++) delete(name(i));
        balance();

        assertThat(catalog.service.ranges().shards(CONTAINER)).hasSize(1);
        assertThat(list(CONTAINER, ListQuery.firstPage(10))).containsExactly(name(198), name(199));
        assertThat(usage()).isEqualTo(new Usage(1, 2, 700));
        assertThat(findings()).isEmpty();
    }

    @Test
    void aContainerOfManyRangesIsDeletedWhenItIsEmptyAndTheNextOneOfItsNameIsEmpty() throws Exception {
        for (int i = 0; i < 60; i++) put(name(i), 10);
        var upload = catalog.service.uploads().create(object("z"), Bodies.PLAIN).orElseThrow();
        catalog.service.uploads().putPart(object("z"), upload.id(), 1, Bodies.put(new byte[5_000]));
        balance();
        assertThat(catalog.service.ranges().shards(CONTAINER)).hasSizeGreaterThan(2);
        assertThat(catalog.service.containers().delete(CONTAINER)).isEqualTo(DeleteOutcome.NOT_EMPTY);

        for (int i = 0; i < 60; i++) delete(name(i));
        assertThat(catalog.service.containers().delete(CONTAINER)).isEqualTo(DeleteOutcome.DELETED);

        assertThat(catalog.service.objects().put(object("n"), Bodies.put(new byte[1])))
                .isEqualTo(new WriteOutcome.NoContainer());
        assertThat(catalog.service.objects().delete(object(name(59)), Preconditions.NONE))
                .isEqualTo(new Objects.DeleteOutcome.NoContainer());
        assertThat(catalog.service.containers().create(CONTAINER, old -> old)).isEqualTo(CreateOutcome.CREATED);
        assertThat(list(CONTAINER, ListQuery.firstPage(10))).isEmpty();
        assertThat(catalog.service.uploads().find(object("z"), upload.id())).isEmpty();
        assertThat(usage()).isEqualTo(new Usage(1, 0, 0));
        reclaim();
        assertThat(catalog.blobs.blobs()).isEmpty();
        assertThat(catalog.rows.shardKeys(RowKeys.RANGE_SHARDS, Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void aListingOverManyRangesIsThatOfOne() throws Exception {
        var random = new Random(5);
        catalog.service.containers().create(PLAIN, old -> old);
        var names = new TreeSet<String>();
        while (names.size() < 120) names.add(randomName(random));
        for (var name : names) {
            put(name, 1);
            catalog.service.objects().put(new ObjectName(PLAIN, name), Bodies.put(new byte[1]));
        }
        for (int i = 0; i < 25; i++) {
            catalog.service.moves().split(CONTAINER, RowKeys.object(randomName(random)));
            while (catalog.service.moves().advance(CONTAINER).goesOn()) {}
        }
        assertThat(catalog.service.ranges().shards(CONTAINER)).hasSizeGreaterThan(10);

        for (int i = 0; i < 3_000; i++) {
            var query = new ListQuery(
                    random.nextInt(3) == 0 ? randomName(random).substring(0, 1) : "",
                    random.nextBoolean() ? "/" : "",
                    random.nextBoolean() ? randomName(random) : "",
                    random.nextInt(3) == 0 ? randomName(random) : "",
                    random.nextInt(0, 40),
                    random.nextBoolean());
            assertThat(list(CONTAINER, query)).as(query.toString()).isEqualTo(list(PLAIN, query));
        }
    }

    @Test
    void objectsEndInTheirRanges() throws Exception {
        var end = OptionalLong.of(catalog.instant().getEpochSecond() + 60);
        for (int i = 0; i < 100; i++) {
            var attributes =
                    new ObjectAttributes("a/b", Map.of(), Map.of(), Map.of(), i % 2 == 0 ? end : OptionalLong.empty());
            catalog.service.objects().put(object(name(i)), Bodies.put(new byte[5], attributes, Preconditions.NONE));
        }
        balance();

        catalog.advance(Duration.ofMinutes(2));

        assertThat(list(CONTAINER, ListQuery.firstPage(1_000))).hasSize(50);
        assertThat(usage()).isEqualTo(new Usage(1, 50, 250));
        assertThat(catalog.service.sweep().expire()).isZero();
    }

    @Test
    void d11_whatIsAcknowledgedIsListedWhileRangesMove() throws Exception {
        var acknowledged = new ConcurrentSkipListSet<String>();
        var writing = new AtomicBoolean(true);
        var failures = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = IntStream.range(0, 6)
                    .mapToObj(thread -> threads.submit(() -> {
                        for (int i = 0; i < 300; i++) {
                            var name = "%03d-%d".formatted(i * 7 % 300, thread);
                            var outcome = catalog.service
                                    .objects()
                                    .put(object(name), Bodies.put(new byte[i % 5 == 0 ? 1_500 : 10]));
                            assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class);
                            acknowledged.add(name);
                            if (i % 4 != 0) continue;
                            acknowledged.remove(name);
                            assertThat(catalog.service.objects().delete(object(name), Preconditions.NONE))
                                    .isInstanceOf(Objects.DeleteOutcome.Deleted.class);
                        }
                        return null;
                    }))
                    .toList();
            var movers = IntStream.range(0, 2)
                    .mapToObj(thread -> threads.submit(() -> {
                        var random = new Random(thread);
                        while (writing.get()) {
                            if (random.nextInt(3) > 0)
                                catalog.service
                                        .moves()
                                        .split(CONTAINER, RowKeys.object("%03d".formatted(random.nextInt(300))));
                            else catalog.service.moves().merge(CONTAINER, random.nextInt(1, 6));
                            while (catalog.service.moves().advance(CONTAINER).goesOn()) {}
                        }
                        return null;
                    }))
                    .toList();
            var lister = threads.submit(() -> {
                while (writing.get()) {
                    var before = List.copyOf(acknowledged);
                    var listed = new TreeSet<>(list(CONTAINER, ListQuery.firstPage(10_000)));
                    for (var name : before)
                        if (!listed.contains(name) && acknowledged.contains(name)) failures.add(name);
                }
                return null;
            });
            for (var writer : writers) writer.get();
            writing.set(false);
            lister.get();
            for (var mover : movers) mover.get();
        }

        assertThat(failures).isEmpty();
        assertThat(list(CONTAINER, ListQuery.firstPage(10_000))).containsExactlyElementsOf(acknowledged);
        assertThat(usage().objects()).isEqualTo(acknowledged.size());
        assertThat(findings()).isEmpty();
    }

    @Test
    void bytesWhoseNameMovesWhileTheyAreWrittenStayUntilTheirObjectGoes() {
        var bytes = Bodies.random(5_000, 1);
        var part = Bodies.random(4_000, 2);
        var upload = catalog.service
                .uploads()
                .create(object("u"), Bodies.PLAIN)
                .orElseThrow()
                .id();

        assertThat(catalog.service.objects().put(object("n"), meanwhile(bytes, Preconditions.NONE, () -> split("m"))))
                .isInstanceOf(WriteOutcome.Stored.class);
        assertThat(catalog.service
                        .uploads()
                        .putPart(object("u"), upload, 1, meanwhile(part, Preconditions.NONE, this::join)))
                .isInstanceOf(PartOutcome.Stored.class);
        split("t");
        var listed = List.of(new ListedPart(1, Bodies.md5(part)));
        assertThat(catalog.service
                        .uploads()
                        .complete(object("u"), upload, listed, "tag", Bodies.PLAIN, Preconditions.NONE, 0))
                .isInstanceOf(WriteOutcome.Stored.class);
        var ifAbsent = new Preconditions(List.of(), List.of("*"), OptionalLong.empty(), OptionalLong.empty());
        var refused = meanwhile(Bodies.random(5_000, 3), ifAbsent, () -> {
            put("x", 1);
            join();
        });
        assertThat(catalog.service.objects().put(object("x"), refused))
                .isEqualTo(new WriteOutcome.PreconditionFailed());

        reclaim();
        assertThat(Bodies.read(catalog.service, object("n"))).isEqualTo(bytes);
        assertThat(Bodies.read(catalog.service, object("u"))).isEqualTo(part);
        assertThat(catalog.blobs.blobs()).hasSize(2);
        assertThat(findings()).isEmpty();

        for (var name : List.of("n", "u", "x")) delete(name);
        assertThat(catalog.service.containers().delete(CONTAINER)).isEqualTo(DeleteOutcome.DELETED);
        reclaim();
        assertThat(catalog.blobs.blobs()).isEmpty();
    }

    /// Whoever clears the shard that an upload has left may die between any two steps.
    @Test
    void anUploadThatComesBackBeforeItsTracesAreGoneKeepsItsParts() {
        var part = Bodies.random(4_000, 2);
        var uploads = catalog.service.uploads();
        var upload = uploads.create(object("u"), Bodies.PLAIN).orElseThrow().id();
        uploads.putPart(object("u"), upload, 1, Bodies.put(part));
        var rows = new CrashingStore(catalog.rows);
        try (var dying = new CatalogService(rows, catalog.blobs, TestCatalog.CONFIG, catalog, new Ids(new Random(9)))) {
            for (int commits = 0; commits < 30; commits++) {
                rows.crashAfter(commits, true);
                try {
                    dying.moves().split(CONTAINER, RowKeys.object("t"));
                    while (dying.moves().advance(CONTAINER).goesOn()) {}
                } catch (CrashingStore.Crash _) {
                    assertThat(uploads.find(object("u"), upload)).isPresent();
                }
                rows.restart();
                while (catalog.service.moves().advance(CONTAINER).goesOn()) {}
                join();
                catalog.service.sweep().repair();
                assertThat(uploads.parts(object("u"), upload, 0, 10).orElseThrow())
                        .as("dead after %d commits", commits)
                        .hasSize(1);
            }
        }

        var listed = List.of(new ListedPart(1, Bodies.md5(part)));
        assertThat(uploads.complete(object("u"), upload, listed, "tag", Bodies.PLAIN, Preconditions.NONE, 0))
                .isInstanceOf(WriteOutcome.Stored.class);
        reclaim();
        assertThat(Bodies.read(catalog.service, object("u"))).isEqualTo(part);
        assertThat(catalog.blobs.blobs()).hasSize(1);
        assertThat(findings()).isEmpty();
    }

    /// A body behind which something happens before it is committed.
    private static PutRequest meanwhile(byte[] bytes, Preconditions conditions, Runnable act) {
        var plain = Bodies.put(bytes, Bodies.PLAIN, conditions);
        return new PutRequest(
                plain.body(),
                plain.announcedBytes(),
                plain.attributes(),
                () -> {
                    act.run();
                    return Map.of();
                },
                plain.expectedEtag(),
                conditions,
                plain.maxBytes());
    }

    private void split(String at) {
        assertThat(catalog.service.moves().split(CONTAINER, RowKeys.object(at))).isTrue();
        while (catalog.service.moves().advance(CONTAINER).goesOn()) {}
    }

    private void join() {
        var ranges = catalog.service.ranges().shards(CONTAINER).size();
        assertThat(catalog.service.moves().merge(CONTAINER, ranges - 1)).isTrue();
        while (catalog.service.moves().advance(CONTAINER).goesOn()) {}
    }

    /// What the daemons of the reclaimer do in the days after.
    private void reclaim() {
        for (int i = 0; i < 5; i++) {
            catalog.advance(Duration.ofDays(2));
            catalog.service.sweep().repair();
            var due = catalog.service.deadBlobs().due(catalog.instant(), Optional.empty(), 1_000);
            due.forEach(dead -> catalog.blobs.delete(dead.blob()));
            catalog.service.deadBlobs().done(due);
        }
        catalog.blobs.blobs().forEach((id, stored) -> {
            var blob = new StoredBlob(id, 0, stored.owner(), stored.bytes().length);
            if (catalog.service.blobOwners().naming(blob) == Naming.NOT_NAMED) catalog.blobs.delete(id);
        });
    }

    private void balance() throws Exception {
        catalog.service.splitter().round(_ -> {});
    }

    private List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        new ObjectCheck(catalog.rows, catalog.blobs, false).checkRows((finding, _) -> findings.add(finding));
        return findings;
    }

    private List<String> list(ContainerName container, ListQuery query) {
        var found = catalog.service.containers().list(container, query).orElseThrow();
        var names = new ArrayList<String>();
        for (var entry : found.entries()) {
            names.add(
                    switch (entry) {
                        case Listing.Entry.Item<StoredObject>(var item) ->
                            item.name().text();
                        case Listing.Entry.CommonPrefix<StoredObject>(var prefix) -> prefix;
                    });
        }
        if (found.more()) names.add("…");
        return names;
    }

    private static String randomName(Random random) {
        var name = new StringBuilder();
        for (int length = random.nextInt(1, 6); length > 0; length--)
            name.append("ab/c\u00e9\ud83d\ude00".charAt(random.nextInt(5)));
        return name.toString();
    }

    private Usage usage() {
        return catalog.service.containers().find(CONTAINER).orElseThrow().usage();
    }

    private void put(String name, int bytes) {
        assertThat(catalog.service.objects().put(object(name), Bodies.put(new byte[bytes])))
                .isInstanceOf(WriteOutcome.Stored.class);
    }

    private void delete(String name) {
        catalog.service.objects().delete(object(name), Preconditions.NONE);
    }

    private static String name(int number) {
        return "n%04d".formatted(number);
    }

    private static ObjectName object(String name) {
        return new ObjectName(CONTAINER, name);
    }
}
