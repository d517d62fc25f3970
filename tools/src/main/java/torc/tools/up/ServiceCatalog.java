package torc.tools.up;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torc.control.keystone.Catalog;
import torc.tools.cluster.PublicUrls;
import torc.tools.cluster.Roles;
import torc.tools.config.TorcConfig;

/// What this process tells clients of where services are: itself, and for what its roles leave out another node.
///
/// @param apiUrl this node's OpenStack APIs
/// @param s3Url this node's S3; empty if it serves none
/// @param nodes where other nodes are reached; empty without a cluster
record ServiceCatalog(TorcConfig config, List<String> roles, String apiUrl, String s3Url, Optional<PublicUrls> nodes) {
    Catalog catalog() {
        var region = config.s3().regions().getFirst();
        return roles.contains(Roles.PROXY)
                ? new Catalog(region, services(Optional.of(PublicUrls.Urls.of(apiUrl, s3Url))))
                : new Catalog(region, () -> services(nodes.flatMap(PublicUrls::ofProxy)));
    }

    private List<Catalog.Service> services(Optional<PublicUrls.Urls> proxy) {
        var services = new ArrayList<Catalog.Service>();
        if (roles.contains(Roles.CONTROL))
            services.add(new Catalog.Service("identity", "identity", "keystone", apiUrl + "/identity"));
        var account = "/v1/" + config.swift().access().resellerPrefix() + "$(project_id)s";
        proxy.ifPresent(urls -> {
            services.add(new Catalog.Service("swift", "object-store", "swift", urls.api() + account));
            services.add(new Catalog.Service("s3", "s3", "s3", urls.s3()));
        });
        return services;
    }
}
