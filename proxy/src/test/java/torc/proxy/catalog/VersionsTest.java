package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torc.common.id.Ids;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.reclaim.BlobOwners.Naming;
import torc.proxy.fsck.Finding;
import torc.proxy.fsck.ObjectCheck;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers.ListedVersion;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Usage;
import torc.proxy.objects.Versioning;
import torc.proxy.objects.WriteOutcome;

/// A container that keeps versions: what is overwritten or deleted is still there, and counted, and nothing
/// else is.
final class VersionsTest {
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_a"), "c");

    /// Kept in a row, kept in a blob.
    private static final int[] LENGTHS = {0, 10, 3_000};

    private final TestCatalog catalog = new TestCatalog();
    private ObjectService service = catalog.service;

    @BeforeEach
    void createContainer() {
        service.containers().create(CONTAINER, _ -> property(Versioning.ENABLED));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void whatIsOverwrittenIsReadByItsNumber() {
        var first = put("o", 3_000, 1);
        var second = put("o", 10, 2);

        assertThat(second.version()).isGreaterThan(first.version());
        assertThat(read(name("o"))).isEqualTo(Bodies.random(10, 2));
        assertThat(read(name("o").at(second.version()))).isEqualTo(Bodies.random(10, 2));
        assertThat(read(name("o").at(first.version()))).isEqualTo(Bodies.random(3_000, 1));
        assertThat(usage()).isEqualTo(new Usage(1, 1, 3_010));
        assertThat(names(ListQuery.firstPage(10))).containsExactly("o");
    }

    @Test
    void whatIsDeletedStaysBehindAMarker() {
        var first = put("o", 3_000, 1);

        var outcome = (DeleteOutcome.Deleted) service.objects().delete(name("o"), Preconditions.NONE);

        assertThat(service.objects().find(name("o"))).isEmpty();
        assertThat(read(name("o").at(first.version()))).isEqualTo(Bodies.random(3_000, 1));
        var marker = service.objects().find(name("o").at(outcome.marker())).orElseThrow();
        assertThat(marker.marker()).isTrue();
        assertThat(usage()).isEqualTo(new Usage(1, 0, 3_000));
        assertThat(service.containers().delete(CONTAINER).name()).isEqualTo("HAS_VERSIONS");
    }

    @Test
    void anObjectFromBeforeBecomesAVersionToo() {
        service.containers().update(CONTAINER, _ -> Map.of());
        var before = put("o", 3_000, 1);
        service.containers().update(CONTAINER, _ -> property(Versioning.ENABLED));

        put("o", 5, 2);

        assertThat(before.isVersion()).isFalse();
        assertThat(versions()).hasSize(2);
        var old = versions().getLast().object();
        assertThat(read(name("o").at(old.version()))).isEqualTo(Bodies.random(3_000, 1));
    }

    @Test
    void anObjectWhoseEndHasComeStaysAsAVersion() {
        var end = OptionalLong.of(catalog.instant().getEpochSecond() + 5);
        var attributes = new torc.proxy.objects.ObjectAttributes("text/plain", Map.of(), Map.of(), Map.of(), end);
        var bytes = Bodies.random(3_000, 1);
        var put = service.objects().put(name("o"), Bodies.put(bytes, attributes, Preconditions.NONE));
        var version = ((WriteOutcome.Stored) put).object().version();
        catalog.advance(Duration.ofSeconds(10));

        assertThat(service.objects().find(name("o"))).isEmpty();
        assertThat(read(name("o").at(version))).isEqualTo(bytes);
        catalog.service.sweep().expire();
        assertThat(read(name("o").at(version))).isEqualTo(bytes);
        assertThat(usage()).isEqualTo(new Usage(1, 0, 3_000));
        assertThat(findings()).isEmpty();
    }

    @Test
    void manyVersionsOfOneNameCostTheListingOfOthersNothing() {
        for (int i = 0; i < 300; i++) put("b", 1, i);
        for (var name : List.of("a", "c", "b/1", "b/2")) put(name, 1, 0);

        assertThat(names(ListQuery.firstPage(3))).containsExactly("a", "b", "b/1", "…");
        assertThat(names(new ListQuery("", "/", "", "", 10, false))).containsExactly("a", "b", "b/", "c");
        put("d/gone", 1, 0);
        service.objects().delete(name("d/gone"), Preconditions.NONE);
        assertThat(names(new ListQuery("", "/", "", "", 10, false))).containsExactly("a", "b", "b/", "c");
        assertThat(names(new ListQuery("", "/", "", "", 2, true))).containsExactly("c", "b/", "…");
        assertThat(names(new ListQuery("", "0", "", "", 10, false))).containsExactly("a", "b", "b/1", "b/2", "c");
        assertThat(names(new ListQuery("", "", "", "", 2, true))).containsExactly("c", "b/2", "…");
        assertThat(names(new ListQuery("", "/", "b/", "", 10, true))).containsExactly("b", "a");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anySequenceOfChangesLeavesWhatTheModelSays(int seed) {
        run(seed, 300);
    }

    /// The container is split and merged between any two steps.
    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13, 14})
    void soItDoesWhereTheNamesMoveFromShardToShard(int seed) {
        var moving = new MovingStore(catalog.rows, catalog.service, seed, List.of(CONTAINER));
        try (var onMoving =
                new CatalogService(moving, catalog.blobs, TestCatalog.CONFIG, catalog, new Ids(new Random(seed)))) {
            service = onMoving;
            run(seed, 150);
        }
    }

    private void run(int seed, int steps) {
        var random = new Random(seed);
        var model = new TreeMap<String, Name>();
        var versioning = Versioning.ENABLED;
        for (int step = 0; step < steps; step++) {
            if (random.nextInt(4) == 0) catalog.advance(Duration.ofMillis(random.nextInt(20)));
            var text = "abcdef".substring(0, random.nextInt(1, 4)) + random.nextInt(3);
            var known = model.computeIfAbsent(text, _ -> new Name());
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> known.put(put(text, LENGTHS[random.nextInt(3)], step), step);
                case 5, 6 -> known.delete(service.objects().delete(name(text), Preconditions.NONE), versioning);
                case 7, 8 -> known.deleteVersion(text, random);
                case 9 -> known.restore(text, random, versioning);
                case 10 -> {
                    service.objects().delete(name(text).at(ObjectName.UNVERSIONED), Preconditions.NONE);
                    known.retire();
                }
                default -> {
                    versioning = random.nextBoolean() ? Versioning.ENABLED : Versioning.SUSPENDED;
                    var now = versioning;
                    service.containers().update(CONTAINER, _ -> property(now));
                }
            }
            if (step % 10 == 0) check(model, random);
        }
        check(model, random);
        assertThat(findings()).isEmpty();
        assertThatAllBlobsAreNamed(model);
    }

    private void check(Map<String, Name> model, Random random) {
        var expected = new ArrayList<String>();
        var objects = 0L;
        var bytes = 0L;
        for (var each : model.entrySet()) {
            var lines = each.getValue().lines(each.getKey());
            expected.addAll(lines);
            if (each.getValue().current != null) {
                objects++;
                bytes += each.getValue().current.bytes();
                assertThat(read(name(each.getKey()))).isEqualTo(each.getValue().bytesOf(each.getValue().current));
            } else assertThat(service.objects().find(name(each.getKey()))).isEmpty();
            for (var old : each.getValue().old.values()) {
                bytes += old.bytes();
                var at = name(each.getKey()).at(old.version());
                if (old.marker())
                    assertThat(service.objects().find(at).orElseThrow().marker())
                            .isTrue();
                else assertThat(read(at)).isEqualTo(each.getValue().bytesOf(old));
            }
        }
        assertThat(usage()).isEqualTo(new Usage(1, objects, bytes));
        assertThat(lines(paged(random.nextInt(1, 8), false))).isEqualTo(expected);
        assertThat(lines(paged(random.nextInt(1, 8), true))).isEqualTo(expected.reversed());
        var names = model.entrySet().stream()
                .filter(each -> each.getValue().current != null)
                .map(Map.Entry::getKey)
                .toList();
        assertThat(names(ListQuery.firstPage(1_000))).isEqualTo(names);
        assertThat(names(new ListQuery("", "", "", "", 1_000, true))).isEqualTo(names.reversed());
    }

    /// All pages, each going on behind the last entry of the one before.
    private List<ListedVersion> paged(int limit, boolean reverse) {
        var all = new ArrayList<ListedVersion>();
        var query = new ListQuery("", "", "", "", limit, reverse);
        var after = OptionalLong.empty();
        while (true) {
            var page =
                    service.containers().listVersions(CONTAINER, query, after).orElseThrow();
            for (var entry : page.entries()) all.add(((Listing.Entry.Item<ListedVersion>) entry).item());
            if (!page.more()) return all;
            var last = all.getLast().object();
            query = new ListQuery("", "", last.name().text(), "", limit, reverse);
            after = OptionalLong.of(last.version() <= 0 ? Long.MAX_VALUE : last.version());
        }
    }

    private static List<String> lines(List<ListedVersion> listed) {
        return listed.stream()
                .map(each -> line(each.object().name().text(), each.object()))
                .toList();
    }

    private static String line(String name, StoredObject object) {
        return name + " " + Math.max(0, object.version()) + " " + object.bytes() + " " + object.marker();
    }

    private void assertThatAllBlobsAreNamed(Map<String, Name> model) {
        catalog.blobs.blobs().forEach((id, stored) -> {
            var blob = new StoredBlob(id, 0, stored.owner(), stored.bytes().length);
            assertThat(catalog.service.blobOwners().naming(blob)).isEqualTo(Naming.NAMED);
        });
        model.forEach((text, known) -> {
            for (var old : known.old.values())
                service.objects().delete(name(text).at(old.version()), Preconditions.NONE);
            service.objects().delete(name(text).at(ObjectName.UNVERSIONED), Preconditions.NONE);
            service.objects()
                    .delete(name(text).at(known.current == null ? 0 : known.current.version()), Preconditions.NONE);
        });
        assertThat(usage()).isEqualTo(new Usage(1, 0, 0));
        assertThat(service.containers().delete(CONTAINER).name()).isEqualTo("DELETED");
        reclaim();
        assertThat(catalog.blobs.blobs()).isEmpty();
    }

    private void reclaim() {
        for (int i = 0; i < 5; i++) {
            catalog.advance(Duration.ofDays(2));
            catalog.service.sweep().repair();
            var due = catalog.service.deadBlobs().due(catalog.instant(), Optional.empty(), 10_000);
            due.forEach(dead -> catalog.blobs.delete(dead.blob()));
            catalog.service.deadBlobs().done(due);
        }
        catalog.blobs.blobs().forEach((id, stored) -> {
            var blob = new StoredBlob(id, 0, stored.owner(), stored.bytes().length);
            if (catalog.service.blobOwners().naming(blob) == Naming.NOT_NAMED) catalog.blobs.delete(id);
        });
    }

    /// What should stand under one name.
    private final class Name {
        private @Nullable StoredObject current;
        private final TreeMap<Long, StoredObject> old = new TreeMap<>();
        private final Map<String, byte[]> bodies = new HashMap<>();

        void put(StoredObject stored, int seed) {
            bodies.put(stored.etag(), Bodies.random((int) stored.bytes(), seed));
            if (current != null) {
                if (current.isVersion()) old.put(current.version(), current);
                else if (stored.isVersion()) old.put(found(current.name().text(), current), current);
            }
            assertThat(stored.version() <= 0 || stored.version() > (old.isEmpty() ? 0 : old.lastKey()))
                    .isTrue();
            renumber();
            current = stored;
        }

        void delete(DeleteOutcome outcome, Versioning versioning) {
            if (versioning == Versioning.SUSPENDED) {
                retire();
                return;
            }
            var marker = outcome instanceof DeleteOutcome.Deleted deleted
                    ? deleted.marker()
                    : ((DeleteOutcome.Missing) outcome).marker();
            if (current != null && current.isVersion()) old.put(current.version(), current);
            else if (current != null) old.put(found(current.name().text(), current), current);
            renumber();
            current = null;
            old.put(
                    marker,
                    new StoredObject(
                            name("x"),
                            0,
                            "d41d8cd98f00b204e9800998ecf8427e",
                            0,
                            Bodies.PLAIN,
                            new long[0],
                            marker,
                            true));
        }

        /// The number that an object of before was given.
        private long found(String text, StoredObject object) {
            return versions().stream()
                    .map(ListedVersion::object)
                    .filter(each ->
                            each.name().text().equals(text) && each.etag().equals(object.etag()))
                    .filter(each -> each.isVersion() && !each.marker() && !old.containsKey(each.version()))
                    .filter(each -> each.modifiedMicros() == object.modifiedMicros())
                    .findFirst()
                    .orElseThrow()
                    .version();
        }

        private void renumber() {
            old.replaceAll((number, each) -> new StoredObject(
                    each.name(),
                    each.bytes(),
                    each.etag(),
                    each.modifiedMicros(),
                    each.attributes(),
                    each.partBytes(),
                    number,
                    each.marker()));
        }

        void retire() {
            if (current != null && current.isVersion()) old.put(current.version(), current);
            current = null;
        }

        void deleteVersion(String text, Random random) {
            if (current != null && current.isVersion() && random.nextInt(3) == 0) {
                assertThat(service.objects().delete(name(text).at(current.version()), Preconditions.NONE))
                        .isInstanceOf(DeleteOutcome.Deleted.class);
                current = null;
                return;
            }
            if (old.isEmpty()) return;
            var number = new ArrayList<>(old.keySet()).get(random.nextInt(old.size()));
            assertThat(service.objects().delete(name(text).at(number), Preconditions.NONE))
                    .isInstanceOf(DeleteOutcome.Deleted.class);
            old.remove(number);
        }

        void restore(String text, Random random, Versioning versioning) {
            if (old.isEmpty()) return;
            var number = new ArrayList<>(old.keySet()).get(random.nextInt(old.size()));
            var outcome = service.objects().restore(name(text).at(number));
            if (Objects.requireNonNull(old.get(number)).marker()) {
                assertThat(outcome).isInstanceOf(WriteOutcome.NoSource.class);
                return;
            }
            assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class);
            var was = current;
            current = old.remove(number);
            if (was == null) return;
            if (was.isVersion()) old.put(was.version(), was);
            else if (versioning == Versioning.ENABLED) old.put(found(text, was), was);
            renumber();
        }

        byte[] bytesOf(StoredObject object) {
            return Objects.requireNonNull(bodies.get(object.etag()));
        }

        List<String> lines(String text) {
            var all = new TreeMap<Long, String>();
            old.forEach((number, each) -> all.put(number, line(text, each)));
            if (current != null) all.put(current.isVersion() ? current.version() : Long.MAX_VALUE, line(text, current));
            return List.copyOf(all.descendingMap().values());
        }
    }

    private List<ListedVersion> versions() {
        return paged(10_000, false);
    }

    private StoredObject put(String text, int length, int seed) {
        var outcome = service.objects().put(name(text), Bodies.put(Bodies.random(length, seed)));
        assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class);
        return ((WriteOutcome.Stored) outcome).object();
    }

    private byte[] read(ObjectName name) {
        return Bodies.read(service, name);
    }

    private Usage usage() {
        return service.containers().find(CONTAINER).orElseThrow().usage();
    }

    private List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        new ObjectCheck(catalog.rows, catalog.blobs, false).checkRows((finding, _) -> findings.add(finding));
        return findings;
    }

    private List<String> names(ListQuery query) {
        var found = service.containers().list(CONTAINER, query).orElseThrow();
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

    private static Map<String, String> property(Versioning versioning) {
        return Map.of(Versioning.PROPERTY, versioning.value());
    }

    private static ObjectName name(String text) {
        return new ObjectName(CONTAINER, text);
    }
}
