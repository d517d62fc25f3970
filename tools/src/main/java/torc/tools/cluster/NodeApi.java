package torc.tools.cluster;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.PathRouter;
import torc.common.tls.NodeTls;
import torc.common.tls.PeerNode;
import torc.common.version.VersionRange;
import torc.objectserver.api.BlobApi;
import torc.ring.metadata.replicated.ReplicatedMetadataStore;
import torc.tools.command.VersionCommand;

/// What nodes ask each other on the cluster port (docs/formats.md, "Node API"). Serve it with
/// [torc.common.http.server.MutualTls]: every path but `/join` wants a node's certificate, and so does every
/// route that
/// other parts of the node hang beside them.
public final class NodeApi {
    /// Greatest body that is read.
    static final int MAX_BODY_BYTES = 32 << 10;

    /// Versions of this API that the program speaks. What only adds a path or a field needs no new one.
    public static final VersionRange SPOKEN = VersionRange.only(1);

    /// In a request: the versions that the client speaks; 1 without it.
    static final String VERSIONS = "X-Torc-Node-Api";

    private final NodeTls tls;
    private final Membership membership;
    private final VersionRange spoken;

    public NodeApi(NodeTls tls, Membership membership) {
        this(tls, membership, SPOKEN);
    }

    /// @param spoken versions that are served
    NodeApi(NodeTls tls, Membership membership, VersionRange spoken) {
        this.tls = tls;
        this.membership = membership;
        this.spoken = spoken;
    }

    /// The node API and these routes, such as a blob server's, on one server. None of the routes is called
    /// without a
    /// certificate of a node of this cluster.
    ///
    /// @param beside handlers by the prefix of their paths
    public HttpHandler with(Map<String, HttpHandler> beside) {
        var builder = PathRouter.builder()
                .route("/join", request -> only("POST", request, this::join))
                .route("/renew", gated(request -> only("POST", request, this::renew)))
                .route("/tokens", gated(request -> only("POST", request, this::createToken)))
                .route("/node", gated(request -> only("GET", request, _ -> whoAmI())))
                .route("/versions", gated(request -> only("GET", request, _ -> json(200, Versions.OURS))));
        beside.forEach((prefix, handler) -> builder.route(prefix, gated(handler)));
        return builder.build(gated(_ -> refusal(404, "NOT_FOUND", "there is nothing here")));
    }

    /// Checked at each request, not only at the handshake: a connection may outlive its node's membership.
    private HttpHandler gated(HttpHandler inner) {
        return request -> {
            var peer = PeerNode.current();
            if (peer.isEmpty() || !tls.admits(peer.get()))
                return refusal(403, "NO_CERTIFICATE", "a certificate of this cluster is wanted");
            var unspoken = unspoken(request);
            return unspoken.isPresent() ? refusal(400, "OTHER_VERSION", unspoken.get()) : inner.handle(request);
        };
    }

    /// Why this node and the client have no version in common; empty if they have.
    private Optional<String> unspoken(HttpRequest request) {
        var said = request.headers().all(VERSIONS);
        try {
            var theirs = said.isEmpty() ? VersionRange.only(1) : VersionRange.parse(said.getFirst());
            if (spoken.common(theirs).isPresent()) return Optional.empty();
            return Optional.of("this node speaks versions " + spoken.text() + " of the node API, the other "
                    + theirs.text() + "; upgrade release by release");
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static HttpResponse only(String method, HttpRequest request, HttpHandler handler) {
        if (!request.method().equals(method)) return refusal(405, "METHOD", method + " only");
        if (request.rawPath().indexOf('/', 1) >= 0) return refusal(404, "NOT_FOUND", "there is nothing here");
        try {
            return handler.handle(request);
        } catch (IllegalArgumentException e) {
            return refusal(400, "MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse join(HttpRequest request) {
        return switch (membership.admit(Json.read(body(request), JoinRequest.class))) {
            case JoinOutcome.Admitted(var admission) -> json(200, admission);
            case JoinOutcome.Refused(var reason, var message) -> refusal(reason.status(), reason.name(), message);
        };
    }

    private HttpResponse renew(HttpRequest request) {
        try {
            var csr = Json.read(body(request), Renewal.class).csr();
            var certificate = membership.renew(PeerNode.PEER.get(), csr);
            return certificate.isPresent()
                    ? json(200, new Renewed(certificate.get()))
                    : refusal(403, "REMOVED", "this node was removed from the cluster");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private HttpResponse createToken(HttpRequest request) {
        var asked = Json.read(body(request), TokenWanted.class);
        try {
            var token = membership.createToken(Duration.ofSeconds(asked.ttlSeconds()), asked.uses());
            return json(200, new TokenMade(token.text()));
        } catch (IllegalStateException e) {
            return refusal(503, "UNAVAILABLE", String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse whoAmI() {
        var self = tls.self();
        return json(200, new Who(self.cluster(), self.id(), self.name(), VersionCommand.VERSION));
    }

    /// What this program speaks and writes, for programs of other releases.
    ///
    /// @param entries formats of the metadata log's entries that it reads
    record Versions(String nodeApi, String blobApi, String entries) {
        static final Versions OURS =
                new Versions(SPOKEN.text(), BlobApi.SPOKEN.text(), ReplicatedMetadataStore.ENTRY_FORMATS.text());
    }

    record Renewal(String csr) {}

    record Renewed(String certificate) {}

    record TokenWanted(long ttlSeconds, int uses) {}

    record TokenMade(String token) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /// Who answers, and what program it runs.
    public record Who(String cluster, String node, String name, String version) {}

    record Failure(String error, String message) {}

    /// The record that a request brings.
    ///
    /// @throws IllegalArgumentException if it is none
    public static <T> T read(HttpRequest request, Class<T> type) {
        return Json.read(body(request), type);
    }

    private static byte[] body(HttpRequest request) {
        var bytes = new ByteArrayOutputStream();
        try (var body = request.body()) {
            for (var chunk = body.next(); chunk != null; chunk = body.next()) {
                var piece = new byte[chunk.bytes().remaining()];
                chunk.bytes().get(piece);
                chunk.release();
                if (bytes.size() + piece.length > MAX_BODY_BYTES)
                    throw new IllegalArgumentException("the body has more than " + MAX_BODY_BYTES + " bytes");
                bytes.writeBytes(piece);
            }
        }
        return bytes.toByteArray();
    }

    /// A refusal as the node API says it.
    public static HttpResponse refusal(int status, String error, String message) {
        return json(status, new Failure(error, message));
    }

    /// A record as an answer.
    public static HttpResponse json(int status, Object value) {
        var headers = Headers.builder().add("Content-Type", "application/json").build();
        return HttpResponse.of(status, headers, Json.bytes(value));
    }
}
