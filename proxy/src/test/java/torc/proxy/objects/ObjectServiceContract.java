package torc.proxy.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.proxy.objects.Containers.CreateOutcome;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.objects.Uploads.PartOutcome;

/// What every object service promises, whatever its stores.
public abstract class ObjectServiceContract {
    protected static final AccountName ACCOUNT = new AccountName("AUTH_a");
    protected static final ContainerName CONTAINER = new ContainerName(ACCOUNT, "c");
    private static final CopyRequest PLAIN_COPY =
            new CopyRequest(Preconditions.NONE, Preconditions.NONE, attributes -> attributes, Long.MAX_VALUE);

    protected abstract ObjectService service();

    protected abstract Instant now();

    protected abstract void advance(Duration time);

    @BeforeEach
    void createContainer() {
        service().containers().create(CONTAINER, old -> old);
    }

    protected static ObjectName name(String text) {
        return new ObjectName(CONTAINER, text);
    }

    @Test
    void whatWasPutIsReadBack() {
        for (var length : List.of(0, 1, 999, 1_000, 1_001, 100_000)) {
            var bytes = Bodies.random(length, length);

            var outcome = service().objects().put(name("o"), Bodies.put(bytes));

            assertThat(stored(outcome).etag()).isEqualTo(Bodies.md5(bytes));
            assertThat(service().objects().find(name("o")).orElseThrow().bytes())
                    .isEqualTo((long) length);
            assertThat(Bodies.read(service(), name("o"))).isEqualTo(bytes);
        }
    }

    @Test
    void aBodyOfUnknownLengthIsReadBack() {
        for (var length : List.of(0, 1, 1_000, 1_001, 9_000_000)) {
            var bytes = Bodies.random(length, length);

            var outcome = service().objects().put(name("o"), Bodies.putUnannounced(bytes));

            assertThat(stored(outcome).etag()).isEqualTo(Bodies.md5(bytes));
            assertThat(Bodies.read(service(), name("o"))).isEqualTo(bytes);
        }
    }

    @Test
    void rangesGiveExactlyTheirBytes() {
        var bytes = Bodies.random(50_000, 1);
        service().objects().put(name("o"), Bodies.put(bytes));

        try (var open = service().objects().open(name("o")).orElseThrow()) {
            assertThat(Bodies.readAll(open.read(0, 1))).isEqualTo(Arrays.copyOf(bytes, 1));
            assertThat(Bodies.readAll(open.read(10_000, 30_001))).isEqualTo(Arrays.copyOfRange(bytes, 10_000, 30_001));
            assertThat(Bodies.readAll(open.read(50_000, 50_000))).isEmpty();
        }
    }

    @Test
    void attributesComeBackAsTheyWere() {
        var attributes = new ObjectAttributes(
                "text/x-odd; charset=\u00e9",
                Map.of("content-encoding", "gzip"),
                Map.of("colour", "gr\u00fcn", "empty", ""),
                Map.of("s3-checksum-crc32c", "AAAA"),
                OptionalLong.of(now().getEpochSecond() + 60));

        service().objects().put(name("o"), Bodies.put(new byte[5], attributes, Preconditions.NONE));

        assertThat(service().objects().find(name("o")).orElseThrow().attributes())
                .isEqualTo(attributes);
    }

    @Test
    void nothingIsStoredWhereThereIsNoContainer() {
        var elsewhere = new ObjectName(new ContainerName(ACCOUNT, "none"), "o");

        assertThat(service().objects().put(elsewhere, Bodies.put(new byte[3])))
                .isEqualTo(new WriteOutcome.NoContainer());
        assertThat(service().objects().put(elsewhere, Bodies.put(new byte[3_000])))
                .isEqualTo(new WriteOutcome.NoContainer());
        assertThat(service().objects().find(elsewhere)).isEmpty();
        assertThat(service().objects().delete(elsewhere, Preconditions.NONE))
                .isEqualTo(new DeleteOutcome.NoContainer());
    }

    @Test
    void aWrongEtagStoresNothing() {
        service().objects().put(name("o"), Bodies.put(new byte[] {1}));
        var bytes = Bodies.random(5_000, 2);
        var request = new PutRequest(
                ByteSource.of(bytes),
                OptionalLong.of(5_000),
                Bodies.PLAIN,
                Map::of,
                "00000000000000000000000000000000",
                Preconditions.NONE,
                Long.MAX_VALUE);

        assertThat(service().objects().put(name("o"), request))
                .isEqualTo(new WriteOutcome.EtagMismatch(Bodies.md5(bytes)));
        assertThat(Bodies.read(service(), name("o"))).isEqualTo(new byte[] {1});
    }

    @Test
    void aSourceThatBreaksStoresNothingAndSaysSo() {
        for (var good : List.of(0, 500, 5_000)) {
            var request = new PutRequest(
                    new BreakingSource(Bodies.random(good, 1)),
                    OptionalLong.empty(),
                    Bodies.PLAIN,
                    Map::of,
                    "",
                    Preconditions.NONE,
                    Long.MAX_VALUE);

            assertThatThrownBy(() -> service().objects().put(name("o"), request))
                    .isInstanceOf(BreakingSource.Broken.class);
            assertThat(service().objects().find(name("o"))).isEmpty();
        }
    }

    @Test
    void whatIsAskedForAtTheEndMayRefuseTheObject() {
        for (var length : List.of(10, 5_000)) {
            var request = new PutRequest(
                    ByteSource.of(new byte[length]),
                    OptionalLong.of(length),
                    Bodies.PLAIN,
                    () -> {
                        throw new BreakingSource.Broken();
                    },
                    "",
                    Preconditions.NONE,
                    Long.MAX_VALUE);

            assertThatThrownBy(() -> service().objects().put(name("o"), request))
                    .isInstanceOf(BreakingSource.Broken.class);
            assertThat(service().objects().find(name("o"))).isEmpty();
        }
    }

    @Test
    void tooManyBytesAreRefused() {
        for (var length : List.of(200, 5_000)) {
            for (var announced : List.of(OptionalLong.of(length), OptionalLong.empty())) {
                var request = new PutRequest(
                        ByteSource.of(new byte[length]),
                        announced,
                        Bodies.PLAIN,
                        Map::of,
                        "",
                        Preconditions.NONE,
                        length - 1);

                assertThat(service().objects().put(name("o"), request))
                        .isEqualTo(new WriteOutcome.TooLarge(length - 1));
            }
        }
        assertThat(service().objects().find(name("o"))).isEmpty();
    }

    @Test
    void timesOfModificationGrowEvenIfTheClockStandsStill() {
        var first = stored(service().objects().put(name("o"), Bodies.put(new byte[1])));
        var second = stored(service().objects().put(name("o"), Bodies.put(new byte[1])));
        var third = stored(service().objects().update(name("o"), old -> old, Preconditions.NONE));

        assertThat(second.modifiedMicros()).isGreaterThan(first.modifiedMicros());
        assertThat(third.modifiedMicros()).isGreaterThan(second.modifiedMicros());
    }

    @Test
    void conditionsDecideOnWrites() {
        var absent = new Preconditions(List.of(), List.of("*"), OptionalLong.empty(), OptionalLong.empty());
        var etag = Bodies.md5(new byte[1]);
        var same = new Preconditions(List.of(etag), List.of(), OptionalLong.empty(), OptionalLong.empty());
        var objects = service().objects();

        assertThat(objects.put(name("o"), Bodies.put(new byte[1], Bodies.PLAIN, same)))
                .isEqualTo(new WriteOutcome.PreconditionFailed());
        stored(objects.put(name("o"), Bodies.put(new byte[1], Bodies.PLAIN, absent)));
        assertThat(objects.put(name("o"), Bodies.put(new byte[2], Bodies.PLAIN, absent)))
                .isEqualTo(new WriteOutcome.PreconditionFailed());
        stored(objects.put(name("o"), Bodies.put(new byte[2_000], Bodies.PLAIN, same)));
        assertThat(objects.delete(name("o"), same)).isEqualTo(new DeleteOutcome.PreconditionFailed());
        assertThat(objects.update(name("o"), old -> old, absent)).isEqualTo(new WriteOutcome.PreconditionFailed());
        assertThat(objects.find(name("o")).orElseThrow().bytes()).isEqualTo(2_000);
    }

    @Test
    void aDeletedObjectIsGoneAndItsReaderGoesOn() {
        var bytes = Bodies.random(5_000, 3);
        service().objects().put(name("o"), Bodies.put(bytes));

        try (var open = service().objects().open(name("o")).orElseThrow()) {
            assertThat(service().objects().delete(name("o"), Preconditions.NONE))
                    .isInstanceOf(DeleteOutcome.Deleted.class);
            assertThat(service().objects().find(name("o"))).isEmpty();
            assertThat(service().objects().delete(name("o"), Preconditions.NONE))
                    .isEqualTo(new DeleteOutcome.Missing(ObjectName.UNVERSIONED));
            assertThat(Bodies.readAll(open.read(0, 5_000))).isEqualTo(bytes);
        }
    }

    @Test
    void usageIsExact() {
        service().objects().put(name("a"), Bodies.put(new byte[10]));
        service().objects().put(name("b"), Bodies.put(new byte[5_000]));
        service().objects().put(name("a"), Bodies.put(new byte[20]));
        service().objects().copy(name("b"), name("d"), PLAIN_COPY);
        service().objects().delete(name("b"), Preconditions.NONE);

        assertThat(usage()).isEqualTo(new Usage(1, 2, 5_020));
        assertThat(service().accounts().find(ACCOUNT).orElseThrow().usage()).isEqualTo(new Usage(1, 2, 5_020));
    }

    @Test
    void aCopyOutlivesItsSource() {
        var other = new ContainerName(ACCOUNT, "other");
        service().containers().create(other, old -> old);
        for (var length : List.of(0, 10, 5_000)) {
            var bytes = Bodies.random(length, 4);
            service().objects().put(name("o"), Bodies.put(bytes));
            for (var target : List.of(name("copy"), new ObjectName(other, "copy"))) {
                var copied = stored(service().objects().copy(name("o"), target, PLAIN_COPY));
                assertThat(copied.etag()).isEqualTo(Bodies.md5(bytes));
            }

            service().objects().delete(name("o"), Preconditions.NONE);

            assertThat(Bodies.read(service(), name("copy"))).isEqualTo(bytes);
            assertThat(Bodies.read(service(), new ObjectName(other, "copy"))).isEqualTo(bytes);
        }
    }

    @Test
    void copyingOntoItselfChangesAttributesOnly() {
        var bytes = Bodies.random(5_000, 4);
        service().objects().put(name("o"), Bodies.put(bytes));
        var renewed = new ObjectAttributes("a/b", Map.of(), Map.of("k", "v"), Map.of(), OptionalLong.empty());

        stored(service()
                .objects()
                .copy(
                        name("o"),
                        name("o"),
                        new CopyRequest(Preconditions.NONE, Preconditions.NONE, _ -> renewed, Long.MAX_VALUE)));

        assertThat(service().objects().find(name("o")).orElseThrow().attributes())
                .isEqualTo(renewed);
        assertThat(Bodies.read(service(), name("o"))).isEqualTo(bytes);
    }

    @Test
    void copyingMoreThanAllowedIsRefused() {
        for (var length : List.of(500, 5_000)) {
            service().objects().put(name("o"), Bodies.put(Bodies.random(length, 1)));
            var enough = new CopyRequest(Preconditions.NONE, Preconditions.NONE, same -> same, length);
            var less = new CopyRequest(Preconditions.NONE, Preconditions.NONE, same -> same, length - 1);
            var upload = service().uploads().create(name("u"), Bodies.PLAIN).orElseThrow();
            var tooLarge = new WriteOutcome.TooLarge(length - 1);

            assertThat(service().objects().copy(name("o"), name("copy" + length), less))
                    .isEqualTo(tooLarge);
            assertThat(service().objects().copy(name("o"), name("o"), less)).isEqualTo(tooLarge);
            assertThat(service().uploads().copyPart(name("u"), upload.id(), 1, name("o"), Optional.empty(), less))
                    .isEqualTo(new PartOutcome.Refused(tooLarge));
            assertThat(service().objects().find(name("copy" + length))).isEmpty();
            stored(service().objects().copy(name("o"), name("copy" + length), enough));
            stored(service().objects().copy(name("o"), name("o"), enough));
        }
    }

    @Test
    void copyingWhatIsNotThereSaysSo() {
        assertThat(service().objects().copy(name("none"), name("o"), PLAIN_COPY))
                .isEqualTo(new WriteOutcome.NoSource());
        service().objects().put(name("o"), Bodies.put(new byte[5]));
        assertThat(service()
                        .objects()
                        .copy(name("o"), new ObjectName(new ContainerName(ACCOUNT, "none"), "o"), PLAIN_COPY))
                .isEqualTo(new WriteOutcome.NoContainer());
    }

    @Test
    void w15_anExpiredObjectIsAbsentAtOnceAndAnOverwrittenOneSurvives() {
        var end = now().getEpochSecond() + 10;
        var ending = new ObjectAttributes("a/b", Map.of(), Map.of(), Map.of(), OptionalLong.of(end));
        service().objects().put(name("expires"), Bodies.put(new byte[7], ending, Preconditions.NONE));
        service().objects().put(name("renewed"), Bodies.put(new byte[7], ending, Preconditions.NONE));
        service().objects().put(name("posted"), Bodies.put(new byte[7], ending, Preconditions.NONE));
        service().objects().put(name("renewed"), Bodies.put(new byte[8]));
        service().objects().update(name("posted"), _ -> Bodies.PLAIN, Preconditions.NONE);
        assertThat(usage()).isEqualTo(new Usage(1, 3, 22));

        advance(Duration.ofSeconds(10));

        assertThat(service().objects().find(name("expires"))).isEmpty();
        assertThat(service().objects().open(name("expires"))).isEmpty();
        assertThat(service().objects().copy(name("expires"), name("o"), PLAIN_COPY))
                .isEqualTo(new WriteOutcome.NoSource());
        assertThat(names(ListQuery.firstPage(10))).containsExactly("posted", "renewed");
        assertThat(usage()).isEqualTo(new Usage(1, 2, 15));
        assertThat(Bodies.read(service(), name("renewed"))).hasSize(8);
    }

    @Test
    void containersAreCreatedOnceAndDeletedWhenEmpty() {
        var other = new ContainerName(ACCOUNT, "other");

        assertThat(service().containers().create(other, _ -> Map.of("a", "1"))).isEqualTo(CreateOutcome.CREATED);
        assertThat(service().containers().create(other, _ -> Map.of("a", "2"))).isEqualTo(CreateOutcome.EXISTED);
        assertThat(service().containers().find(other).orElseThrow().properties())
                .isEqualTo(Map.of("a", "2"));
        service().objects().put(new ObjectName(other, "o"), Bodies.put(new byte[0]));
        assertThat(service().containers().delete(other)).isEqualTo(Containers.DeleteOutcome.NOT_EMPTY);
        service().objects().delete(new ObjectName(other, "o"), Preconditions.NONE);
        assertThat(service().containers().delete(other)).isEqualTo(Containers.DeleteOutcome.DELETED);
        assertThat(service().containers().delete(other)).isEqualTo(Containers.DeleteOutcome.MISSING);
        assertThat(service().containers().find(other)).isEmpty();
        assertThat(service().containers().list(other, ListQuery.firstPage(10))).isEmpty();
        assertThat(containers()).containsExactly("c");
    }

    @Test
    void anAccountGoesWhenItHasNoContainers() {
        service().accounts().update(ACCOUNT, _ -> Map.of("k", "v"));
        assertThat(service().accounts().delete(ACCOUNT)).isFalse();
        service().containers().delete(CONTAINER);

        assertThat(service().accounts().find(ACCOUNT).orElseThrow().properties())
                .isEqualTo(Map.of("k", "v"));
        assertThat(service().accounts().delete(ACCOUNT)).isTrue();
        assertThat(service().accounts().find(ACCOUNT)).isEmpty();
    }

    @Test
    void listingsFoldPageAndTurnAround() {
        for (var text : List.of("a", "b/1", "b/2", "b/x/1", "c/1", "d", "\u00e9"))
            service().objects().put(name(text), Bodies.put(new byte[1]));

        assertThat(names(ListQuery.firstPage(100))).containsExactly("a", "b/1", "b/2", "b/x/1", "c/1", "d", "\u00e9");
        assertThat(names(new ListQuery("", "/", "", "", 100, false))).containsExactly("a", "b/", "c/", "d", "\u00e9");
        assertThat(names(new ListQuery("b/", "/", "", "", 100, false))).containsExactly("b/1", "b/2", "b/x/");
        assertThat(names(new ListQuery("", "/", "a", "d", 1, false))).containsExactly("b/");
        assertThat(names(new ListQuery("", "/", "b/", "", 2, false))).containsExactly("c/", "d");
        assertThat(names(new ListQuery("", "/", "", "", 100, true))).containsExactly("\u00e9", "d", "c/", "b/", "a");
        assertThat(names(new ListQuery("", "/", "c/", "", 100, true))).containsExactly("b/", "a");
        assertThat(list(ListQuery.firstPage(7)).more()).isFalse();
        assertThat(list(ListQuery.firstPage(6)).more()).isTrue();
        assertThat(names(ListQuery.firstPage(0))).isEmpty();
    }

    @Test
    void aListingShowsWhatWasStored() {
        service().objects().put(name("o"), Bodies.put(new byte[3]));

        var entry = (Entry.Item<StoredObject>)
                list(ListQuery.firstPage(10)).entries().getFirst();

        assertThat(entry.item().bytes()).isEqualTo(3);
        assertThat(entry.item().etag()).isEqualTo(Bodies.md5(new byte[3]));
        assertThat(entry.item().attributes().contentType()).isEqualTo("text/plain");
    }

    @Test
    void partsBecomeAnObject() {
        var first = Bodies.random(5_000, 5);
        var second = Bodies.random(300, 6);
        var upload = service().uploads().create(name("o"), Bodies.PLAIN).orElseThrow();
        putPart(upload.id(), 1, first);
        putPart(upload.id(), 7, second);
        putPart(upload.id(), 9, new byte[10]);
        var listed = List.of(new ListedPart(1, Bodies.md5(first)), new ListedPart(7, Bodies.md5(second)));

        var outcome = complete(upload.id(), listed);

        assertThat(stored(outcome).partBytes()).containsExactly(5_000, 300);
        assertThat(stored(complete(upload.id(), listed)).etag()).isEqualTo("tag-2");
        assertThat(service().objects().find(name("o")).orElseThrow().partBytes())
                .containsExactly(5_000, 300);
        var whole = Bodies.read(service(), name("o"));
        assertThat(Arrays.copyOf(whole, 5_000)).isEqualTo(first);
        assertThat(Arrays.copyOfRange(whole, 5_000, 5_300)).isEqualTo(second);
        assertThat(service().uploads().find(name("o"), upload.id())).isEmpty();
        assertThat(usage()).isEqualTo(new Usage(1, 1, 5_300));
    }

    @Test
    void aCompletionThatNamesWrongPartsChangesNothing() {
        var upload = service().uploads().create(name("o"), Bodies.PLAIN).orElseThrow();
        putPart(upload.id(), 1, new byte[10]);
        putPart(upload.id(), 2, new byte[20]);
        var one = new ListedPart(1, Bodies.md5(new byte[10]));
        var two = new ListedPart(2, Bodies.md5(new byte[20]));

        assertThat(complete(upload.id(), List.of(one, new ListedPart(2, one.etag()))))
                .isEqualTo(new WriteOutcome.BadPart(2));
        assertThat(complete(upload.id(), List.of(one, new ListedPart(3, two.etag()))))
                .isEqualTo(new WriteOutcome.BadPart(3));
        assertThat(complete(upload.id(), List.of(two, one))).isEqualTo(new WriteOutcome.BadPart(1));
        assertThat(service()
                        .uploads()
                        .complete(name("o"), upload.id(), List.of(one, two), "t", Bodies.PLAIN, Preconditions.NONE, 11))
                .isEqualTo(new WriteOutcome.PartTooSmall(1, 10));
        assertThat(service().objects().find(name("o"))).isEmpty();
        assertThat(service().uploads().parts(name("o"), upload.id(), 0, 10).orElseThrow())
                .hasSize(2);
        assertThat(stored(complete(upload.id(), List.of(one, two))).bytes()).isEqualTo(30);
    }

    @Test
    void partsAreListedReplacedAndGivenUp() {
        var upload = service().uploads().create(name("o"), Bodies.PLAIN).orElseThrow();
        putPart(upload.id(), 2, new byte[10]);
        putPart(upload.id(), 2, new byte[11]);
        putPart(upload.id(), 10_000, new byte[0]);

        var parts = service().uploads().parts(name("o"), upload.id(), 0, 10).orElseThrow();
        assertThat(parts).extracting(Uploads.Part::number).containsExactly(2, 10_000);
        assertThat(parts).extracting(Uploads.Part::bytes).containsExactly(11L, 0L);
        assertThat(service().uploads().parts(name("o"), upload.id(), 2, 10).orElseThrow())
                .hasSize(1);
        assertThat(service().uploads().abort(name("o"), upload.id())).isTrue();
        assertThat(service().uploads().abort(name("o"), upload.id())).isFalse();
        assertThat(service().uploads().parts(name("o"), upload.id(), 0, 10)).isEmpty();
        assertThat(service().uploads().putPart(name("o"), upload.id(), 1, Bodies.put(new byte[1])))
                .isEqualTo(new PartOutcome.Refused(new WriteOutcome.NoUpload()));
    }

    @Test
    void partsAreCopiedFromRangesOfObjects() {
        for (var length : List.of(900, 50_000)) {
            var bytes = Bodies.random(length, 8);
            service().objects().put(name("source"), Bodies.put(bytes));
            var upload = service().uploads().create(name("o"), Bodies.PLAIN).orElseThrow();
            var whole = copyPart(upload.id(), 1, Optional.empty());
            var middle = copyPart(upload.id(), 2, Optional.of(new Uploads.Range(10, OptionalLong.of(500))));
            var tail = copyPart(upload.id(), 3, Optional.of(new Uploads.Range(100, OptionalLong.empty())));
            service().objects().delete(name("source"), Preconditions.NONE);

            stored(complete(upload.id(), List.of(whole, middle, tail)));

            var expected = new ByteArrayOutputStream();
            expected.writeBytes(bytes);
            expected.write(bytes, 10, 490);
            expected.write(bytes, 100, length - 100);
            assertThat(Bodies.read(service(), name("o"))).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void aRangeOutsideItsSourceIsRefused() {
        service().objects().put(name("source"), Bodies.put(new byte[10]));
        var upload = service().uploads().create(name("o"), Bodies.PLAIN).orElseThrow();

        for (var range : List.of(
                new Uploads.Range(10, OptionalLong.empty()),
                new Uploads.Range(0, OptionalLong.of(11)),
                new Uploads.Range(5, OptionalLong.of(5))))
            assertThat(service()
                            .uploads()
                            .copyPart(name("o"), upload.id(), 1, name("source"), Optional.of(range), PLAIN_COPY))
                    .isEqualTo(new PartOutcome.Refused(new WriteOutcome.BadRange(10)));
    }

    @Test
    void uploadsAreListedByNameAndBeginning() {
        var ids = new ArrayList<Uploads.Upload>();
        for (var text : List.of("a", "a", "b/1", "b/2", "c")) {
            ids.add(service().uploads().create(name(text), Bodies.PLAIN).orElseThrow());
            advance(Duration.ofMillis(1));
        }

        assertThat(uploads(ListQuery.firstPage(10), Optional.empty())).containsExactly("a", "a", "b/1", "b/2", "c");
        assertThat(uploads(new ListQuery("", "/", "", "", 10, false), Optional.empty()))
                .containsExactly("a", "a", "b/", "c");
        assertThat(uploads(new ListQuery("", "", "a", "", 10, false), Optional.empty()))
                .containsExactly("b/1", "b/2", "c");
        assertThat(uploads(
                        new ListQuery("", "", "a", "", 2, false),
                        Optional.of(ids.getFirst().id())))
                .containsExactly("a", "b/1");
        assertThat(uploads(new ListQuery("", "/", "b/", "", 10, false), Optional.empty()))
                .containsExactly("c");
    }

    @Test
    void aContainersUploadsEndWithIt() {
        var upload = service().uploads().create(name("o"), Bodies.PLAIN).orElseThrow();
        putPart(upload.id(), 1, new byte[10]);

        assertThat(service().containers().delete(CONTAINER)).isEqualTo(Containers.DeleteOutcome.DELETED);
        service().containers().create(CONTAINER, old -> old);

        assertThat(service().uploads().find(name("o"), upload.id())).isEmpty();
        assertThat(uploads(ListQuery.firstPage(10), Optional.empty())).isEmpty();
        assertThat(complete(upload.id(), List.of(new ListedPart(1, Bodies.md5(new byte[10])))))
                .isEqualTo(new WriteOutcome.NoUpload());
    }

    protected static StoredObject stored(WriteOutcome outcome) {
        assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class);
        return ((WriteOutcome.Stored) outcome).object();
    }

    protected Usage usage() {
        return service().containers().find(CONTAINER).orElseThrow().usage();
    }

    private void putPart(Id128 upload, int number, byte[] bytes) {
        assertThat(service().uploads().putPart(name("o"), upload, number, Bodies.put(bytes)))
                .isInstanceOf(PartOutcome.Stored.class);
    }

    private ListedPart copyPart(Id128 upload, int number, Optional<Uploads.Range> range) {
        var outcome = service().uploads().copyPart(name("o"), upload, number, name("source"), range, PLAIN_COPY);
        assertThat(outcome).isInstanceOf(PartOutcome.Stored.class);
        return new ListedPart(number, ((PartOutcome.Stored) outcome).part().etag());
    }

    private WriteOutcome complete(Id128 upload, List<ListedPart> parts) {
        return service()
                .uploads()
                .complete(name("o"), upload, parts, "tag-" + parts.size(), Bodies.PLAIN, Preconditions.NONE, 0);
    }

    private Listing<StoredObject> list(ListQuery query) {
        return service().containers().list(CONTAINER, query).orElseThrow();
    }

    protected List<String> names(ListQuery query) {
        return list(query).entries().stream()
                .map(entry -> switch (entry) {
                    case Entry.Item<StoredObject>(var object) -> object.name().text();
                    case Entry.CommonPrefix<StoredObject>(var prefix) -> prefix;
                })
                .toList();
    }

    private List<String> containers() {
        return service().accounts().list(ACCOUNT, ListQuery.firstPage(100)).entries().stream()
                .map(entry -> switch (entry) {
                    case Entry.Item<Container>(var container) ->
                        container.name().text();
                    case Entry.CommonPrefix<Container>(var prefix) -> prefix;
                })
                .toList();
    }

    private List<String> uploads(ListQuery query, Optional<Id128> after) {
        return service().uploads().list(CONTAINER, query, after).orElseThrow().entries().stream()
                .map(entry -> switch (entry) {
                    case Entry.Item<Uploads.Upload>(var upload) -> upload.name().text();
                    case Entry.CommonPrefix<Uploads.Upload>(var prefix) -> prefix;
                })
                .toList();
    }
}
