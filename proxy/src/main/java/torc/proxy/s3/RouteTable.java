package torc.proxy.s3;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import torc.proxy.s3.Route.Scope;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.request.QueryParameters;

/// Finds the operation of a request. A parameter that no operation understands is refused: it never falls
/// through to
/// another operation (THREATS S25).
final class RouteTable {
    private final List<Route> routes;
    private final Map<Scope, Map<String, List<Route>>> byScopeAndMethod;

    RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.byScopeAndMethod =
                routes.stream().collect(Collectors.groupingBy(Route::scope, Collectors.groupingBy(Route::method)));
    }

    List<Route> all() {
        return routes;
    }

    /// @throws S3Failure NotImplemented or MethodNotAllowed if there is none
    Route find(S3Request request) {
        var target = request.target();
        var scope = target.bucket().isEmpty() ? Scope.SERVICE : target.key().isEmpty() ? Scope.BUCKET : Scope.OBJECT;
        var candidates = byScopeAndMethod.getOrDefault(scope, Map.of()).getOrDefault(request.method(), List.of());
        if (candidates.isEmpty()) throw new S3Failure(S3ErrorCode.METHOD_NOT_ALLOWED);
        var route = chosen(candidates, request.query());
        request.query().forEach((name, _) -> {
            if (!isForAll(name) && !route.understands(name)) throw notImplemented(name);
        });
        return route;
    }

    private static Route chosen(List<Route> candidates, QueryParameters query) {
        @Nullable Route chosen = null;
        @Nullable Route fallback = null;
        for (var route : candidates) {
            if (route.discriminator().isEmpty()) fallback = route;
            else if (query.contains(route.discriminator())) {
                if (chosen != null)
                    throw S3Failure.invalidArgument(
                            "Conflicting query string parameters: " + chosen.discriminator() + ", "
                                    + route.discriminator(),
                            "ResourceType",
                            route.discriminator());
                chosen = route;
            }
        }
        if (chosen != null) return chosen;
        if (fallback != null) return fallback;
        throw notImplemented("");
    }

    /// Parameters of signatures and fields, which the gate has looked at, and the operation's name that SDKs
    /// add.
    private static boolean isForAll(String name) {
        return name.regionMatches(true, 0, "x-amz-", 0, 6) || name.equals("x-id");
    }

    private static S3Failure notImplemented(String parameter) {
        return new S3Failure(
                S3ErrorCode.NOT_IMPLEMENTED,
                "A parameter you provided implies functionality that is not implemented",
                Map.of("Parameter", parameter));
    }
}
