package torc.control.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.http.BodyBroken;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;

/// Routes of one service: a method and a path pattern, an access rule, and a handler. The only
/// place that
/// lets a
/// request through and the only one that turns refusals into responses.
public final class ApiRouter<A> implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(ApiRouter.class);
    private static final int MAX_PATH_SEGMENTS = 16;

    private final Gate<A> gate;
    private final List<Route<A>> routes = new ArrayList<>();

    public ApiRouter(Gate<A> gate) {
        this.gate = gate;
    }

    /// Adds a route. Call before the first request.
    ///
    /// @param pattern such as `/v3/users/{user}`
    public ApiRouter<A> add(String method, String pattern, Access access, RouteHandler<A> handler) {
        routes.add(new Route<>(method, List.of(pattern.substring(1).split("/", -1)), access, handler));
        return this;
    }

    /// All routes as `METHOD /pattern ACCESS`, for tests that must name every one.
    public List<String> table() {
        return routes.stream()
                .map(route -> route.method + " /" + String.join("/", route.pattern) + " " + route.access)
                .toList();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        try {
            return dispatch(request);
        } catch (Refused refused) {
            return Answers.error(refused.status(), String.valueOf(refused.getMessage()));
        } catch (Unavailable busy) {
            return Answers.error(503, "The server is currently unavailable. Please try again at a later time.");
        } catch (BodyBroken broken) {
            return Answers.error(400, "The request body did not arrive whole.");
        } catch (RuntimeException bug) {
            log.error("Request failed method={} path={}", request.method(), request.rawPath(), bug);
            return Answers.error(500, "An unexpected error prevented the server from fulfilling your request.");
        }
    }

    private HttpResponse dispatch(HttpRequest request) {
        var path = request.rawPath();
        if (path.length() > 1 && path.endsWith("/")) path = path.substring(0, path.length() - 1);
        var segments = List.of((path.isEmpty() ? "" : path.substring(1)).split("/", MAX_PATH_SEGMENTS));
        var pathKnown = false;
        for (var route : routes) {
            var parameters = route.match(segments);
            if (parameters == null) continue;
            pathKnown = true;
            if (!route.method.equals(request.method()) && !isHeadOf(route, request)) continue;
            return pass(route, request, parameters);
        }
        throw pathKnown ? Refused.methodNotAllowed() : Refused.noSuchPath();
    }

    private HttpResponse pass(Route<A> route, HttpRequest request, Map<String, String> parameters) {
        var actor = route.access == Access.PUBLIC ? Optional.<A>empty() : gate.actor(request);
        if (route.access != Access.PUBLIC) {
            var caller = actor.orElseThrow(Refused::unauthorized);
            var allowed = switch (route.access) {
                case PUBLIC, AUTHENTICATED -> true;
                case ADMINISTRATOR -> gate.isAdministrator(caller);
                case SELF_OR_ADMINISTRATOR ->
                    gate.userId(caller).equals(parameters.get("user")) || gate.isAdministrator(caller);
            };
            if (!allowed) throw Refused.forbidden();
        }
        var response = route.handler.handle(new ApiRequest<>(request, parameters, actor));
        return request.method().equals("HEAD") ? Answers.headOnly(response) : response;
    }

    private static boolean isHeadOf(Route<?> route, HttpRequest request) {
        return request.method().equals("HEAD") && route.method.equals("GET");
    }

    /// What a route does.
    @FunctionalInterface
    public interface RouteHandler<A> {
        HttpResponse handle(ApiRequest<A> request);
    }

    private record Route<A>(String method, List<String> pattern, Access access, RouteHandler<A> handler) {
        /// The parameters' values, or null if the path is another's.
        @Nullable
        Map<String, String> match(List<String> segments) {
            if (segments.size() != pattern.size()) return null;
            var values = new HashMap<String, String>();
            for (int i = 0; i < pattern.size(); i++) {
                var expected = pattern.get(i);
                if (expected.startsWith("{")) {
                    if (segments.get(i).isEmpty()) return null;
                    values.put(expected.substring(1, expected.length() - 1), ApiRequest.decode(segments.get(i)));
                } else if (!expected.equals(segments.get(i))) {
                    return null;
                }
            }
            return values;
        }
    }
}
