package torc.tools.rings;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.objectserver.repair.CopyCensus;
import torc.objectserver.repair.KeptBlobs;
import torc.tools.cluster.NodeApi;

/// Looks where the copies of blobs are, on `/dispersion` of the node API.
public final class DispersionApi implements HttpHandler {
    /// Where it belongs in the node API.
    public static final String PATH = "/dispersion";

    private final Supplier<Map<String, KeptBlobs>> rings;
    private final LongSupplier nanoTime;

    /// @param rings what each ring keeps, by its name
    public DispersionApi(Supplier<Map<String, KeptBlobs>> rings, LongSupplier nanoTime) {
        this.rings = rings;
        this.nanoTime = nanoTime;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("POST")) return NodeApi.refusal(405, "METHOD", "POST only");
        try {
            var asked = NodeApi.read(request, Dispersion.Question.class);
            var kept = rings.get().get(asked.ring());
            return kept == null
                    ? NodeApi.refusal(409, "REFUSED", "There is no ring " + asked.ring())
                    : NodeApi.json(200, look(asked.ring(), kept, asked.percent()));
        } catch (IllegalArgumentException e) {
            return NodeApi.refusal(400, "MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    /// The partitions of a sample lie evenly apart.
    private Dispersion look(String ring, KeptBlobs kept, int percent) {
        var begun = nanoTime.getAsLong();
        var census = CopyCensus.of(kept, partition -> (long) partition * percent % 100 < percent);
        return new Dispersion(
                ring,
                census.partitions(),
                kept.map().placement().partitions(),
                census.blobs(),
                census.wanted(),
                census.found(),
                census.blobsMissing(),
                census.misplaced(),
                census.away(),
                (nanoTime.getAsLong() - begun) / 1e9);
    }
}
