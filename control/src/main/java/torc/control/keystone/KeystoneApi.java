package torc.control.keystone;

import tools.jackson.databind.node.ObjectNode;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.control.api.Access;
import torc.control.api.Answers;
import torc.control.api.ApiRequest;
import torc.control.api.ApiRouter;
import torc.control.identity.IdentityService;

/// The Identity API v3 (OpenStack api-ref, "Identity API v3"), mounted where its paths begin with `/v3`. The
/// route
/// table of all of it is made here.
public final class KeystoneApi implements HttpHandler {
    /// The API version whose behaviour is served.
    private static final String VERSION = "v3.14";

    private final ApiRouter<Actor> router;
    private final String baseUrl;

    /// @param baseUrl where the API is reached, such as `http://127.0.0.1:8080/identity`
    public KeystoneApi(IdentityService identity, Catalog catalog, String baseUrl) {
        this.baseUrl = baseUrl;
        var records = new RecordJson(baseUrl);
        var administration = identity.administration();
        router = new ApiRouter<>(new TokenGate(identity));
        router.add("GET", "/", Access.PUBLIC, this::versions).add("GET", "/v3", Access.PUBLIC, this::version);
        new TokenRoutes(identity, catalog, records).addTo(router);
        new DomainRoutes(administration, records).addTo(router);
        new ProjectRoutes(administration, records).addTo(router);
        new UserRoutes(administration, records).addTo(router);
        new RoleRoutes(administration, records).addTo(router);
        new Ec2Routes(administration, records).addTo(router);
        new CatalogRoutes(catalog, records).addTo(router);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return router.handle(request);
    }

    /// All routes, for tests that must name every one.
    java.util.List<String> routes() {
        return router.table();
    }

    private HttpResponse versions(ApiRequest<Actor> request) {
        var body = Answers.object();
        body.putObject("versions").putArray("values").add(describe());
        // Keystone answers the list of versions with 300 and a Location.
        return Answers.json(
                300, body, Headers.builder().add("Location", baseUrl + "/v3/").build());
    }

    private HttpResponse version(ApiRequest<Actor> request) {
        var body = Answers.object();
        body.set("version", describe());
        return Answers.json(200, body);
    }

    private ObjectNode describe() {
        var version =
                Answers.object().put("id", VERSION).put("status", "stable").put("updated", "2020-04-07T00:00:00Z");
        version.putArray("links").addObject().put("rel", "self").put("href", baseUrl + "/v3/");
        version.putArray("media-types")
                .addObject()
                .put("base", "application/json")
                .put("type", "application/vnd.openstack.identity-v3+json");
        return version;
    }
}
