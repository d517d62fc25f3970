package torc.control.keystone;

import torc.common.http.HttpResponse;
import torc.control.api.Access;
import torc.control.api.Answers;
import torc.control.api.ApiRequest;
import torc.control.api.ApiRouter;

/// `/v3/services`, `/v3/endpoints` and `/v3/regions`: the catalog as lists. Where services are is settled by the
/// configuration, so nothing can be changed here.
final class CatalogRoutes {
    private final Catalog catalog;
    private final RecordJson records;

    CatalogRoutes(Catalog catalog, RecordJson records) {
        this.catalog = catalog;
        this.records = records;
    }

    void addTo(ApiRouter<Actor> router) {
        router.add("GET", "/v3/services", Access.ADMINISTRATOR, this::services)
                .add("GET", "/v3/endpoints", Access.ADMINISTRATOR, this::endpoints)
                .add("GET", "/v3/regions", Access.AUTHENTICATED, this::regions);
    }

    private HttpResponse services(ApiRequest<Actor> request) {
        return records.list(
                "services",
                catalog.services(),
                service -> Answers.object()
                        .put("id", service.id())
                        .put("type", service.type())
                        .put("name", service.name())
                        .put("enabled", true));
    }

    private HttpResponse endpoints(ApiRequest<Actor> request) {
        return records.list(
                "endpoints",
                catalog.services(),
                service -> Answers.object()
                        .put("id", service.id() + "-public")
                        .put("service_id", service.id())
                        .put("interface", "public")
                        .put("region", catalog.region())
                        .put("region_id", catalog.region())
                        .put("url", service.url())
                        .put("enabled", true));
    }

    private HttpResponse regions(ApiRequest<Actor> request) {
        return records.list(
                "regions",
                java.util.List.of(catalog.region()),
                region -> Answers.object()
                        .put("id", region)
                        .put("description", "")
                        .putNull("parent_region_id"));
    }
}
