package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.Container;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers;
import torc.proxy.objects.Containers.CreateOutcome;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.objects.Usage;
import torc.proxy.objects.WriteOutcome;

/// Many at once: of writers under conditions one wins, counters stay exact, an upload ends once.
final class CatalogConcurrencyTest {
    private static final int THREADS = 16;
    private static final AccountName ACCOUNT = new AccountName("AUTH_a");
    private static final ContainerName CONTAINER = new ContainerName(ACCOUNT, "c");
    private static final Preconditions ABSENT =
            new Preconditions(List.of(), List.of("*"), OptionalLong.empty(), OptionalLong.empty());

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
    void ofManyWhoCreateAnObjectExactlyOneWins() throws Exception {
        for (int round = 0; round < 50; round++) {
            var name = new ObjectName(CONTAINER, "o" + round);
            var length = round % 2 == 0 ? 10 : 3_000;

            var outcomes = atOnce(i ->
                    catalog.service.objects().put(name, Bodies.put(Bodies.random(length, i), Bodies.PLAIN, ABSENT)));

            assertThat(outcomes)
                    .filteredOn(WriteOutcome.Stored.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(new WriteOutcome.PreconditionFailed()::equals)
                    .hasSize(THREADS - 1);
        }
        assertThat(catalog.blobs.blobs()).hasSize(25);
        assertThat(usage()).isEqualTo(new Usage(1, 50, 25 * 10 + 25 * 3_000));
    }

    @Test
    void countersStayExactUnderOverwritesAndDeletes() throws Exception {
        atOnce(i -> {
            for (int n = 0; n < 60; n++) {
                var name = new ObjectName(CONTAINER, "o" + (n * 7 + i) % 5);
                if ((n + i) % 4 == 0) catalog.service.objects().delete(name, Preconditions.NONE);
                else catalog.service.objects().put(name, Bodies.put(new byte[n * 40]));
            }
            return i;
        });

        var left = catalog.service
                .containers()
                .list(CONTAINER, ListQuery.firstPage(10))
                .orElseThrow();
        var bytes = 0L;
        for (int i = 0; i < 5; i++) {
            var found = catalog.service.objects().find(new ObjectName(CONTAINER, "o" + i));
            bytes += found.map(object -> object.bytes()).orElse(0L);
        }
        assertThat(usage()).isEqualTo(new Usage(1, left.entries().size(), bytes));
    }

    @Test
    void ofManyWhoCreateAContainerExactlyOneWinsAndTheAccountKnowsIt() throws Exception {
        for (int round = 0; round < 50; round++) {
            var name = new ContainerName(ACCOUNT, "new" + round);

            var outcomes = atOnce(_ -> catalog.service.containers().create(name, old -> old));

            assertThat(outcomes).filteredOn(CreateOutcome.CREATED::equals).hasSize(1);
        }
        assertThat(catalog.service
                        .accounts()
                        .find(ACCOUNT)
                        .orElseThrow()
                        .usage()
                        .containers())
                .isEqualTo(51);
    }

    @Test
    void aContainerThatIsMadeAndDeletedByManyIsListedExactlyIfItIsThere() throws Exception {
        for (int round = 0; round < 100; round++) {
            var name = new ContainerName(ACCOUNT, "flickers" + round);
            atOnce(i -> i % 2 == 0
                    ? catalog.service.containers().create(name, old -> old)
                    : catalog.service.containers().delete(name));

            var listed = catalog.service
                    .accounts()
                    .list(ACCOUNT, new ListQuery(name.text(), "", "", "", 10, false))
                    .entries();
            assertThat(listed).hasSize(catalog.service.containers().find(name).isPresent() ? 1 : 0);
            assertThat(catalog.service.containers().delete(name))
                    .isEqualTo(listed.isEmpty() ? Containers.DeleteOutcome.MISSING : Containers.DeleteOutcome.DELETED);
        }
    }

    @Test
    void aCreatorWhoWasOvertakenMakesNoContainerThatListingsMiss() {
        var name = new ContainerName(ACCOUNT, "overtaken");
        var containers = catalog.service.containers();
        var others = new AtomicBoolean();

        // Between the first one's entry and its container another makes and deletes it.
        var outcome = containers.create(name, old -> {
            if (others.compareAndSet(false, true)) {
                assertThat(containers.create(name, none -> none)).isEqualTo(CreateOutcome.CREATED);
                assertThat(containers.delete(name)).isEqualTo(Containers.DeleteOutcome.DELETED);
            }
            return old;
        });

        assertThat(outcome).isEqualTo(CreateOutcome.CREATED);
        assertThat(listed()).containsExactly("c", "overtaken");
        assertThat(containers.delete(name)).isEqualTo(Containers.DeleteOutcome.DELETED);
        assertThat(containers.delete(CONTAINER)).isEqualTo(Containers.DeleteOutcome.DELETED);
        assertThat(listed()).isEmpty();
        assertThat(catalog.service.accounts().delete(ACCOUNT))
                .as("nobody can know yet whether one more creator is on the way")
                .isFalse();

        catalog.advance(Duration.ofMinutes(61));
        assertThat(listed()).isEmpty();
        assertThat(catalog.service.accounts().delete(ACCOUNT)).isTrue();
    }

    @Test
    void anAccountCanBeDeletedAtOnceAfterItsOnlyContainer() {
        assertThat(catalog.service.containers().create(CONTAINER, old -> old)).isEqualTo(CreateOutcome.EXISTED);
        assertThat(catalog.service.containers().delete(CONTAINER)).isEqualTo(Containers.DeleteOutcome.DELETED);
        assertThat(catalog.service.accounts().delete(ACCOUNT)).isTrue();
    }

    private List<String> listed() {
        var found = catalog.service.accounts().list(ACCOUNT, ListQuery.firstPage(10));
        return found.entries().stream()
                .map(Listing.Entry.Item.class::cast)
                .map(item -> ((Container) item.item()).name().text())
                .toList();
    }

    @Test
    void d08_completionsAbortsAndPartsAtOnceHaveOneOutcome() throws Exception {
        var name = new ObjectName(CONTAINER, "o");
        var uploads = catalog.service.uploads();
        var first = Bodies.random(2_000, 1);
        var second = Bodies.random(2_000, 2);
        var listed = List.of(new ListedPart(1, Bodies.md5(first)), new ListedPart(2, Bodies.md5(second)));
        var completed = 0;
        for (int round = 0; round < 200; round++) {
            var upload = uploads.create(name, Bodies.PLAIN).orElseThrow().id();
            uploads.putPart(name, upload, 1, Bodies.put(first));
            uploads.putPart(name, upload, 2, Bodies.put(second));
            var tag = "tag-" + round;
            var spoils = round % 3;

            var outcomes = atOnce(i -> {
                if (i == 0 && spoils == 1) return uploads.abort(name, upload);
                if (i == 1 && spoils == 2) return uploads.putPart(name, upload, 2, Bodies.put(first));
                return uploads.complete(name, upload, listed, tag, Bodies.PLAIN, Preconditions.NONE, 0);
            });

            var won = outcomes.stream().anyMatch(WriteOutcome.Stored.class::isInstance);
            if (won) {
                completed++;
                assertThat(outcomes).doesNotContain(true);
                var whole = Bodies.read(catalog.service, name);
                assertThat(whole).startsWith(first).endsWith(second).hasSize(4_000);
                var again = uploads.complete(name, upload, listed, tag, Bodies.PLAIN, Preconditions.NONE, 0);
                assertThat(((WriteOutcome.Stored) again).object().etag()).isEqualTo(tag);
                catalog.service.objects().delete(name, Preconditions.NONE);
            } else assertThat(catalog.service.objects().find(name)).isEmpty();
            uploads.abort(name, upload);
        }
        assertThat(completed).isGreaterThan(67);
        assertThat(usage()).isEqualTo(new Usage(1, 0, 0));
    }

    private Usage usage() {
        return catalog.service.containers().find(CONTAINER).orElseThrow().usage();
    }

    private interface Act {
        Object by(int thread) throws Exception;
    }

    /// Lets all threads begin together.
    private static List<Object> atOnce(Act act) throws Exception {
        var start = new CyclicBarrier(THREADS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, THREADS)
                    .<Callable<Object>>mapToObj(i -> () -> {
                        start.await();
                        return act.by(i);
                    })
                    .toList();
            var outcomes = new ArrayList<Object>();
            for (var done : threads.invokeAll(tasks)) outcomes.add(done.get());
            return outcomes;
        }
    }
}
