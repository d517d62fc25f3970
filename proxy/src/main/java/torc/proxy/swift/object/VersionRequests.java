package torc.proxy.swift.object;

import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Versioning;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.swift.content.VersionFields;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.request.VersionId;

/// Requests that name a version (`version-id`; Swift's object_versioning page).
public final class VersionRequests {
    private static final Headers NO_BODY =
            Headers.builder().add("Content-Type", "text/html; charset=UTF-8").build();

    private final Objects objects;
    private final Containers containers;

    public VersionRequests(Objects objects, Containers containers) {
        this.objects = objects;
        this.containers = containers;
    }

    /// @throws Refused if the container never kept versions
    public void require(SwiftPath path) {
        if (path.version() == ObjectName.UNVERSIONED) return;
        var container =
                containers.find(path.containerName(Fault.NOT_FOUND)).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
        if (Versioning.of(container.properties()) == Versioning.NEVER) throw new Refused(Fault.VERSIONS_NOT_KEPT);
    }

    /// Makes a version current.
    public HttpResponse put(SwiftRequest request) {
        if (request.path().version() == ObjectName.UNVERSIONED) throw new Refused(Fault.VERSION_ID_INVALID);
        var announced = request.http().body().announcedBytes();
        if (announced.isEmpty() && request.header("transfer-encoding").isEmpty())
            throw new Refused(Fault.CONTENT_LENGTH_REQUIRED);
        if (LinkUploads.hasBody(request.http().body())) throw new Refused(Fault.VERSION_HAS_BODY);
        var outcome = objects.restore(request.path().objectName(Fault.NOT_FOUND));
        if (outcome instanceof WriteOutcome.NoSource) throw new Refused(Fault.VERSION_MISSING);
        return HttpResponse.of(
                201, ObjectWrites.created(WriteOutcomes.stored(outcome)).build());
    }

    /// Deletes one version for good; or, of what is no version, takes away what is current without a marker.
    public HttpResponse delete(SwiftRequest request) {
        var name = request.path().objectName(Fault.NOT_FOUND);
        return switch (objects.delete(name, WriteConditions.of(request, objects, name))) {
            case Objects.DeleteOutcome.Deleted _ -> {
                if (name.version() == ObjectName.UNVERSIONED) yield HttpResponse.of(204, NO_BODY);
                var current =
                        objects.find(name.current()).map(StoredObject::version).orElse(ObjectName.UNVERSIONED);
                yield HttpResponse.of(
                        204,
                        NO_BODY.toBuilder()
                                .add(VersionFields.ID, VersionId.of(name.version()))
                                .add("X-Object-Current-Version-Id", VersionId.of(current))
                                .build());
            }
            case Objects.DeleteOutcome.Missing _, Objects.DeleteOutcome.NoContainer _ ->
                throw new Refused(Fault.NOT_FOUND);
            case Objects.DeleteOutcome.PreconditionFailed _ -> throw new Refused(Fault.PRECONDITION_FAILED);
            case Objects.DeleteOutcome.Unavailable _ -> throw new Refused(Fault.UNAVAILABLE);
        };
    }
}
