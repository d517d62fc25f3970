package torc.proxy.swift.container;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.proxy.objects.Container;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers;
import torc.proxy.objects.Containers.ListedVersion;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Versioning;
import torc.proxy.swift.access.Acl;
import torc.proxy.swift.edge.ReadOnly;
import torc.proxy.swift.etag.EtagQuoter;
import torc.proxy.swift.listing.ListingFormat;
import torc.proxy.swift.listing.ListingQueries;
import torc.proxy.swift.listing.ListingWriter;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.metadata.MetadataLimits;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.sync.SyncHeaders;
import torc.proxy.swift.sync.SyncSettings;
import torc.proxy.swift.time.Timestamps;

/// GET, HEAD, PUT, POST and DELETE of a container.
public final class ContainerRequests {
    private static final Headers NO_BODY =
            Headers.builder().add("Content-Type", "text/html; charset=UTF-8").build();

    private static final String TEMP_URL_KEY = Kind.CONTAINER.prefix() + "temp-url-key";

    private final Containers containers;
    private final DirectoryListing directories;
    private final MetadataLimits limits;
    private final SyncSettings sync;
    private final Supplier<StoragePolicies> policies;
    private final InstantSource clock;

    public ContainerRequests(ObjectService service, MetadataLimits limits, SyncSettings sync, InstantSource clock) {
        this.sync = sync;
        this.containers = service.containers();
        this.directories = new DirectoryListing(service, DirectoryListing.MAX_LOOKED_AT);
        this.limits = limits;
        this.policies = service::policies;
        this.clock = clock;
    }

    public HttpResponse head(SwiftRequest request) {
        var format = ListingFormat.of(request.query(), request.headers());
        return HttpResponse.of(204, describe(request, find(name(request)), format));
    }

    public HttpResponse get(SwiftRequest request) {
        var name = name(request);
        var query = ListingQueries.of(request.query());
        var isOfVersions = request.query().contains("versions");
        var format = isOfVersions
                ? ListingFormat.json(request.query(), request.headers())
                : ListingFormat.of(request.query(), request.headers());
        var headers = describe(request, find(name), format);
        if (isOfVersions) return versions(request, name, query, format, headers);
        var path = request.query().find("path");
        var listing = path.isPresent()
                ? directories.list(name, path.get(), query)
                : containers.list(name, query).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
        var writer = format.writer(name.account().text(), name.text());
        for (var entry : listing.entries()) {
            switch (entry) {
                case Entry.Item<StoredObject>(var object) -> writer.object(object);
                case Entry.CommonPrefix<StoredObject>(var prefix) -> writer.subdirectory(prefix);
            }
        }
        return listed(headers, writer);
    }

    private static HttpResponse listed(Headers headers, ListingWriter writer) {
        var body = writer.finish();
        return body.length == 0 ? HttpResponse.of(204, headers) : HttpResponse.of(200, headers, body);
    }

    private HttpResponse versions(
            SwiftRequest request, ContainerName name, ListQuery query, ListingFormat format, Headers headers) {
        var after = ListingQueries.versionMarker(request.query());
        var listing = containers.listVersions(name, query, after).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
        var writer = format.writer(name.account().text(), name.text());
        for (var entry : listing.entries()) {
            switch (entry) {
                case Entry.Item<ListedVersion>(var version) -> writer.version(version);
                case Entry.CommonPrefix<ListedVersion>(var prefix) -> writer.subdirectory(prefix);
            }
        }
        return listed(headers, writer);
    }

    public HttpResponse put(SwiftRequest request) {
        var change = change(request);
        var policy = policy(request);
        var name = request.path().containerName(Fault.CONTAINER_NAME_TOO_LONG);
        return HttpResponse.of(
                switch (containers.create(name, policy, change)) {
                    case CREATED -> 201;
                    case EXISTED -> 202;
                    case OTHER_POLICY -> throw new Refused(Fault.POLICY_DIFFERS);
                    case ACCOUNT_ENDED -> throw new Refused(Fault.NOT_FOUND);
                },
                NO_BODY);
    }

    public HttpResponse post(SwiftRequest request) {
        var change = change(request);
        if (!containers.update(name(request), change)) throw new Refused(Fault.NOT_FOUND);
        return HttpResponse.of(204, NO_BODY);
    }

    public HttpResponse delete(SwiftRequest request) {
        return switch (containers.delete(name(request))) {
            case DELETED -> HttpResponse.of(204, NO_BODY);
            case MISSING -> throw new Refused(Fault.NOT_FOUND);
            case NOT_EMPTY -> throw new Refused(Fault.CONTAINER_NOT_EMPTY);
            case HAS_VERSIONS -> throw new Refused(Fault.CONTAINER_HAS_VERSIONS);
        };
    }

    private static ContainerName name(SwiftRequest request) {
        return request.path().containerName(Fault.NOT_FOUND);
    }

    private Container find(ContainerName name) {
        return containers.find(name).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
    }

    /// What a request changes. Who may use the container, but does not own it, changes nothing of who else may:
    /// such headers of theirs come to nothing, as in Swift.
    private UnaryOperator<Map<String, String>> change(SwiftRequest request) {
        ContainerChange.checkQuotas(request.headers());
        return new ContainerChange(
                properties(request), request.headers().contains(ContainerProperties.VERSIONS_ENABLED));
    }

    private PropertyChange properties(SwiftRequest request) {
        var headers = request.headers();
        if (!request.owner())
            return changed(versioned(headers, PropertyChange.of(headers, Kind.CONTAINER, limits))
                    .leave(TEMP_URL_KEY));
        var readers = headers.first("x-container-read").map(text -> Acl.clean(text, false));
        var writers = headers.first("x-container-write").map(text -> Acl.clean(text, true));
        var change = versioned(headers, PropertyChange.of(headers, Kind.CONTAINER, limits));
        ArchiveHeaders.read(headers, request.path(), change);
        EtagQuoter.read(headers, Kind.CONTAINER, change);
        ReadOnly.read(request, Kind.CONTAINER, change);
        if (headers.contains("x-remove-container-read")) change.set(ContainerProperties.READ, "");
        if (headers.contains("x-remove-container-write")) change.set(ContainerProperties.WRITE, "");
        readers.ifPresent(acl -> change.set(ContainerProperties.READ, acl));
        writers.ifPresent(acl -> change.set(ContainerProperties.WRITE, acl));
        SyncHeaders.read(request, change, sync);
        if (!request.ownerDomainId().isEmpty()) change.set(ContainerProperties.OWNER_DOMAIN, request.ownerDomainId());
        return changed(change);
    }

    private static PropertyChange versioned(Headers headers, PropertyChange change) {
        var enabled = headers.first(ContainerProperties.VERSIONS_ENABLED);
        if (enabled.isEmpty()) return change;
        var versioning = Flags.isTrue(enabled.get()) ? Versioning.ENABLED : Versioning.SUSPENDED;
        return change.set(Versioning.PROPERTY, versioning.value());
    }

    private PropertyChange changed(PropertyChange change) {
        var now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return change.set(ContainerProperties.CHANGED_MICROS, Long.toString(now));
    }

    /// The policy that is asked for by name.
    private OptionalInt policy(SwiftRequest request) {
        var asked = request.header("x-storage-policy");
        if (asked.isEmpty()) return OptionalInt.empty();
        var found = policies.get().named(asked).orElseThrow(() -> new Refused(Fault.POLICY_UNKNOWN, asked));
        return OptionalInt.of(found.number());
    }

    private Headers describe(SwiftRequest request, Container container, ListingFormat format) {
        var changed = ContainerProperties.modifiedMicros(container);
        var headers = Headers.builder()
                .add("Content-Type", format.contentType())
                .add("X-Container-Object-Count", Long.toString(container.usage().objects()))
                .add("X-Container-Bytes-Used", Long.toString(container.usage().bytes()))
                .add("X-Timestamp", Timestamps.normal(container.createdMicros()))
                .add("X-Put-Timestamp", Timestamps.normal(changed))
                .add("Last-Modified", Timestamps.lastModified(changed))
                .add("X-Storage-Policy", policies.get().name(container.policy()))
                .add("Accept-Ranges", "bytes");
        if (!request.query().contains("format")) headers.add("Vary", "Accept");
        ContainerProperties.show(container, request.owner(), headers);
        EtagQuoter.show(container.properties(), Kind.CONTAINER, headers);
        ReadOnly.show(container.properties(), Kind.CONTAINER, headers);
        return headers.build();
    }
}
