package torc.proxy.swift.object;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.stream.Collectors;
import torc.common.http.HttpResponse;
import torc.objectserver.blob.BlobUnreadable;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.swift.bulk.BulkDelete;
import torc.proxy.swift.bulk.HeartbeatSource;
import torc.proxy.swift.bulk.Report;
import torc.proxy.swift.bulk.Statuses;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.content.ManifestRequest;
import torc.proxy.swift.content.StaticManifest;
import torc.proxy.swift.listing.ListingFormat;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftRequest;
import torc.ring.metadata.MetadataUnavailable;

/// Deletes static large objects with their segments (`multipart-manifest=delete`), those of nested ones first, each
/// with
/// the sender's rights.
final class ManifestDeletes {
    /// Entries that may wait at a time.
    private static final int MAX_WAITING = 10 * ManifestRequest.MAX_SEGMENTS;

    private final Objects objects;
    private final Contents contents;
    private final InstantSource clock;

    ManifestDeletes(Objects objects, Contents contents, InstantSource clock) {
        this.clock = clock;
        this.objects = objects;
        this.contents = contents;
    }

    private record Waiting(SwiftPath path, boolean isManifest) {}

    HttpResponse delete(SwiftRequest request) {
        requireAsAsked(request);
        var format = ListingFormat.liked(request.headers());
        return BulkDelete.streamed(format, HeartbeatSource.ifLong(new Deletion(request, format), clock));
    }

    /// Nothing is deleted if the manifest is not as the conditions ask; when its turn comes it is asked again.
    private void requireAsAsked(SwiftRequest request) {
        var name = request.path().objectName(Fault.NOT_FOUND);
        var conditions = WriteConditions.of(request, objects, name);
        if (!conditions.isNone() && conditions.forWrite(objects.find(name)) == Preconditions.Verdict.FAILED)
            throw new Refused(Fault.PRECONDITION_FAILED);
    }

    /// One entry a step.
    private final class Deletion implements HeartbeatSource.Work {
        private final SwiftRequest request;
        private final ListingFormat format;
        private final Report report = new Report("delete");
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private long deleted;
        private long missing;
        private String status = "200 OK";

        Deletion(SwiftRequest request, ListingFormat format) {
            this.request = request;
            this.format = format;
            waiting.add(new Waiting(request.path(), true));
        }

        @Override
        public boolean step() {
            var next = waiting.poll();
            if (next == null) return false;
            try {
                if (next.isManifest()) expand(next.path(), request, waiting);
                else if (ManifestDeletes.this.delete(next.path(), request)) deleted++;
                else missing++;
            } catch (Refused refused) {
                return refused(next.path(), refused);
            } catch (StoreUnavailable unavailable) {
                return refused(next.path(), new Refused(unavailable.full() ? Fault.OUT_OF_SPACE : Fault.UNAVAILABLE));
            } catch (MetadataUnavailable | BlobUnreadable unavailable) {
                return refused(next.path(), new Refused(Fault.UNAVAILABLE));
            }
            return true;
        }

        private boolean refused(SwiftPath path, Refused refused) {
            if (refused.fault() == Fault.NOT_FOUND) {
                missing++;
                return true;
            }
            var trouble = refused.detail().isEmpty() ? Statuses.of(refused) : refused.detail();
            report.trouble(PercentCoding.encode("/" + path.container() + "/" + path.object()), trouble);
            status = refused.fault() == Fault.UNAUTHORIZED ? "401 Unauthorized" : "400 Bad Request";
            return refused.fault() != Fault.UNAUTHORIZED;
        }

        @Override
        public byte[] report() {
            return report.set("Number Deleted", deleted)
                    .set("Number Not Found", missing)
                    .set("Response Body", "")
                    .set("Response Status", status)
                    .encode(format);
        }
    }

    /// Deletes the segments of a manifest that is to be deleted at once (`async=yes`): all in one container, and
    /// none a manifest itself. Swift leaves them to a daemon; here they are gone before the answer.
    ///
    /// @throws Refused if that is not so; then nothing is deleted
    void deleteSegments(SwiftRequest request) {
        requireAsAsked(request);
        var named = manifest(request.path(), request).named(request.path().account());
        var containers =
                named.stream().map(each -> each.path().container()).distinct().toList();
        if (containers.size() > 1) {
            var list = containers.stream()
                    .map(name -> '"' + PercentCoding.encode(name) + '"')
                    .collect(Collectors.joining(", "));
            throw new Refused(
                    Fault.MANIFEST_MALFORMED, "All segments must be in one container. Found segments in " + list);
        }
        if (named.stream().anyMatch(StaticManifest.Named::isManifest))
            throw new Refused(Fault.MANIFEST_MALFORMED, "No segments may be large objects.");
        for (var each : named) delete(each.path(), request);
    }

    /// Puts the manifest behind its segments.
    private void expand(SwiftPath path, SwiftRequest request, ArrayDeque<Waiting> waiting) {
        for (var named : manifest(path, request).named(path.account())) {
            if (waiting.size() >= MAX_WAITING)
                throw new Refused(Fault.MANIFEST_MALFORMED, "Too many buffered slo segments to delete.");
            waiting.add(new Waiting(named.path(), named.isManifest()));
        }
        waiting.add(new Waiting(path, false));
    }

    private StaticManifest manifest(SwiftPath path, SwiftRequest request) {
        request.reach().requireRead(path);
        var found = contents.openManifest(path, request.reach());
        try (var content = found.orElseThrow(() -> new Refused(Fault.NOT_FOUND))) {
            if (!LargeObjectMarks.isStatic(content.shown().object()))
                throw new Refused(Fault.MANIFEST_MALFORMED, "Not an SLO manifest");
            return StaticManifest.read(Contents.manifest(content));
        }
    }

    private boolean delete(SwiftPath path, SwiftRequest request) {
        request.reach().requireWrite(path);
        var name = path.objectName(Fault.NOT_FOUND);
        var conditions = path.equals(request.path()) ? WriteConditions.of(request, objects, name) : Preconditions.NONE;
        return switch (objects.delete(name, conditions)) {
            case Objects.DeleteOutcome.Deleted _ -> true;
            case Objects.DeleteOutcome.Missing _, Objects.DeleteOutcome.NoContainer _ -> false;
            case Objects.DeleteOutcome.PreconditionFailed _ -> throw new Refused(Fault.PRECONDITION_FAILED);
            case Objects.DeleteOutcome.Unavailable _ -> throw new Refused(Fault.UNAVAILABLE);
        };
    }
}
