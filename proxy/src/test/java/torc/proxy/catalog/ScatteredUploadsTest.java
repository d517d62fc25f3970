package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.Uploads;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.objects.Uploads.PartOutcome;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.Body;
import torc.proxy.rows.RowKeys;

/// Uploads of as many parts as there may be, each copied, from containers with names as long as they may be.
class ScatteredUploadsTest {
    private static final AccountName ACCOUNT = new AccountName("AUTH_0123456789abcdef0123456789abcdef");
    private static final CopyRequest COPY =
            new CopyRequest(Preconditions.NONE, Preconditions.NONE, same -> same, Long.MAX_VALUE);

    private final TestCatalog catalog = new TestCatalog();
    private final Uploads uploads = catalog.service.uploads();

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void tenThousandCopiedPartsBecomeAnObject() {
        put("a");
        var target = name("target", "o");
        put("target");

        assertThat(copies(target, name("a", "o"))).isInstanceOf(WriteOutcome.Stored.class);
        assertThat(catalog.service.objects().find(target).orElseThrow().partBytes())
                .hasSize(Uploads.MAX_PARTS);
        assertThat(catalog.rows
                        .get(RowKeys.shard(target.container()), RowKeys.data(target.text()))
                        .orElseThrow()
                        .value()
                        .length)
                .isBetween(Body.MAX_ROW_BYTES / 3, Body.MAX_ROW_BYTES);
        assertThat(copies(target, name("a", "o"))).as("replaced by as many").isInstanceOf(WriteOutcome.Stored.class);
    }

    @Test
    void partsThatNoRowCanNameAreRefusedAndTheUploadStays() {
        var source = name("target", "source");
        put("target");
        for (var letter : List.of("a", "b")) put(letter);
        var begun = uploads.create(source, Bodies.PLAIN).orElseThrow();
        var parts = new ArrayList<ListedPart>();
        for (int number = 1; number <= 6; number++)
            parts.add(copy(source, begun.id(), number, name(number % 2 == 0 ? "a" : "b", "o")));
        complete(source, begun.id(), parts);
        var target = name("target", "o");
        put("target");

        assertThat(copies(target, source)).isInstanceOf(WriteOutcome.TooLarge.class);

        assertThat(catalog.service.objects().find(target).orElseThrow().bytes()).isEqualTo(2_000);
        var upload = uploads.list(target.container(), ListQuery.firstPage(1), Optional.empty())
                .orElseThrow()
                .entries()
                .getFirst();
        var id = ((Listing.Entry.Item<Uploads.Upload>) upload).item().id();
        assertThat(uploads.parts(target, id, 0, Uploads.MAX_PARTS).orElseThrow())
                .hasSize(Uploads.MAX_PARTS);
        assertThat(uploads.abort(target, id)).isTrue();
    }

    private WriteOutcome copies(ObjectName target, ObjectName source) {
        var upload = uploads.create(target, Bodies.PLAIN).orElseThrow();
        var parts = new ArrayList<ListedPart>();
        for (int number = 1; number <= Uploads.MAX_PARTS; number++)
            parts.add(copy(target, upload.id(), number, source));
        return complete(target, upload.id(), parts);
    }

    private WriteOutcome complete(ObjectName target, Id128 upload, List<ListedPart> parts) {
        return uploads.complete(target, upload, parts, "tag", Bodies.PLAIN, Preconditions.NONE, 0);
    }

    private ListedPart copy(ObjectName target, Id128 upload, int number, ObjectName source) {
        var stored = (PartOutcome.Stored) uploads.copyPart(target, upload, number, source, Optional.empty(), COPY);
        return new ListedPart(number, stored.part().etag());
    }

    private void put(String letter) {
        var name = name(letter, "o");
        catalog.service.containers().create(name.container(), old -> old);
        catalog.service.objects().put(name, Bodies.put(Bodies.random(2_000, 1)));
    }

    private static ObjectName name(String letter, String object) {
        var container = letter.equals("target") ? letter : letter.repeat(256);
        return new ObjectName(new ContainerName(ACCOUNT, container), object);
    }
}
