package torc.control.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import torc.common.http.HttpRequest;

/// A request that has passed the gate.
///
/// @param path values of the route's parameters, decoded
/// @param actor who calls; empty on public routes
public record ApiRequest<A>(HttpRequest http, Map<String, String> path, Optional<A> actor) {
    public ApiRequest {
        path = Map.copyOf(path);
    }

    /// A parameter of the route.
    public String parameter(String name) {
        var value = path.get(name);
        if (value == null) throw new IllegalStateException("the route has no parameter " + name);
        return value;
    }

    /// The caller of a route that is not public.
    public A caller() {
        return actor.orElseThrow(Refused::unauthorized);
    }

    public JsonNode json() {
        return JsonBody.read(http);
    }

    /// The first value of a query parameter.
    public Optional<String> query(String name) {
        return queryAll(name).stream().findFirst();
    }

    /// All values of a query parameter.
    public List<String> queryAll(String name) {
        var found = new ArrayList<String>();
        for (var pair : http.rawQuery().split("&")) {
            var equals = pair.indexOf('=');
            var key = equals < 0 ? pair : pair.substring(0, equals);
            if (decode(key).equals(name)) found.add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return found;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Refused.badRequest("The request's address is not well formed.");
        }
    }
}
