package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoredObject;

/// FAULTS F26, in small: 100,000 names, listed page by page while others are written and deleted.
final class LargeListingTest {
    private static final int NAMES = 100_000;
    private static final int PREFIXES = 20_000;
    private static final int PAGE = 1_000;
    private static final long PAGE_MILLIS = 200;
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_a"), "large");

    private final TestCatalog catalog = new TestCatalog();
    private final List<Long> pageNanos = new ArrayList<>();

    @BeforeEach
    void fill() {
        catalog.service.containers().create(CONTAINER, old -> old);
        for (int i = 0; i < NAMES; i++) put(name(i));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private void put(String name) {
        catalog.service.objects().put(new ObjectName(CONTAINER, name), Bodies.put(new byte[1]));
    }

    /// Five names share each prefix.
    private static String name(int number) {
        return String.format("p%05d/o%06d", number % PREFIXES, number);
    }

    /// Others that come and go at random places among those that stay.
    private void disturb(AtomicBoolean over) {
        var random = new Random(26);
        while (!over.get()) {
            var name = String.format("p%05d/x%d", random.nextInt(PREFIXES), random.nextInt(3));
            put(name);
            catalog.service.objects().delete(new ObjectName(CONTAINER, name), Preconditions.NONE);
        }
    }

    /// All pages from the first to the last.
    private void pages(String delimiter, boolean reverse, Consumer<Entry<StoredObject>> each) {
        var after = "";
        var before = "";
        while (true) {
            var query = new ListQuery("", delimiter, after, before, PAGE, reverse);
            var began = System.nanoTime();
            var page = catalog.service.containers().list(CONTAINER, query).orElseThrow();
            pageNanos.add(System.nanoTime() - began);
            page.entries().forEach(each);
            if (!page.more()) return;
            var last = text(page.entries().getLast());
            if (reverse) before = last;
            else after = last;
        }
    }

    private static String text(Entry<StoredObject> entry) {
        return switch (entry) {
            case Entry.Item<StoredObject>(var object) -> object.name().text();
            case Entry.CommonPrefix<StoredObject>(var prefix) -> prefix;
        };
    }

    private List<String> listed(String delimiter) {
        var seen = new ArrayList<String>();
        pages(delimiter, false, entry -> seen.add(text(entry)));
        return seen;
    }

    @Test
    void f26_everyNameThatStaysIsListedOnceInOrderWhileOthersComeAndGo() throws Exception {
        var over = new AtomicBoolean();
        var writers = List.of(
                Thread.ofVirtual().start(() -> disturb(over)),
                Thread.ofVirtual().start(() -> disturb(over)));
        var names = listed("");
        var prefixes = listed("/");
        over.set(true);
        for (var writer : writers) writer.join();

        assertThat(names).isSorted();
        assertThat(new HashSet<>(names)).hasSize(names.size());
        assertThat(names.stream().filter(name -> name.contains("/o")).count()).isEqualTo(NAMES);
        assertThat(prefixes).hasSize(PREFIXES).isSorted();
        assertThat(new HashSet<>(prefixes)).hasSize(PREFIXES);
        assertThat(p99Millis()).as("of %d pages", pageNanos.size()).isLessThanOrEqualTo(PAGE_MILLIS);
    }

    private long p99Millis() {
        var sorted = pageNanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length * 99 / 100] / 1_000_000;
    }
}
