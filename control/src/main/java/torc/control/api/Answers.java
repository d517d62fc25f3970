package torc.control.api;

import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;

/// Responses in OpenStack's shape.
public final class Answers {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Answers() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static HttpResponse json(int status, JsonNode body) {
        return json(status, body, Headers.empty());
    }

    public static HttpResponse json(int status, JsonNode body, Headers more) {
        var headers = more.toBuilder()
                .add("Content-Type", "application/json")
                .add("Vary", "X-Auth-Token")
                .build();
        return HttpResponse.of(status, headers, MAPPER.writeValueAsBytes(body));
    }

    public static HttpResponse noContent() {
        return HttpResponse.of(204);
    }

    /// The error body that every OpenStack client reads.
    static HttpResponse error(int status, String message) {
        var body = object();
        body.putObject("error").put("code", status).put("message", message).put("title", title(status));
        var headers = status == 401
                ? Headers.builder()
                        .add("WWW-Authenticate", "Keystone uri=\"/identity\"")
                        .build()
                : Headers.empty();
        return json(status, body, headers);
    }

    static HttpResponse headOnly(HttpResponse response) {
        var bytes = switch (response.body()) {
            case ResponseBody.Whole(var whole) -> OptionalLong.of(whole.length);
            case ResponseBody.Empty _ -> OptionalLong.of(0);
            case ResponseBody.HeadOnly(var length) -> length;
            case ResponseBody.Streamed(var length, var source) -> {
                source.close();
                yield length;
            }
        };
        return new HttpResponse(response.status(), response.headers(), new ResponseBody.HeadOnly(bytes));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Request Entity Too Large";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
