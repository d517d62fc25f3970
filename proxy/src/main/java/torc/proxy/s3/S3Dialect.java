package torc.proxy.s3;

import java.time.InstantSource;
import torc.common.context.RequestContext;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.identity.Identity;
import torc.proxy.objects.ObjectService;
import torc.proxy.recent.RecentProperties;
import torc.proxy.s3.answer.ErrorAnswers;
import torc.proxy.s3.gate.Gate;
import torc.proxy.s3.signature.SignatureVerifier;

/// Answers every request of the S3 port: through the gate, to the operation that the route table names, and any
/// failure into S3's own words. Safe for many threads.
public final class S3Dialect implements HttpHandler {
    private final Gate gate;
    private final RouteTable routes;

    public S3Dialect(ObjectService service, Identity identity, InstantSource clock, S3Settings settings) {
        var signatures = new SignatureVerifier(identity, clock, settings.regions());
        var recent = new RecentProperties(service, clock);
        this.gate = new Gate(signatures, settings.domains(), settings.operatorRoles(), recent::hasEnded);
        this.routes = S3Routes.over(service, settings);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        var requestId = RequestContext.currentRequestId();
        try {
            var admitted = gate.admit(request, requestId);
            return routes.find(admitted).operation().run(admitted);
        } catch (RuntimeException e) {
            return ErrorAnswers.answer(e, request, requestId);
        }
    }

    /// What this dialect serves, for tests that must cover all of it.
    RouteTable routes() {
        return routes;
    }
}
