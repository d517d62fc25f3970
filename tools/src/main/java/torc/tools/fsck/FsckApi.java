package torc.tools.fsck;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.id.Ids;
import torc.proxy.fsck.CheckScope;
import torc.tools.cluster.NodeApi;

/// Checks the cluster's data on request, on `/fsck` of the node API. One check runs at a time on a node. Safe for
/// many threads.
public final class FsckApi implements HttpHandler, AutoCloseable {
    /// Where it belongs in the node API.
    public static final String PATH = "/fsck";

    private final Supplier<Checked> checked;
    private final ThreadFactory threads;
    private final Ids ids;
    private @Nullable FsckJob job;

    /// @param checked the data as it is reached when a check begins
    public FsckApi(Supplier<Checked> checked, Ids ids, ThreadFactory threads) {
        this.checked = checked;
        this.ids = ids;
        this.threads = threads;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("POST")) return NodeApi.refusal(405, "METHOD", "POST only");
        try {
            return answer(NodeApi.read(request, FsckQuestion.class));
        } catch (IllegalArgumentException e) {
            return NodeApi.refusal(400, "MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    private synchronized HttpResponse answer(FsckQuestion asked) {
        switch (asked.verb()) {
            case BEGIN -> {
                var rebuilding = asked.rebuild() ? Optional.of(ids) : Optional.<Ids>empty();
                var scope = new CheckScope(asked.account(), asked.container());
                if (job != null && job.runs() && !job.scope().equals(scope))
                    return NodeApi.refusal(409, "REFUSED", "A check of something else runs on this node");
                if (job == null || !job.runs())
                    job = FsckJob.begin(checked.get().only(scope), asked.repair(), rebuilding, threads);
            }
            case LOOK -> {}
            case STOP -> close();
        }
        if (job == null) return NodeApi.refusal(409, "NO_CHECK", "no check was begun on this node");
        return NodeApi.json(200, job.answer(asked.after()));
    }

    /// Ends a check that runs.
    @Override
    public synchronized void close() {
        if (job != null) job.stop();
    }
}
