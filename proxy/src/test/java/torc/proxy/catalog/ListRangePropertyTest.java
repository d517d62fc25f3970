package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;

/// A page is what one gets by folding all names, sorting the entries and cutting.
final class ListRangePropertyTest {
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("a"), "c");

    @Property(tries = 200)
    void aPageIsACutOfTheFoldedNames(@ForAll long seed) {
        var random = new Random(seed);
        try (var catalog = new TestCatalog()) {
            catalog.service.containers().create(CONTAINER, old -> old);
            var names = new TreeSet<String>();
            for (int i = 0; i < 20; i++) names.add(text(random, 1));
            for (var name : names)
                catalog.service.objects().put(new ObjectName(CONTAINER, name), Bodies.put(new byte[0]));
            for (int i = 0; i < 30; i++) {
                var query = new ListQuery(
                        random.nextBoolean() ? text(random, 0) : "",
                        random.nextBoolean() ? "" : random.nextBoolean() ? "/" : "a/",
                        random.nextBoolean() ? "" : text(random, 0),
                        random.nextBoolean() ? "" : text(random, 0),
                        random.nextInt(12),
                        random.nextBoolean());
                var expected = expected(names, query);
                var page = catalog.service.containers().list(CONTAINER, query).orElseThrow();

                assertThat(page.entries().stream().map(ListRangePropertyTest::text))
                        .as(query + " of " + names)
                        .containsExactlyElementsOf(
                                expected.stream().limit(query.limit()).toList());
                if (query.limit() > 0)
                    assertThat(page.more()).as(query + " of " + names).isEqualTo(expected.size() > query.limit());
            }
        }
    }

    private static SortedSet<String> expected(SortedSet<String> names, ListQuery query) {
        var order = query.reverse() ? Comparator.<String>reverseOrder() : Comparator.<String>naturalOrder();
        var entries = new TreeSet<String>(order);
        for (var name : names) {
            if (!name.startsWith(query.prefix())) continue;
            var at = query.delimiter().isEmpty()
                    ? -1
                    : name.indexOf(query.delimiter(), query.prefix().length());
            var entry = at < 0 ? name : name.substring(0, at + query.delimiter().length());
            var isAfter = query.after().isEmpty() || order.compare(entry, query.after()) > 0;
            var isBefore = query.before().isEmpty() || order.compare(entry, query.before()) < 0;
            if (isAfter && isBefore) entries.add(entry);
        }
        return entries;
    }

    private static String text(Listing.Entry<StoredObject> entry) {
        return switch (entry) {
            case Listing.Entry.Item<StoredObject>(var object) -> object.name().text();
            case Listing.Entry.CommonPrefix<StoredObject>(var prefix) -> prefix;
        };
    }

    /// Few letters and many slashes, so that names share prefixes.
    private static String text(Random random, int least) {
        var text = new StringBuilder();
        for (int i = random.nextInt(least, 6); i > 0; i--) text.append("ab/".charAt(random.nextInt(3)));
        return text.toString();
    }
}
