package torc.control.keystone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.RequestBody;
import torc.common.http.ResponseBody;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.control.identity.IdentityFixture;

class KeystoneApiTest {
    private final IdentityFixture fixture = new IdentityFixture();
    private final Catalog catalog = new Catalog(
            "RegionOne",
            List.of(
                    new Catalog.Service("id1", "identity", "torc", "http://h/identity"),
                    new Catalog.Service("id2", "object-store", "torc", "http://h/v1/AUTH_$(project_id)s")));
    private final KeystoneApi api = new KeystoneApi(fixture.service, catalog, "http://h/identity");
    private final String admin = fixture.adminLogin().text();

    @Test
    void aPasswordLoginGivesATokenWithItsScopeAndCatalog() {
        var response = call("POST", "/v3/auth/tokens", "", passwordLogin("admin", IdentityFixture.PASSWORD, "admin"));

        assertThat(response.status()).isEqualTo(201);
        var token = json(response).path("token");
        assertThat(token.path("project").path("name").asString()).isEqualTo("admin");
        assertThat(token.path("roles").size()).isEqualTo(2);
        assertThat(token.path("catalog")
                        .path(1)
                        .path("endpoints")
                        .path(0)
                        .path("url")
                        .asString())
                .isEqualTo(
                        "http://h/v1/AUTH_" + token.path("project").path("id").asString());
        assertThat(response.headers().first("X-Subject-Token")).isPresent();
    }

    @Test
    void aWrongLoginIsRefusedInOpenStacksShape() {
        var response = call("POST", "/v3/auth/tokens", "", passwordLogin("admin", "wrong", "admin"));

        assertThat(response.status()).isEqualTo(401);
        assertThat(json(response).path("error").path("code").asInt()).isEqualTo(401);
        assertThat(json(response).path("error").path("title").asString()).isEqualTo("Unauthorized");
    }

    @Test
    void aTokenIsShownAndRevoked() {
        var token = fixture.adminLogin().text();

        assertThat(call("GET", "/v3/auth/tokens", token, "", "X-Subject-Token", token)
                        .status())
                .isEqualTo(200);
        assertThat(call("DELETE", "/v3/auth/tokens", token, "", "X-Subject-Token", token)
                        .status())
                .isEqualTo(204);
        assertThat(call("GET", "/v3/auth/tokens", token, "", "X-Subject-Token", token)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anAdministratorMakesProjectUserRoleAndKeys() {
        var project = json(call("POST", "/v3/projects", admin, "{\"project\":{\"name\":\"lab\"}}"))
                .path("project")
                .path("id")
                .asString();
        var user = json(call("POST", "/v3/users", admin, "{\"user\":{\"name\":\"eve\",\"password\":\"pw\"}}"))
                .path("user")
                .path("id")
                .asString();
        var role = json(call("GET", "/v3/roles", admin, "", "", "", "name=member"))
                .path("roles")
                .path(0)
                .path("id")
                .asString();
        var grant = "/v3/projects/" + project + "/users/" + user + "/roles/" + role;
        assertThat(call("PUT", grant, admin, "").status()).isEqualTo(204);

        var login = call("POST", "/v3/auth/tokens", "", passwordLogin("eve", "pw", "lab"));
        assertThat(login.status()).isEqualTo(201);
        var token = login.headers().first("X-Subject-Token").orElseThrow();
        var key =
                call("POST", "/v3/users/" + user + "/credentials/OS-EC2", token, "{\"tenant_id\":\"" + project + "\"}");
        assertThat(key.status()).isEqualTo(201);
        var access = json(key).path("credential").path("access").asString();
        assertThat(fixture.service.accessKey(access).orElseThrow().secret())
                .isEqualTo(json(key).path("credential").path("secret").asString());

        assertThat(call("DELETE", grant, admin, "").status()).isEqualTo(204);
        assertThat(call("GET", "/v3/auth/catalog", token, "").status()).isEqualTo(401);
    }

    @Test
    void aUserIsChangedAsAWholeOrNotAtAll() {
        var user = member("jan");
        var path = "/v3/users/" + user.id;

        var refused = call("PATCH", path, admin, "{\"user\":{\"name\":\"other\",\"password\":\"\"}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(json(call("GET", path, admin, "")).path("user").path("name").asString())
                .isEqualTo("jan");

        fixture.pass(Duration.ofSeconds(1));
        var changed = call("PATCH", path, admin, "{\"user\":{\"name\":\"other\",\"password\":\"next\"}}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(call("POST", "/v3/auth/tokens", "", passwordLogin("other", "next", "p-jan"))
                        .status())
                .isEqualTo(201);
        assertThat(call("GET", "/v3/auth/catalog", user.token, "").status())
                .as("a token of the old password")
                .isEqualTo(401);
    }

    @Test
    void k03_k09_aMemberReachesNothingOfOthers() {
        var member = member("joe");
        var adminLogin = fixture.adminLogin();
        var adminId = adminLogin.user().id();
        var adminProject = adminLogin.project().orElseThrow().id();

        assertThat(call("GET", "/v3/users/" + member.id, member.token, "").status())
                .isEqualTo(200);
        assertThat(call("GET", "/v3/users/" + adminId, member.token, "").status())
                .isEqualTo(403);
        assertThat(call("GET", "/v3/projects/" + adminProject, member.token, "").status())
                .isEqualTo(404);
        var path = "/v3/users/" + member.id + "/credentials/OS-EC2";
        assertThat(call("POST", path, member.token, "{\"tenant_id\":\"" + adminProject + "\"}")
                        .status())
                .isEqualTo(403);
        assertThat(call("GET", "/v3/users/" + adminId + "/credentials/OS-EC2", member.token, "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void everyRouteButThePublicOnesAsksForATokenAndAdministratorsRoutesForTheirs() {
        var member = member("jim");
        for (var line : api.routes()) {
            var parts = line.split(" ");
            var path = parts[1].replaceAll("\\{[^}]*}", "x");
            if (parts[2].equals("PUBLIC")) continue;

            assertThat(call(parts[0], path, "", "{}").status()).as(line).isEqualTo(401);
            assertThat(call(parts[0], path, "forged", "{}", "X-User-Id", member.id)
                            .status())
                    .as("k13 " + line)
                    .isEqualTo(401);
            if (parts[2].equals("ADMINISTRATOR"))
                assertThat(call(parts[0], path, member.token, "{}").status())
                        .as(line)
                        .isEqualTo(403);
        }
    }

    @Test
    void k06_bodyAndQueryDoNotChangeWhoIsAsking() {
        var member = member("jon");
        var body = "{\"project\":{\"name\":\"mine\"},\"user_id\":\""
                + fixture.adminLogin().user().id() + "\",\"target\":{\"user\":\"admin\"},\"roles\":[\"admin\"]}";

        assertThat(call("POST", "/v3/projects", admin, body).status()).isEqualTo(201);
        assertThat(call("POST", "/v3/projects", member.token, body, "", "", "user_id=" + member.id)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void k12_r02_oversizedAndDeepBodiesAndRepeatedMethodsAreRefusedFast() {
        var deep = "{\"a\":".repeat(50_000) + "1";
        var large = "{\"auth\":\"" + "x".repeat(200_000) + "\"}";
        var methods = "{\"auth\":{\"identity\":{\"methods\":[" + "\"password\",".repeat(1000) + "\"password\"]}}}";
        var longPassword = passwordLogin("admin", "x".repeat(100_000), "admin");

        assertThat(call("POST", "/v3/auth/tokens", "", deep).status()).isIn(400, 413);
        assertThat(call("POST", "/v3/auth/tokens", "", large).status()).isEqualTo(413);
        assertThat(call("POST", "/v3/auth/tokens", "", methods).status()).isEqualTo(400);
        assertThat(call("POST", "/v3/auth/tokens", "", longPassword).status()).isEqualTo(400);
        assertThat(call("POST", "/v3/auth/tokens", "", "nonsense").status()).isEqualTo(400);
    }

    @Test
    void unknownPathsAndMethodsAreSaidSo() {
        assertThat(call("GET", "/v3/nothing", admin, "").status()).isEqualTo(404);
        assertThat(call("POST", "/v3", admin, "").status()).isEqualTo(405);
        assertThat(call("GET", "/v3/users/%zz", admin, "").status()).isEqualTo(400);
    }

    @Test
    void swiftsOwnLoginGivesTokenAndStorageUrl() {
        var legacy = new LegacyAuth(fixture.service, catalog, fixture.clock);

        var right = legacy.handle(request(
                "GET", "/auth/v1.0", "", "", "X-Auth-User", "admin:admin", "", "X-Auth-Key", IdentityFixture.PASSWORD));
        var wrong = legacy.handle(
                request("GET", "/auth/v1.0", "", "", "X-Auth-User", "admin:admin", "", "X-Auth-Key", "no"));

        assertThat(right.status()).isEqualTo(200);
        assertThat(right.headers().first("X-Storage-Url").orElseThrow()).startsWith("http://h/v1/AUTH_");
        assertThat(fixture.service.callerOfToken(
                        right.headers().first("X-Auth-Token").orElseThrow()))
                .isPresent();
        assertThat(wrong.status()).isEqualTo(401);
    }

    private Member member(String name) {
        var project = json(call("POST", "/v3/projects", admin, "{\"project\":{\"name\":\"p-" + name + "\"}}"))
                .path("project")
                .path("id")
                .asString();
        var user = json(call("POST", "/v3/users", admin, "{\"user\":{\"name\":\"" + name + "\",\"password\":\"pw\"}}"))
                .path("user")
                .path("id")
                .asString();
        var role = json(call("GET", "/v3/roles", admin, "", "", "", "name=member"))
                .path("roles")
                .path(0)
                .path("id")
                .asString();
        call("PUT", "/v3/projects/" + project + "/users/" + user + "/roles/" + role, admin, "");
        var login = call("POST", "/v3/auth/tokens", "", passwordLogin(name, "pw", "p-" + name));
        return new Member(user, login.headers().first("X-Subject-Token").orElseThrow());
    }

    private static String passwordLogin(String user, String password, String project) {
        return """
                {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"%s",
                "domain":{"id":"default"},"password":"%s"}}},
                "scope":{"project":{"name":"%s","domain":{"id":"default"}}}}}""".formatted(user, password, project);
    }

    private HttpResponse call(String method, String path, String token, String body, String... more) {
        return api.handle(request(method, path, token, body, more));
    }

    /// @param more a header's name and value, a query, and another header's name and value, as far as given
    private static HttpRequest request(String method, String path, String token, String body, String... more) {
        var headers = Headers.builder();
        if (!token.isEmpty()) headers.add("X-Auth-Token", token);
        if (more.length > 0 && !more[0].isEmpty()) headers.add(more[0], more[1]);
        if (more.length > 3) headers.add(more[3], more[4]);
        var query = more.length > 2 ? more[2] : "";
        return new HttpRequest(
                method, path, query, headers.build(), "127.0.0.1", new Body(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode json(HttpResponse response) {
        if (response.body() instanceof ResponseBody.Whole(var bytes))
            return JsonMapper.shared().readTree(bytes);
        throw new AssertionError("no body, status " + response.status());
    }

    private record Member(String id, String token) {}

    private static final class Body implements RequestBody {
        private final byte[] bytes;
        private final ByteSource source;

        Body(byte[] bytes) {
            this.bytes = bytes;
            this.source = ByteSource.of(bytes);
        }

        @Override
        public OptionalLong announcedBytes() {
            return OptionalLong.of(bytes.length);
        }

        @Override
        public @Nullable Chunk next() {
            return source.next();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
