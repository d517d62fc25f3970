package torc.objectserver.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.tls.PeerNode;
import torc.common.version.VersionRange;
import torc.objectserver.api.BlobApi;
import torc.objectserver.api.ClusterSecret;
import torc.objectserver.api.WireDamaged;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.DeviceUnavailable;

/// The HTTP face of this node's devices. Nothing is looked at before it is known that another node asks.
public final class BlobServer implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(BlobServer.class);

    private final Map<String, BlobDevice> devices = new HashMap<>();
    private final Predicate<HttpRequest> admits;
    private final String wanted;
    private final VersionRange spoken;

    /// For a server of mutual TLS: whoever showed a certificate of this cluster is admitted.
    public static BlobServer forNodes(List<BlobDevice> devices) {
        return new BlobServer(
                devices,
                _ -> PeerNode.current().isPresent(),
                "a certificate of this cluster is wanted",
                BlobApi.SPOKEN);
    }

    /// Whoever says the secret is admitted.
    public BlobServer(List<BlobDevice> devices, ClusterSecret secret) {
        this(devices, secret, BlobApi.SPOKEN);
    }

    /// @param spoken versions of the API that are served
    public BlobServer(List<BlobDevice> devices, ClusterSecret secret, VersionRange spoken) {
        this(devices, request -> says(request, secret), "the cluster's secret is wanted", spoken);
    }

    private BlobServer(List<BlobDevice> devices, Predicate<HttpRequest> admits, String wanted, VersionRange spoken) {
        devices.forEach(device -> this.devices.put(device.name(), device));
        this.admits = admits;
        this.wanted = wanted;
        this.spoken = spoken;
    }

    private static boolean says(HttpRequest request, ClusterSecret secret) {
        var said = request.headers().all(BlobApi.SECRET);
        return said.size() == 1 && secret.admits(said.getFirst());
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!admits.test(request)) return refusal(403, wanted);
        try {
            var version = version(request);
            var answer = route(DeviceRequest.parse(request), version);
            return version == 1
                    ? answer
                    : new HttpResponse(
                            answer.status(),
                            answer.headers().toBuilder()
                                    .add(BlobApi.VERSIONS, Integer.toString(version))
                                    .build(),
                            answer.body());
        } catch (BadRequest | WireDamaged e) {
            return refusal(400, String.valueOf(e.getMessage()));
        } catch (DeviceUnavailable e) {
            LOG.warn("Device unavailable reason={}", e.getMessage());
            return refusal(503, "unavailable");
        }
    }

    /// The newest version that the client and this node speak.
    private int version(HttpRequest request) {
        var said = request.headers().all(BlobApi.VERSIONS);
        if (said.size() > 1) throw new BadRequest("versions are said once");
        try {
            var theirs = said.isEmpty() ? VersionRange.only(1) : VersionRange.parse(said.getFirst());
            return spoken.common(theirs)
                    .orElseThrow(() -> new BadRequest("this node speaks versions " + spoken.text()
                            + " of the blob API, the other " + theirs.text() + "; upgrade release by release"));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse route(DeviceRequest request, int version) {
        var device = devices.get(request.device());
        if (device == null) return refusal(404, "no such device");
        return switch (request.subject()) {
            case DeviceRequest.Subject.Blob(var blob) ->
                switch (request.method()) {
                    case "PUT" -> BlobPut.put(device, blob, request);
                    case "GET" -> BlobGet.get(device, blob, request);
                    case "HEAD" -> BlobGet.head(device, blob, version);
                    case "DELETE" -> BlobGet.deleted(device.delete(blob));
                    default -> refusal(405, "GET, HEAD, PUT or DELETE");
                };
            case DeviceRequest.Subject.Copy(var blob) ->
                request.method().equals("DELETE") ? BlobGet.deleted(device.drop(blob)) : refusal(405, "DELETE");
            // Version 1 has no such paths.
            case DeviceRequest.Subject.Standing _, DeviceRequest.Subject.Checksum _
            when version < 2 -> refusal(400, "no such path");
            case DeviceRequest.Subject.Standing(var blob) ->
                request.method().equals("GET") ? BlobGet.standing(device, blob, request, version) : refusal(405, "GET");
            case DeviceRequest.Subject.Checksum(var blob) ->
                request.method().equals("GET") ? BlobGet.checksum(device, blob) : refusal(405, "GET");
            case DeviceRequest.Subject.Listing listing ->
                request.method().equals("GET") ? Listings.list(device, listing, request, version) : refusal(405, "GET");
        };
    }

    static HttpResponse refusal(int status, String cause) {
        return HttpResponse.of(
                status, Headers.builder().add(BlobApi.CAUSE, oneLine(cause)).build());
    }

    /// A cause as a header field bears it: ASCII, one line, at most 200 signs.
    private static String oneLine(String cause) {
        var plain = cause.replaceAll("[^ -~]", "?");
        return plain.length() > 200 ? plain.substring(0, 200) : plain;
    }
}
