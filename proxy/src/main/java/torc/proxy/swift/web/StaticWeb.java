package torc.proxy.swift.web;

import java.util.Optional;
import java.util.Set;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.proxy.objects.Container;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;
import torc.proxy.swift.tempurl.TempUrls;

/// Answers readers without a token, and those who ask for it by `X-Web-Mode`, as a web server does: with the
/// index of a directory, its list, and pages for errors (Swift's staticweb page). It gives no right to anybody:
/// whatever is shown was asked for as by its reader.
public final class StaticWeb {
    private static final Set<String> CARRIED = Set.of("temp_url_prefix", "temp_url_expires", "temp_url_sig");

    private final Containers containers;
    private final SiteSettings settings;
    private final String scheme;

    /// @param scheme of redirections
    public StaticWeb(Containers containers, SiteSettings settings, String scheme) {
        this.scheme = scheme;
        this.containers = containers;
        this.settings = settings;
    }

    /// The API that the site's files come from, with the rights of the one request's sender.
    public interface Files {
        /// The answer to the request, asked for another path; also if it is refused.
        HttpResponse read(SwiftPath path);

        /// The answer to a sender who may not list the container; empty for one who may.
        Optional<HttpResponse> refusesListing();

        /// The answer for a failure.
        HttpResponse failed(Fault fault);
    }

    /// Whether a request may be one for a site.
    public static boolean isAsked(HttpRequest http, SwiftPath path) {
        if (path.level() == Level.ACCOUNT
                || !(http.method().equals("GET") || http.method().equals("HEAD"))) return false;
        var headers = http.headers();
        if (!headers.contains("x-auth-token") && !headers.contains("x-storage-token")) return true;
        return isWebMode(http) || TempUrls.isAsked(http);
    }

    private static boolean isWebMode(HttpRequest http) {
        return Flags.isTrue(http.headers().first("x-web-mode").orElse(""));
    }

    /// @param http as the gate sees it
    /// @param asked as it came, for redirections
    public HttpResponse answer(HttpRequest http, HttpRequest asked, SwiftPath path, Files files) {
        return path.level() == Level.CONTAINER
                ? ofContainer(http, asked, path, files)
                : ofObject(http, asked, path, files);
    }

    private WebProperties web(SwiftPath path) {
        return WebProperties.of(containers
                .find(path.containerName(Fault.NOT_FOUND))
                .map(Container::properties)
                .orElse(java.util.Map.of()));
    }

    private HttpResponse ofContainer(HttpRequest http, HttpRequest asked, SwiftPath path, Files files) {
        var web = web(path);
        var refused = files.refusesListing();
        if (refused.isPresent()) return failed(refused.get(), web, path, files);
        if (!web.isSite()) {
            if (TempUrls.isAsked(http)) return files.failed(Fault.TEMP_URL_INVALID);
            return isWebMode(http) ? files.failed(Fault.NOT_FOUND) : files.read(path);
        }
        if (!http.rawPath().endsWith("/")) return withSlash(asked);
        if (web.index().isEmpty()) return listing(http, web, path, files);
        var index = files.read(new SwiftPath(path.account(), path.container(), web.index()));
        if (index.status() == 404) return listing(http, web, path, files);
        return isFine(index) ? index : failed(index, web, path, files);
    }

    private HttpResponse ofObject(HttpRequest http, HttpRequest asked, SwiftPath path, Files files) {
        var found = files.read(path);
        var marker = isFine(found) && mayBeMarker(found);
        if (found.status() != 404 && !marker) return found;
        var web = web(path);
        if (marker && !found.headers().first("content-type").orElse("").equals(web.directoryType())) return found;
        if (!web.isSite()) return marker ? closed(found, files.failed(Fault.NOT_FOUND)) : found;
        closed(found, found);
        var slash = http.rawPath().endsWith("/");
        if (!web.index().isEmpty()) {
            var directory = slash ? path.object() : path.object() + "/";
            var index = files.read(new SwiftPath(path.account(), path.container(), directory + web.index()));
            if (isFine(index)) return slash ? index : closed(index, withSlash(asked));
            if (index.status() != 404) return index;
        }
        if (slash) return listing(http, web, path, files);
        var within = new ListQuery(path.object() + "/", "/", "", "", 1, false);
        var isDirectory = files.refusesListing().isEmpty()
                && list(path, within).map(page -> !page.entries().isEmpty()).orElse(false);
        return isDirectory ? withSlash(asked) : failed(files.failed(Fault.NOT_FOUND), web, path, files);
    }

    private Optional<Listing<StoredObject>> list(SwiftPath path, ListQuery query) {
        return containers.list(path.containerName(Fault.NOT_FOUND), query);
    }

    private HttpResponse listing(HttpRequest http, WebProperties web, SwiftPath path, Files files) {
        var prefix = path.object();
        var label = label(http, web);
        if (!web.listings()) {
            var page = WebPages.unlisted(label, web, prefix);
            return failed(HttpResponse.of(404, html(), page), web, path, files);
        }
        var refused = files.refusesListing();
        if (refused.isPresent()) return failed(refused.get(), web, path, files);
        var found = list(path, new ListQuery(prefix, "/", "", "", ListQuery.MAX_LIMIT, false));
        if (found.isEmpty() || (found.get().entries().isEmpty() && !prefix.isEmpty()))
            return failed(files.failed(Fault.NOT_FOUND), web, path, files);
        var query = QueryParameters.parse(http.rawQuery());
        var temporary = TempUrls.isAsked(http) ? query.find("temp_url_prefix") : Optional.<String>empty();
        var carried = temporary.map(_ -> carried(query)).orElse("");
        var hasParent =
                Octets.utf8Length(prefix) > temporary.map(Octets::utf8Length).orElse(0);
        var page = WebPages.listing(label, web, prefix, found.get().entries(), hasParent, carried);
        return HttpResponse.of(200, html(), page);
    }

    private static String label(HttpRequest http, WebProperties web) {
        var path = PercentCoding.decode(http.rawPath()).orElse("");
        if (web.label().isEmpty()) return path;
        var parts = path.split("/", 5);
        return web.label() + "/" + (parts.length > 4 ? parts[4] : "");
    }

    /// What lets the next request pass as this one.
    private static String carried(QueryParameters query) {
        var parts = new java.util.ArrayList<String>();
        for (var name : new String[] {"temp_url_prefix", "temp_url_expires", "temp_url_sig", "temp_url_ip_range"}) {
            var value = query.find(name);
            if (value.isPresent() && (CARRIED.contains(name) || !value.get().isEmpty()))
                parts.add(name + "=" + PercentCoding.encode(value.get()));
        }
        if (query.contains("inline")) parts.add("inline");
        return "?" + String.join("&amp;", parts);
    }

    private HttpResponse withSlash(HttpRequest asked) {
        var host = asked.headers().first("host").orElse("");
        var base = settings.urlBase().isEmpty() ? scheme + "://" + host : settings.urlBase();
        var path =
                PercentCoding.decode(asked.rawPath()).map(PercentCoding::encode).orElse("");
        var headers = html().toBuilder().add("Location", base + path + "/").build();
        return HttpResponse.of(
                301, headers, "<html><h1>Moved Permanently</h1><p>The resource has moved permanently.</p></html>");
    }

    /// A failure, with the site's own page for it if there is one.
    private HttpResponse failed(HttpResponse failure, WebProperties web, SwiftPath path, Files files) {
        if (web.error().isEmpty()) return failure;
        var name = failure.status() + web.error();
        var page = files.read(new SwiftPath(path.account(), path.container(), name));
        if (page.status() / 100 != 2) return closed(page, failure);
        return new HttpResponse(failure.status(), page.headers(), page.body());
    }

    private static boolean isFine(HttpResponse response) {
        return response.status() / 100 == 2 || response.status() / 100 == 3;
    }

    /// Whether an object has no bytes, or one, as those that mark a directory.
    private static boolean mayBeMarker(HttpResponse response) {
        return switch (response.body()) {
            case ResponseBody.Empty _ -> response.status() == 200;
            case ResponseBody.HeadOnly(var bytes) -> bytes.orElse(2) <= 1;
            case ResponseBody.Streamed streamed -> streamed.bytes().orElse(2) <= 1;
            case ResponseBody.Whole _ -> false;
        };
    }

    /// Gives up one answer for another.
    private static HttpResponse closed(HttpResponse unused, HttpResponse answer) {
        if (unused.body() instanceof ResponseBody.Streamed streamed)
            streamed.source().close();
        return answer;
    }

    private static Headers html() {
        return Headers.builder().add("Content-Type", "text/html; charset=UTF-8").build();
    }
}
