package torc.tools.whereabouts;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.id.Id128;
import torc.objectserver.repair.KeptBlobs;
import torc.proxy.catalog.CatalogService;
import torc.proxy.catalog.ObjectLayout;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.rows.Extent;
import torc.tools.cluster.NodeApi;
import torc.tools.whereabouts.WhereQuestion.ObjectSeen;

/// Tells operators where objects, blobs and partitions are, on `/whereabouts` of the node API, or of the admin port
/// where there is no cluster. Safe for many threads.
public final class WhereApi implements HttpHandler {
    /// Where it belongs.
    public static final String PATH = "/whereabouts";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// An answer has 256 KiB at most, and what is told of a copy up to 500 bytes.
    private static final int MOST_COPIES = 300;

    /// A device that is silent takes the patience, and whoever asks has some, too: it counts as so many copies more.
    private static final int COPIES_OF_SILENCE = 40;

    /// Each search asks many devices, and an operator asks one thing after the other.
    private static final int AT_ONCE = 4;

    private final CatalogService objects;
    private final BlobSearch search;
    private final Semaphore searches = new Semaphore(AT_ONCE);

    /// @param rings what each ring keeps, by its name
    /// @param firstRing name of the first policy's ring
    /// @param places where devices stand
    public WhereApi(
            CatalogService objects,
            Supplier<Map<String, KeptBlobs>> rings,
            String firstRing,
            Places places,
            ThreadFactory threads) {
        this.objects = objects;
        this.search = new BlobSearch(rings, firstRing, places, threads, PATIENCE);
    }

    /// `/endpoints` over the same knowledge.
    ///
    /// @param apiUrl base URL of this process's API
    public HttpHandler endpoints(String apiUrl) {
        return new EndpointsApi(objects, search, apiUrl);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("POST")) return NodeApi.refusal(405, "METHOD", "POST only");
        if (!searches.tryAcquire()) return NodeApi.refusal(503, "BUSY", "too many searches run; ask again");
        try {
            return answer(NodeApi.read(request, WhereQuestion.class));
        } catch (IllegalArgumentException e) {
            return NodeApi.refusal(400, "MALFORMED", String.valueOf(e.getMessage()));
        } catch (StoreUnavailable e) {
            return NodeApi.refusal(503, "UNAVAILABLE", String.valueOf(e.getMessage()));
        } finally {
            searches.release();
        }
    }

    private HttpResponse answer(WhereQuestion asked) {
        return switch (asked.verb()) {
            case OBJECT -> object(asked);
            case BLOB -> one(search.blob(Id128.parse(asked.blob()), 0, 0, asked.handoffs()));
            case PARTITION -> one(search.partition(asked.ring(), asked.partition(), asked.handoffs()));
        };
    }

    private static HttpResponse one(BlobSeen blob) {
        return NodeApi.json(200, new WhereQuestion.Answer(List.of(), 1, List.of(blob)));
    }

    private HttpResponse object(WhereQuestion asked) {
        var container = new ContainerName(new AccountName(asked.account()), asked.container());
        var name = new ObjectName(container, asked.object(), asked.version());
        var layout = objects.layout(name);
        if (layout.isEmpty())
            return NodeApi.refusal(404, "NOT_FOUND", "There is no object " + path(name) + versionOf(name));
        var extents = layout.get().body().extents();
        var blobs = new ArrayList<BlobSeen>();
        var copies = 0;
        for (var extent : extents.subList(Math.min(asked.from(), extents.size()), extents.size())) {
            if (copies >= MOST_COPIES) break;
            var seen = look(extent, asked.handoffs());
            blobs.add(seen);
            copies += seen.copies().size()
                    + COPIES_OF_SILENCE
                            * (int) seen.copies().stream()
                                    .filter(copy -> copy.state() == CopySeen.State.SILENT)
                                    .count();
        }
        return NodeApi.json(200, new WhereQuestion.Answer(List.of(seen(name, layout.get())), extents.size(), blobs));
    }

    private BlobSeen look(Extent extent, int handoffs) {
        return search.blob(extent.blob(), extent.firstByte(), extent.bytes(), handoffs);
    }

    private ObjectSeen seen(ObjectName name, ObjectLayout layout) {
        var object = layout.object();
        var policy = objects.containers()
                .find(name.container())
                .map(container -> objects.policies().name(container.policy()))
                .orElse("");
        var micros = object.modifiedMicros();
        return new ObjectSeen(
                path(name),
                object.bytes(),
                object.etag(),
                object.attributes().contentType(),
                Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString(),
                "%010d.%05d".formatted(micros / 1_000_000, micros % 1_000_000 / 10),
                object.version(),
                object.partBytes().length,
                policy,
                layout.place().name(),
                layout.shard());
    }

    private static String path(ObjectName name) {
        return "/" + name.container().account().text() + "/" + name.container().text() + "/" + name.text();
    }

    private static String versionOf(ObjectName name) {
        return name.isCurrent() ? "" : " of version " + name.version();
    }
}
