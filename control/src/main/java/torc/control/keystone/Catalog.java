package torc.control.keystone;

import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import torc.control.api.Answers;
import torc.control.identity.Login;

/// The services that this cloud offers and where they are reached.
///
/// @param region name of the only region
/// @param offered the services as they are now
public record Catalog(String region, Supplier<List<Service>> offered) {
    /// Services that never change.
    public Catalog(String region, List<Service> services) {
        this(region, always(List.copyOf(services)));
    }

    private static Supplier<List<Service>> always(List<Service> services) {
        return () -> services;
    }

    /// The services as they are now.
    public List<Service> services() {
        return offered.get();
    }

    /// A service as the catalog lists it.
    ///
    /// @param type such as `object-store`
    /// @param url address, in which `$(project_id)s` stands for the project of the token
    public record Service(String id, String type, String name, String url) {}

    /// The catalog for a token; services of a project's own are left out without a project.
    ArrayNode of(Login login) {
        var list = Answers.object().putArray("catalog");
        for (var service : services()) {
            var needsProject = service.url().contains("$(project_id)s");
            if (needsProject && login.project().isEmpty()) continue;
            var url = login.project()
                    .map(project -> service.url().replace("$(project_id)s", project.id()))
                    .orElse(service.url());
            var entry = list.addObject()
                    .put("id", service.id())
                    .put("type", service.type())
                    .put("name", service.name());
            var endpoints = entry.putArray("endpoints");
            for (var face : new String[] {"public", "internal", "admin"}) {
                endpoints
                        .addObject()
                        .put("id", service.id() + "-" + face)
                        .put("interface", face)
                        .put("region", region)
                        .put("region_id", region)
                        .put("url", url);
            }
        }
        return list;
    }

    /// The storage address of a project, for `/auth/v1.0`.
    String storageUrl(String projectId) {
        return services().stream()
                .filter(service -> service.type().equals("object-store"))
                .map(service -> service.url().replace("$(project_id)s", projectId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the catalog has no object store"));
    }
}
