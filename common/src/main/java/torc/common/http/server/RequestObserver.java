package torc.common.http.server;

/// Is told of every request that was answered or broken off: the access log and the metrics.
///
/// Called on an event loop or a virtual thread; must neither block nor throw.
@FunctionalInterface
public interface RequestObserver {
    void answered(AnsweredRequest request);

    /// Tells nobody.
    static RequestObserver none() {
        return request -> {};
    }

    /// Tells this one, then the other.
    default RequestObserver and(RequestObserver other) {
        return request -> {
            answered(request);
            other.answered(request);
        };
    }
}
