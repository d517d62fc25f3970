package torc.common.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.http.server.AnsweredRequest;
import torc.common.http.server.RequestObserver;

/// Logs requests: all of them, or only those that a server answered with a failure of its own.
public final class AccessLog implements RequestObserver {
    private static final Logger LOG = LoggerFactory.getLogger("torc.access");
    private static final int MAX_PATH_SIGNS = 1024;

    private final boolean all;

    public AccessLog(boolean all) {
        this.all = all;
    }

    @Override
    public void answered(AnsweredRequest request) {
        if (!all && request.status() < 500) return;
        var path = request.rawPath();
        LOG.info(
                "Request answered server={} client={} method={} path={} status={} whole={} in={} out={} millis={} id={}",
                request.server(),
                request.remoteAddress(),
                request.method(),
                path.length() > MAX_PATH_SIGNS ? path.substring(0, MAX_PATH_SIGNS) : path,
                request.status(),
                request.whole(),
                request.requestBytes(),
                request.responseBytes(),
                request.durationNanos() / 1_000_000,
                request.requestId());
    }
}
