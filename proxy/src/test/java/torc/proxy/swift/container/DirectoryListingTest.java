package torc.proxy.swift.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.proxy.catalog.TestCatalog;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Refused;

class DirectoryListingTest {
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_a"), "c");
    private static final int DIRECTORIES = 450;

    private final TestCatalog catalog = new TestCatalog();

    /// Unmarked directories from `a/d000/` on, and an object behind each hundredth.
    @BeforeEach
    void store() {
        catalog.service.containers().create(CONTAINER, old -> old);
        for (int i = 0; i < DIRECTORIES; i++) {
            put("a/d%03d/x".formatted(i));
            if (i % 100 == 99) put("a/d%03dz".formatted(i));
        }
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void aRequestLooksAtABoundedNumberOfDirectoriesAndTheNextOneGoesOn() {
        var found = new ArrayList<String>();
        var first = list(150, "");
        for (var page = first; !page.isEmpty() && found.size() < 4; page = list(150, page.getLast())) {
            assertThat(page.size()).isLessThan(4);
            found.addAll(page);
        }

        assertThat(first).isNotEmpty();
        assertThat(found).isEqualTo(list(10 * DIRECTORIES, "")).hasSize(4);
    }

    @Test
    void aRequestThatFindsNothingWithinItsBoundDoesNotSayThatThereIsNothing() {
        assertThatThrownBy(() -> list(50, "")).isInstanceOf(Refused.class);
    }

    private List<String> list(int maxLookedAt, String after) {
        var query = new ListQuery("", "", after, "", 5, false);
        return new DirectoryListing(catalog.service, maxLookedAt)
                .list(CONTAINER, "a", query).entries().stream()
                        .map(entry ->
                                ((Entry.Item<StoredObject>) entry).item().name().text())
                        .toList();
    }

    private void put(String name) {
        catalog.service.objects().put(new ObjectName(CONTAINER, name), Bodies.put(new byte[1]));
    }
}
