package torc.tools.whereabouts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.id.Id128;
import torc.objectserver.api.BlobApi;
import torc.proxy.catalog.CatalogService;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.rows.Extent;
import torc.proxy.swift.request.PercentCoding;
import torc.tools.cluster.NodeApi;

/// Swift's list_endpoints on the admin port, for programs that compute beside the data: `/endpoints/ACCOUNT/...` and
/// `/endpoints/v1/...` answer with a list, `/endpoints/v2/...` with an object. What is listed are the places, by
/// the ring, of the blobs that have the object's bytes; no device is asked.
final class EndpointsApi implements HttpHandler {
    /// Where it belongs on the admin port.
    private static final String PATH = "/endpoints/";

    /// An object of ten thousand parts has as many blobs, on all devices in the end.
    private static final int MOST_BLOBS = 1_000;

    private final CatalogService objects;
    private final BlobSearch search;
    private final String apiUrl;

    /// @param apiUrl base URL of this process's API; empty if it serves none
    EndpointsApi(CatalogService objects, BlobSearch search, String apiUrl) {
        this.objects = objects;
        this.search = search;
        this.apiUrl = apiUrl;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("GET"))
            return HttpResponse.of(405, Headers.builder().add("Allow", "GET").build(), "");
        try {
            return answer(request.rawPath());
        } catch (IllegalArgumentException e) {
            return text(400, String.valueOf(e.getMessage()));
        } catch (StoreUnavailable e) {
            return text(503, String.valueOf(e.getMessage()));
        }
    }

    /// An account's name begins with the reseller's prefix, so that none is `v1` or `v2`.
    private HttpResponse answer(String rawPath) {
        if (!rawPath.startsWith(PATH)) return text(400, "No account specified");
        var rest = rawPath.substring(PATH.length());
        var second = rest.startsWith("v2/") || rest.startsWith("v2.0/");
        var versioned = second || rest.startsWith("v1/") || rest.startsWith("v1.0/");
        if (!versioned && rest.matches("v[0-9.]+(/.*)?")) return text(400, "Unsupported version");
        var parts = (versioned ? rest.substring(rest.indexOf('/') + 1) : rest).split("/", 3);
        if (parts[0].isEmpty()) return text(400, "No account specified");
        if (parts.length < 3 || parts[1].isEmpty() || parts[2].isEmpty())
            return text(404, "Rows of accounts and containers are metadata, and on no device of a ring");
        return object(decoded(parts[0]), decoded(parts[1]), decoded(parts[2]), second);
    }

    private HttpResponse object(String account, String container, String object, boolean second) {
        var name = new ObjectName(new ContainerName(new AccountName(account), container), object);
        var layout = objects.layout(name);
        if (layout.isEmpty()) return text(404, "There is no such object");
        var blobs = layout.get().body().extents().stream()
                .map(Extent::blob)
                .distinct()
                .limit(MOST_BLOBS)
                .toList();
        var endpoints = new LinkedHashSet<String>();
        for (var blob : blobs)
            for (var place : search.primaries(blob)) endpoints.add(place.port() == 0 ? url(name) : url(place, blob));
        if (!second) return NodeApi.json(200, List.copyOf(endpoints));
        var policy = objects.containers()
                .find(name.container())
                .map(found -> found.policy())
                .orElse(0);
        var headers = Map.of("X-Backend-Storage-Policy-Index", Integer.toString(policy));
        return NodeApi.json(200, new Second(new ArrayList<>(endpoints), headers));
    }

    private record Second(List<String> endpoints, Map<String, String> headers) {}

    /// Of the device's copy, for who has a node's certificate; for others, what counts is the host.
    private static String url(Place place, Id128 blob) {
        var host = place.address().indexOf(':') < 0 ? place.address() : "[" + place.address() + "]";
        return "https://" + host + ":" + place.port() + BlobApi.blob(place.device(), blob);
    }

    /// Where there is no cluster all devices are this machine's, and only the object as such has a URL.
    private String url(ObjectName name) {
        return apiUrl + "/v1/" + PercentCoding.encode(name.container().account().text()) + "/"
                + PercentCoding.encode(name.container().text()) + "/" + PercentCoding.encode(name.text());
    }

    private static String decoded(String raw) {
        Optional<String> decoded = PercentCoding.decode(raw);
        return decoded.orElseThrow(() -> new IllegalArgumentException("the path is not percent-encoded UTF-8"));
    }

    private static HttpResponse text(int status, String why) {
        var headers = Headers.builder().add("Content-Type", "text/plain").build();
        return HttpResponse.of(status, headers, why + "\n");
    }
}
