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

    /// For a server of mutual TLS: whoever showed a certificate of this cluster is admitted.
    public static BlobServer forNodes(List<BlobDevice> devices) {
        return new BlobServer(devices, _ -> PeerNode.current().isPresent(), "a certificate of this cluster is wanted");
    }

    /// Whoever says the secret is admitted.
    public BlobServer(List<BlobDevice> devices, ClusterSecret secret) {
        this(devices, request -> says(request, secret), "the cluster's secret is wanted");
    }

    private BlobServer(List<BlobDevice> devices, Predicate<HttpRequest> admits, String wanted) {
        devices.forEach(device -> this.devices.put(device.name(), device));
        this.admits = admits;
        this.wanted = wanted;
    }

    private static boolean says(HttpRequest request, ClusterSecret secret) {
        var said = request.headers().all(BlobApi.SECRET);
        return said.size() == 1 && secret.admits(said.getFirst());
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!admits.test(request)) return refusal(403, wanted);
        try {
            return route(DeviceRequest.parse(request));
        } catch (BadRequest | WireDamaged e) {
            return refusal(400, String.valueOf(e.getMessage()));
        } catch (DeviceUnavailable e) {
            LOG.warn("Device unavailable reason={}", e.getMessage());
            return refusal(503, "unavailable");
        }
    }

    private HttpResponse route(DeviceRequest request) {
        var device = devices.get(request.device());
        if (device == null) return refusal(404, "no such device");
        return switch (request.subject()) {
            case DeviceRequest.Subject.Blob(var blob) ->
                switch (request.method()) {
                    case "PUT" -> BlobPut.put(device, blob, request);
                    case "GET" -> BlobGet.get(device, blob, request);
                    case "HEAD" -> BlobGet.head(device, blob);
                    case "DELETE" -> BlobGet.deleted(device.delete(blob));
                    default -> refusal(405, "GET, HEAD, PUT or DELETE");
                };
            case DeviceRequest.Subject.Copy(var blob) ->
                request.method().equals("DELETE") ? BlobGet.deleted(device.drop(blob)) : refusal(405, "DELETE");
            case DeviceRequest.Subject.Listing listing ->
                request.method().equals("GET") ? Listings.list(device, listing, request) : refusal(405, "GET");
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
