package torc.control.keystone;

import torc.common.http.HttpResponse;
import torc.control.api.Access;
import torc.control.api.Answers;
import torc.control.api.ApiRequest;
import torc.control.api.ApiRouter;
import torc.control.api.Refused;
import torc.control.identity.Administration;
import torc.control.identity.Domain;

/// `/v3/domains`.
final class DomainRoutes {
    private final Administration administration;
    private final RecordJson records;

    DomainRoutes(Administration administration, RecordJson records) {
        this.administration = administration;
        this.records = records;
    }

    void addTo(ApiRouter<Actor> router) {
        router.add("GET", "/v3/domains", Access.ADMINISTRATOR, this::list)
                .add("POST", "/v3/domains", Access.ADMINISTRATOR, this::create)
                .add("GET", "/v3/domains/{domain}", Access.ADMINISTRATOR, this::show)
                .add("PATCH", "/v3/domains/{domain}", Access.ADMINISTRATOR, this::update)
                .add("DELETE", "/v3/domains/{domain}", Access.ADMINISTRATOR, this::delete);
    }

    private HttpResponse list(ApiRequest<Actor> request) {
        var name = request.query("name");
        var found = administration.domains().stream()
                .filter(domain -> name.map(domain.name()::equalsIgnoreCase).orElse(true))
                .toList();
        return records.list("domains", found, records::domain);
    }

    private HttpResponse create(ApiRequest<Actor> request) {
        var wanted = Json.object(request.json(), "domain");
        var domain = new Domain(
                administration.newId(),
                Json.name(Json.requiredText(wanted, "name")),
                Json.flag(wanted, "enabled").orElse(true),
                Json.text(wanted, "description").orElse(""));
        if (!administration.create(domain)) throw Refused.conflict("domain - the name is taken");
        return records.one(201, "domain", records.domain(domain));
    }

    private HttpResponse show(ApiRequest<Actor> request) {
        return records.one(200, "domain", records.domain(find(request)));
    }

    private HttpResponse update(ApiRequest<Actor> request) {
        var wanted = Json.object(request.json(), "domain");
        var id = find(request).id();
        var changed = Changes.done(
                administration.updateDomain(
                        id,
                        domain -> new Domain(
                                id,
                                Json.text(wanted, "name").map(Json::name).orElse(domain.name()),
                                Json.flag(wanted, "enabled").orElse(domain.enabled()),
                                Json.text(wanted, "description").orElse(domain.description()))),
                "domain",
                id);
        return records.one(200, "domain", records.domain(changed));
    }

    /// As in Keystone, a domain must be disabled first, so that nobody deletes one by a slip.
    private HttpResponse delete(ApiRequest<Actor> request) {
        var domain = find(request);
        if (domain.enabled()) throw Refused.forbidden();
        if (!administration.delete(domain)) throw Refused.conflict("domain - it still holds projects or users");
        return Answers.noContent();
    }

    private Domain find(ApiRequest<Actor> request) {
        var id = request.parameter("domain");
        return administration.domain(id).orElseThrow(() -> Refused.notFound("domain", id));
    }
}
