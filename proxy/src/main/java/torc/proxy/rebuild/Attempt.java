package torc.proxy.rebuild;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import torc.common.id.Id128;
import torc.proxy.catalog.BlobPlace;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.rows.BlobNote;
import torc.proxy.rows.ObjectRow;

/// An object that was, or was to be, written under a name.
///
/// @param begunMicros when it, or its last part, began to come
/// @param upload the upload that made it; [ObjectRow#NO_UPLOAD] for others
/// @param parts of an upload in order of their numbers; else one
record Attempt(long begunMicros, ObjectAttributes attributes, Id128 upload, List<Run> parts) {
    private static final ObjectAttributes UNKNOWN =
            new ObjectAttributes("application/octet-stream", Map.of(), Map.of(), Map.of(), OptionalLong.empty());

    /// What the S3 dialect keeps with an upload and not with the object that it becomes.
    private static final String OF_UPLOADS = "s3-upload-";

    Attempt {
        parts = List.copyOf(parts);
    }

    /// The whole ones among all blobs of a name, the newest first.
    static List<Attempt> of(Collection<FoundBlob> blobs) {
        var plain = new ArrayList<FoundBlob>();
        var uploads = new LinkedHashMap<Id128, Map<Integer, List<FoundBlob>>>();
        for (var blob : blobs) {
            switch (blob.place()) {
                case BlobPlace.OfObject _ -> plain.add(blob);
                case BlobPlace.OfPart part ->
                    uploads.computeIfAbsent(part.upload(), _ -> new TreeMap<>())
                            .computeIfAbsent(part.number(), _ -> new ArrayList<>())
                            .add(blob);
            }
        }
        var attempts = new ArrayList<Attempt>();
        for (var run : Run.of(plain))
            attempts.add(new Attempt(
                    run.begunMicros(), run.attributes().orElse(UNKNOWN), ObjectRow.NO_UPLOAD, List.of(run)));
        uploads.forEach((upload, parts) -> ofUpload(upload, parts.values()).ifPresent(attempts::add));
        attempts.sort(Comparator.comparingLong(Attempt::begunMicros).reversed());
        return attempts;
    }

    /// Of each part the newest whole body. A part without one was never stored.
    private static Optional<Attempt> ofUpload(Id128 upload, Collection<List<FoundBlob>> blobsOfParts) {
        var parts = blobsOfParts.stream()
                .map(Run::of)
                .filter(runs -> !runs.isEmpty())
                .map(List::getFirst)
                .toList();
        if (parts.isEmpty()) return Optional.empty();
        var begun = parts.stream().mapToLong(Run::begunMicros).max().orElse(0);
        var attributes = parts.stream()
                .flatMap(part -> part.note().flatMap(BlobNote::upload).stream())
                .findFirst()
                .map(Attempt::ofObject)
                .orElse(UNKNOWN);
        return Optional.of(new Attempt(begun, attributes, upload, parts));
    }

    private static ObjectAttributes ofObject(ObjectAttributes upload) {
        var system = new HashMap<>(upload.system());
        system.keySet().removeIf(name -> name.startsWith(OF_UPLOADS));
        return new ObjectAttributes(
                upload.contentType(), upload.headers(), upload.metadata(), system, upload.deleteAtSeconds());
    }

    boolean isOfUpload() {
        return !upload.equals(ObjectRow.NO_UPLOAD);
    }

    long bytes() {
        return parts.stream().mapToLong(Run::bytes).sum();
    }
}
