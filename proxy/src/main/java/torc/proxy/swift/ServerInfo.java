package torc.proxy.swift;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Names;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.swift.bulk.ArchiveUpload;
import torc.proxy.swift.bulk.BulkDelete;
import torc.proxy.swift.content.ManifestRequest;
import torc.proxy.swift.content.SymbolicLink;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;

/// `/info` and `/healthcheck`: what anybody may know.
final class ServerInfo {
    private final String limits;
    private final String crossDomainPolicy;
    private final Supplier<StoragePolicies> policies;
    private final InfoView view;

    /// The limits told are those that the code enforces, and only features that are served appear.
    ServerInfo(SwiftSettings settings, Supplier<StoragePolicies> policies, InstantSource clock) {
        this.view = new InfoView(settings, clock);
        this.policies = policies;
        this.crossDomainPolicy = settings.edge().crossDomainPolicy();
        var metadata = settings.metadata();
        this.limits = """
                {"slo": {"max_manifest_segments": %d, "max_manifest_size": %d, "yield_frequency": 10, \
                "min_segment_size": 1, "allow_async_delete": true}, \
                "object_versioning": {}, "container_quotas": {}, "account_quotas": {}, "staticweb": {}, "container_sync": %s, "formpost": {"allowed_digests": ["sha1", "sha256", "sha512"], \
                "deprecated_digests": ["sha1"]}, \
                "etag_quoter": {"enable_by_default": false}, \
                "bulk_upload": {"max_containers_per_extraction": %d, "max_failed_extractions": %d}, \
                "bulk_delete": {"max_deletes_per_request": %d, "max_failed_deletes": %d}, \
                "domain_remap": {"default_reseller_prefix": null}, \
                "versioned_writes": {"allowed_flags": ["x-versions-location", "x-history-location"]}, \
                "symlink": {"symloop_max": %d, "static_links": true}, \
                "tempauth": {"account_acls": true}, \
                "tempurl": {"methods": ["GET", "HEAD", "PUT", "POST", "DELETE"], \
                "incoming_remove_headers": ["x-timestamp", "x-open-expired"], "incoming_allow_headers": [], \
                "outgoing_remove_headers": ["x-object-meta-*"], \
                "outgoing_allow_headers": ["x-object-meta-public-*"], \
                "allowed_digests": ["sha1", "sha256", "sha512"], "deprecated_digests": ["sha1"]}, \
                "swift": {"version": "2.38.3", "account_autocreate": true, "allow_account_management": %s, "allow_open_expired": %s, \
                "max_file_size": %d, "max_meta_name_length": %d, "max_meta_value_length": %d, \
                "max_meta_count": %d, "max_meta_overall_size": %d, "max_header_size": %d, \
                "max_object_name_length": %d, "max_container_name_length": %d, "max_account_name_length": %d, \
                "container_listing_limit": %d, "account_listing_limit": %d, "extra_header_count": 0, \
                "valid_api_versions": ["v1", "v1.0"], "strict_cors_mode": true, \
                "policies":\s""".formatted(
                        ManifestRequest.MAX_SEGMENTS,
                        ManifestRequest.MAX_BYTES,
                        settings.sync().info(),
                        ArchiveUpload.MAX_CONTAINERS,
                        ArchiveUpload.MAX_FAILURES,
                        BulkDelete.MAX_NAMES,
                        BulkDelete.MAX_FAILURES,
                        SymbolicLink.MAX_LINKS,
                        settings.accountManagement(),
                        settings.openExpired(),
                        settings.maxObjectBytes(),
                        metadata.maxNameBytes(),
                        metadata.maxValueBytes(),
                        metadata.maxCount(),
                        metadata.maxOverallBytes(),
                        metadata.maxHeaderBytes(),
                        Names.MAX_OBJECT_BYTES,
                        Names.MAX_CONTAINER_BYTES,
                        Names.MAX_ACCOUNT_BYTES,
                        ListQuery.MAX_LIMIT,
                        ListQuery.MAX_LIMIT);
    }

    HttpResponse info(HttpRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> {
                var admin = view.isAdministrators(request);
                yield HttpResponse.of(200, contentType("application/json; charset=UTF-8"), view.of(info(), admin));
            }
            case "OPTIONS" ->
                HttpResponse.of(
                        200,
                        Headers.builder().add("Allow", "HEAD, GET, OPTIONS").build());
            default ->
                throw new Refused(Fault.METHOD_NOT_ALLOWED)
                        .with(Headers.builder()
                                .add("Allow", "HEAD, GET, OPTIONS")
                                .build());
        };
    }

    private String info() {
        var current = policies.get();
        return current.all().stream()
                .map(policy -> "{\"name\": \"%s\", \"aliases\": \"%s\"%s}"
                        .formatted(
                                policy.name(),
                                policy.name(),
                                policy.number() == current.standard() ? ", \"default\": true" : ""))
                .collect(Collectors.joining(", ", limits + "[", "]}}"));
    }

    /// Empty if the operator has no policy.
    Optional<HttpResponse> crossDomain(HttpRequest request) {
        if (crossDomainPolicy.isEmpty() || !request.method().equals("GET")) return Optional.empty();
        var body = """
                <?xml version="1.0"?>
                <!DOCTYPE cross-domain-policy SYSTEM "http://www.adobe.com/xml/dtds/cross-domain-policy.dtd" >
                <cross-domain-policy>
                %s
                </cross-domain-policy>""".formatted(crossDomainPolicy);
        return Optional.of(HttpResponse.of(200, contentType("application/xml"), body));
    }

    HttpResponse health() {
        return HttpResponse.of(200, contentType("text/plain"), "OK");
    }

    private static Headers contentType(String type) {
        return Headers.builder().add("Content-Type", type).build();
    }
}
