package torc.proxy.rebuild;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.rows.BlobNote;
import torc.proxy.rows.Extent;

/// Blobs that follow each other without a gap from the first byte of one body on.
///
/// @param begunMicros when the body began to come, as far as is known
/// @param note what the first blob tells
record Run(long begunMicros, Optional<BlobNote> note, List<Extent> extents) {
    /// How long before its deadline a body began whose header does not say when.
    private static final long USUAL_MICROS = Duration.ofDays(1).toNanos() / 1_000;

    Run {
        extents = List.copyOf(extents);
    }

    /// The whole bodies among the blobs of an object or of a part, the newest first. What has gaps, is shorter
    /// than
    /// was announced, or cannot be told apart is left out.
    static List<Run> of(Collection<FoundBlob> blobs) {
        var byBody = new TreeMap<Long, List<FoundBlob>>();
        for (var blob : blobs)
            byBody.computeIfAbsent(blob.deadlineMicros(), _ -> new ArrayList<>())
                    .add(blob);
        return byBody.values().stream()
                .map(Run::ofOneBody)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Run::begunMicros).reversed())
                .toList();
    }

    private static Optional<Run> ofOneBody(List<FoundBlob> blobs) {
        blobs.sort(Comparator.comparingLong(blob -> blob.place().offset()));
        var extents = new ArrayList<Extent>();
        long end = 0;
        for (var blob : blobs) {
            if (blob.place().offset() != end || blob.bytes() == 0) return Optional.empty();
            extents.add(Extent.owned(blob.id(), blob.bytes(), blob.seal()));
            end += blob.bytes();
        }
        var first = blobs.getFirst();
        var announced = first.note().map(BlobNote::announced);
        if (announced.isPresent()
                && announced.get().isPresent()
                && announced.get().getAsLong() != end) return Optional.empty();
        var begun = first.note().map(BlobNote::begunMicros).orElse(first.deadlineMicros() - USUAL_MICROS);
        return Optional.of(new Run(begun, first.note(), extents));
    }

    long bytes() {
        return extents.stream().mapToLong(Extent::bytes).sum();
    }

    Optional<ObjectAttributes> attributes() {
        return note.map(BlobNote::attributes);
    }
}
