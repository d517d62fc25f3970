package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.reclaim.BlobOwners.Naming;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.objects.Uploads.PartOutcome;
import torc.proxy.objects.Uploads.Range;
import torc.proxy.objects.Uploads.Upload;
import torc.proxy.objects.Usage;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;

/// One random run of the service beside a model of it that is as plain as can be: a map from names to bytes.
final class CatalogModelRun implements AutoCloseable {
    private static final AccountName ACCOUNT = new AccountName("AUTH_m");
    private static final List<ContainerName> CONTAINERS =
            List.of(new ContainerName(ACCOUNT, "one"), new ContainerName(ACCOUNT, "two"));
    private static final CopyRequest COPY =
            new CopyRequest(Preconditions.NONE, Preconditions.NONE, old -> old, Long.MAX_VALUE);

    private final Random random;
    private final TestCatalog catalog = new TestCatalog();
    private final MovingStore moving;
    private final CrashingStore rows;
    private final List<CatalogService> services;
    private CatalogService service;
    private final Map<String, Known> model = new TreeMap<>();
    private final List<OpenUpload> uploads = new ArrayList<>();

    CatalogModelRun(long seed) {
        random = new Random(seed);
        moving = new MovingStore(catalog.rows, catalog.service, seed, CONTAINERS);
        rows = new CrashingStore(moving);
        // Two, as of two processes: each remembers ranges that the other one moves.
        services = List.of(service(seed), service(seed + 1));
        service = services.getFirst();
        for (var container : CONTAINERS) service.containers().create(container, old -> old);
    }

    private CatalogService service(long seed) {
        return new CatalogService(
                rows, catalog.blobs, TestCatalog.CONFIG, catalog, new Ids(new Random(31 * seed + 7_777)));
    }

    /// An object as it should be.
    private record Known(ObjectName name, byte[] bytes, OptionalLong endSeconds) {}

    /// An upload and what its parts should be.
    private record OpenUpload(ObjectName name, Id128 id, Map<Integer, byte[]> parts, Map<Integer, String> tags) {}

    void step() {
        service = services.get(random.nextInt(2));
        if (random.nextInt(4) == 0) rows.crashAfter(random.nextInt(4), random.nextBoolean());
        try {
            act();
        } finally {
            rows.restart();
        }
    }

    private void act() {
        switch (random.nextInt(19)) {
            case 0, 1, 2 -> put();
            case 3, 4 -> copy();
            case 5 -> delete();
            case 6 -> update();
            case 7 -> beginUpload();
            case 8 -> putPart();
            case 9 -> copyPart();
            case 10 -> endUpload();
            case 11 -> catalog.advance(Duration.ofMinutes(random.nextInt(100)));
            case 12 -> crashing(() -> service.sweep().repair());
            case 13 ->
                crashing(() -> {
                    if (random.nextBoolean())
                        service.moves().split(anyContainer(), RowKeys.object("n" + random.nextInt(4)));
                    else service.moves().merge(anyContainer(), random.nextInt(1, 4));
                });
            case 14, 15, 16, 17 ->
                crashing(() -> {
                    var container = anyContainer();
                    for (int steps = random.nextInt(1, 12); steps > 0; steps--)
                        service.moves().advance(container);
                });
            default -> crashing(() -> reclaim(random.nextBoolean()));
        }
    }

    private void put() {
        var name = anyName();
        var bytes = Bodies.random(random.nextInt(3) * random.nextInt(1_500), random.nextLong());
        var end = random.nextInt(4) == 0
                ? OptionalLong.of(catalog.instant().getEpochSecond() + 60L * random.nextInt(1, 200))
                : OptionalLong.empty();
        var attributes = new ObjectAttributes("a/b", Map.of(), Map.of(), Map.of(), end);
        change(
                name,
                new Known(name, bytes, end),
                () -> service.objects().put(name, Bodies.put(bytes, attributes, Preconditions.NONE)));
    }

    private void copy() {
        var source = anyName();
        var target = anyName();
        var known = known(source);
        var after = known == null ? null : new Known(target, known.bytes(), known.endSeconds());
        change(
                target,
                after == null ? known(target) : after,
                () -> service.objects().copy(source, target, COPY));
    }

    private void delete() {
        var name = anyName();
        change(name, null, () -> service.objects().delete(name, Preconditions.NONE));
    }

    private void update() {
        var name = anyName();
        var known = known(name);
        var after = known == null ? null : new Known(name, known.bytes(), OptionalLong.empty());
        change(name, after, () -> service.objects().update(name, _ -> Bodies.PLAIN, Preconditions.NONE));
    }

    private void beginUpload() {
        var name = anyName();
        crashing(() -> service.uploads()
                .create(name, Bodies.PLAIN)
                .ifPresent(made -> uploads.add(new OpenUpload(name, made.id(), new TreeMap<>(), new TreeMap<>()))));
    }

    private void putPart() {
        if (uploads.isEmpty()) return;
        var upload = anyUpload();
        var number = random.nextInt(1, 4);
        var bytes = Bodies.random(random.nextInt(3_000), random.nextLong());
        var done = crashing(() -> {
            var outcome = service.uploads().putPart(upload.name(), upload.id(), number, Bodies.put(bytes));
            assertThat(outcome).isInstanceOf(PartOutcome.Stored.class);
        });
        if (!done && !isPart(upload, number, Bodies.md5(bytes))) return;
        upload.parts().put(number, bytes);
        upload.tags().put(number, Bodies.md5(bytes));
    }

    private void copyPart() {
        var source = anyName();
        var known = known(source);
        if (uploads.isEmpty() || known == null || known.bytes().length < 10) return;
        var upload = anyUpload();
        var number = random.nextInt(1, 4);
        var first = random.nextInt(known.bytes().length - 1);
        var end = random.nextInt(first + 1, known.bytes().length + 1);
        var range = Optional.of(new Range(first, OptionalLong.of(end)));
        var done = crashing(() -> {
            var outcome = service.uploads().copyPart(upload.name(), upload.id(), number, source, range, COPY);
            assertThat(outcome).isInstanceOf(PartOutcome.Stored.class);
        });
        var now = part(upload, number);
        if (!done && now.equals(Optional.ofNullable(upload.tags().get(number)))) return;
        upload.parts().put(number, Arrays.copyOfRange(known.bytes(), first, end));
        upload.tags().put(number, now.orElseThrow());
    }

    private void endUpload() {
        if (uploads.isEmpty()) return;
        var upload = anyUpload();
        if (random.nextInt(3) == 0 || upload.parts().isEmpty()) {
            crashing(() -> service.uploads().abort(upload.name(), upload.id()));
        } else {
            var listed = upload.tags().entrySet().stream()
                    .map(tag -> new ListedPart(tag.getKey(), tag.getValue()))
                    .filter(part -> upload.tags().size() == 1 || part.number() != 2)
                    .toList();
            var joined = new ByteArrayOutputStream();
            for (var part : listed) joined.writeBytes(upload.parts().get(part.number()));
            change(
                    upload.name(),
                    new Known(upload.name(), joined.toByteArray(), OptionalLong.empty()),
                    () -> service.uploads()
                            .complete(
                                    upload.name(),
                                    upload.id(),
                                    listed,
                                    "tag" + random.nextLong(),
                                    Bodies.PLAIN,
                                    Preconditions.NONE,
                                    0));
        }
        if (service.uploads().find(upload.name(), upload.id()).isEmpty()) uploads.remove(upload);
    }

    /// Does something to a name. If the process dies meanwhile, what stands there is what stood there or `after`.
    private void change(ObjectName name, @Nullable Known after, Runnable action) {
        var before = known(name);
        var done = crashing(action);
        if (done || (before != null && !stands(name, before)) || (before == null && !isAbsent(name))) {
            if (after == null) model.remove(key(name));
            else model.put(key(name), after);
        }
    }

    /// @return false if the process died
    private boolean crashing(Runnable action) {
        try {
            action.run();
            return true;
        } catch (CrashingStore.Crash _) {
            return false;
        } finally {
            rows.restart(); // Who looks at the outcome may have to finish what was left half done.
        }
    }

    private boolean isAbsent(ObjectName name) {
        return service.objects().find(name).isEmpty();
    }

    private boolean stands(ObjectName name, Known known) {
        var found = service.objects().find(name);
        return found.isPresent()
                && found.get().deleteAtSeconds().equals(known.endSeconds())
                && Arrays.equals(Bodies.read(service, name), known.bytes());
    }

    void checkEverything() {
        for (var container : CONTAINERS) {
            var expected = new ArrayList<String>();
            var bytes = 0L;
            for (var known : model.values()) {
                if (!known.name().container().equals(container) || known(known.name()) == null) continue;
                assertThat(Bodies.read(service, known.name())).isEqualTo(known.bytes());
                expected.add(known.name().text());
                bytes += known.bytes().length;
            }
            var listing = service.containers()
                    .list(container, ListQuery.firstPage(100))
                    .orElseThrow();
            assertThat(listing.entries().stream()
                            .map(entry -> ((Listing.Entry.Item<StoredObject>) entry)
                                    .item()
                                    .name()
                                    .text()))
                    .containsExactlyElementsOf(expected);
            assertThat(service.containers().find(container).orElseThrow().usage())
                    .isEqualTo(new Usage(1, expected.size(), bytes));
        }
        for (var upload : uploads) {
            var parts =
                    service.uploads().parts(upload.name(), upload.id(), 0, 10).orElseThrow();
            assertThat(parts.stream().map(part -> part.etag()))
                    .containsExactlyElementsOf(upload.tags().values());
        }
    }

    /// What is left when everything was deleted and time has passed is nothing.
    void checkThatGarbageEnds() {
        moving.rest();
        for (var container : CONTAINERS) abortAll(container);
        for (var known : model.values()) service.objects().delete(known.name(), Preconditions.NONE);
        for (var container : CONTAINERS) service.moves().joinAll(container);
        for (int round = 0; round < 4; round++) {
            catalog.advance(Duration.ofDays(2));
            service.sweep().expire();
            service.sweep().repair();
            reclaim(true);
        }
        assertThat(catalog.blobs.blobs()).isEmpty();
        for (var container : CONTAINERS) {
            var left = catalog.rows.scan(RowKeys.shard(container), Scan.range(RowKey.of("D"), RowKey.of("~"), 10));
            assertThat(left).extracting(item -> item.key().toString()).containsExactly(RowKeys.USAGE.toString());
            service.containers().delete(container);
        }
        assertThat(catalog.rows.shardKeys(RowKeys.RANGE_SHARDS, Optional.empty(), 10))
                .isEmpty();
        assertThat(service.accounts().delete(ACCOUNT)).isTrue();
    }

    /// Also those that were begun by a process that died before it could say so.
    private void abortAll(ContainerName container) {
        var listing = service.uploads().list(container, ListQuery.firstPage(1_000), Optional.empty());
        for (var entry : listing.orElseThrow().entries()) {
            if (entry instanceof Listing.Entry.Item<Upload>(var upload))
                assertThat(service.uploads().abort(upload.name(), upload.id())).isTrue();
        }
    }

    /// What the two daemons of the reclaimer do.
    ///
    /// @param reports whether it lives long enough to say what is gone
    private void reclaim(boolean reports) {
        var after = Optional.<String>empty();
        while (true) {
            var due = service.deadBlobs().due(catalog.instant(), after, random.nextInt(1, 5));
            if (due.isEmpty()) break;
            for (var dead : due) catalog.blobs.delete(dead.blob());
            after = Optional.of(due.getLast().entry());
            if (reports) service.deadBlobs().done(due);
        }
        catalog.blobs.blobs().forEach((id, stored) -> {
            if (stored.owner().deadline().plus(Duration.ofMinutes(15)).isAfter(catalog.instant())) return;
            var blob = new StoredBlob(id, 0, stored.owner(), stored.bytes().length);
            if (service.blobOwners().naming(blob) == Naming.NOT_NAMED) catalog.blobs.delete(id);
        });
    }

    private boolean isPart(OpenUpload upload, int number, String etag) {
        return part(upload, number).equals(Optional.of(etag));
    }

    private Optional<String> part(OpenUpload upload, int number) {
        return service.uploads().parts(upload.name(), upload.id(), number - 1, 1).orElseThrow().stream()
                .filter(part -> part.number() == number)
                .map(part -> part.etag())
                .findFirst();
    }

    private @Nullable Known known(ObjectName name) {
        var known = model.get(key(name));
        if (known == null) return null;
        var hasEnded = known.endSeconds().isPresent()
                && known.endSeconds().getAsLong() <= catalog.instant().getEpochSecond();
        return hasEnded ? null : known;
    }

    private ObjectName anyName() {
        return new ObjectName(anyContainer(), "n" + random.nextInt(4));
    }

    private ContainerName anyContainer() {
        return CONTAINERS.get(random.nextInt(2));
    }

    private OpenUpload anyUpload() {
        return uploads.get(random.nextInt(uploads.size()));
    }

    private static String key(ObjectName name) {
        return name.container().text() + "/" + name.text();
    }

    @Override
    public void close() {
        services.forEach(CatalogService::close);
        catalog.close();
    }
}
