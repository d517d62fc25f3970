package torc.common.http;

import java.util.ArrayList;
import java.util.List;

/// Gives a request to the handler whose prefix its path begins with, whole segments only; the longest prefix wins.
///
/// The path is passed on untouched: a dialect sees what was sent. Immutable once built; safe for many threads.
public final class PathRouter implements HttpHandler {
    private final List<Route> routes;
    private final HttpHandler otherwise;

    private record Route(String prefix, HttpHandler handler) {
        boolean matches(String path) {
            if (!path.startsWith(prefix)) return false;
            return path.length() == prefix.length() || prefix.endsWith("/") || path.charAt(prefix.length()) == '/';
        }
    }

    private PathRouter(List<Route> routes, HttpHandler otherwise) {
        this.routes = routes;
        this.otherwise = otherwise;
    }

    public static Builder builder() {
        return new Builder();
    }

    /// The prefixes that are routed, longest first: what a test of "every route" walks through (THREATS, rule 4).
    public List<String> prefixes() {
        return routes.stream().map(Route::prefix).toList();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        for (var route : routes) {
            if (route.matches(request.rawPath())) return route.handler().handle(request);
        }
        return otherwise.handle(request);
    }

    /// Collects routes. Not safe for many threads.
    public static final class Builder {
        private final ArrayList<Route> routes = new ArrayList<>();

        private Builder() {}

        /// @param prefix begins with a slash; `/a` matches `/a` and `/a/b`, not `/ab`
        /// @throws IllegalArgumentException if the prefix is malformed or taken
        public Builder route(String prefix, HttpHandler handler) {
            if (!prefix.startsWith("/")) throw new IllegalArgumentException("prefix without slash: " + prefix);
            if (routes.stream().anyMatch(route -> route.prefix().equals(prefix))) {
                throw new IllegalArgumentException("prefix twice: " + prefix);
            }
            routes.add(new Route(prefix, handler));
            return this;
        }

        /// @param otherwise answers what no prefix matches
        public PathRouter build(HttpHandler otherwise) {
            var longestFirst = new ArrayList<>(routes);
            longestFirst.sort((left, right) ->
                    Integer.compare(right.prefix().length(), left.prefix().length()));
            return new PathRouter(List.copyOf(longestFirst), otherwise);
        }
    }
}
