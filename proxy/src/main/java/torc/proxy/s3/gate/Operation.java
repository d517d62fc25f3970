package torc.proxy.s3.gate;

import torc.common.http.HttpResponse;

/// One operation of the API. Runs on the request's virtual thread, after the gate.
@FunctionalInterface
public interface Operation {
    /// @throws torc.proxy.s3.error.S3Failure to answer with an error
    HttpResponse run(S3Request request);
}
