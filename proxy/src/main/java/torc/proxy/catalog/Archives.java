package torc.proxy.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import torc.common.stream.ByteSource;
import torc.proxy.objects.Archiving;
import torc.proxy.objects.Archiving.Mode;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.Names;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.WriteOutcome;

/// Copies what is overwritten or deleted to another container, and back (Swift's older way of versioning). A
/// copy moves no bytes, but it is a step of its own: a crash may leave one too many, and never one too few, for
/// the object is replaced only as it was copied.
final class Archives {
    private static final String MARKER_TYPE = "application/x-deleted;swift_versions_deleted=1";
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final CopyRequest AS_IT_IS =
            new CopyRequest(Preconditions.NONE, Preconditions.NONE, attributes -> attributes, Long.MAX_VALUE);

    private final Shelf shelf;
    private final Objects objects;
    private final Containers containers;

    /// @param objects makes no copies of what it replaces, whatever the container
    Archives(Shelf shelf, Objects objects, Containers containers) {
        this.shelf = shelf;
        this.objects = objects;
        this.containers = containers;
    }

    /// Copies what stands under a name to the archive.
    ///
    /// @return why that cannot be; empty if it is done, or nothing stands there
    Optional<WriteOutcome> keep(ObjectName name, Archiving archiving) {
        var found = objects.find(name);
        if (found.isEmpty()) return Optional.empty();
        var at = archived(name, archiving, found.get().modifiedMicros());
        if (at.isEmpty()) return Optional.of(new WriteOutcome.NotArchived());
        return switch (objects.copy(name, at.get(), AS_IT_IS)) {
            case WriteOutcome.Stored _, WriteOutcome.NoSource _ -> Optional.empty();
            case WriteOutcome.NoContainer _ -> Optional.of(new WriteOutcome.NotArchived());
            case WriteOutcome outcome -> Optional.of(outcome);
        };
    }

    /// Does what comes before the deletion of an object.
    ///
    /// @param stands whether there is an object
    /// @return how it ended, if it was not the object that had to be deleted
    Optional<DeleteOutcome> beforeDelete(ObjectName name, Archiving archiving, boolean stands) {
        return archiving.mode() == Mode.HISTORY ? leaveBehind(name, archiving) : bringBack(name, archiving, stands);
    }

    private Optional<DeleteOutcome> leaveBehind(ObjectName name, Archiving archiving) {
        var refusal = keep(name, archiving).or(() -> mark(name, archiving));
        return refusal.map(outcome -> outcome instanceof WriteOutcome.NotArchived
                ? new DeleteOutcome.PreconditionFailed()
                : new DeleteOutcome.Unavailable("the archive takes no copy"));
    }

    private Optional<WriteOutcome> mark(ObjectName name, Archiving archiving) {
        var at = archived(name, archiving, shelf.nowMicros());
        if (at.isEmpty()) return Optional.of(new WriteOutcome.NotArchived());
        var attributes = new ObjectAttributes(MARKER_TYPE, Map.of(), Map.of(), Map.of(), OptionalLong.empty());
        var marker =
                new PutRequest(ByteSource.empty(), OptionalLong.of(0), attributes, Map::of, "", Preconditions.NONE, 0);
        return switch (objects.put(at.get(), marker)) {
            case WriteOutcome.Stored _ -> Optional.empty();
            case WriteOutcome.NoContainer _ -> Optional.of(new WriteOutcome.NotArchived());
            case WriteOutcome outcome -> Optional.of(outcome);
        };
    }

    /// The latest copy takes the object's place. A marker among the copies says that there was no object then:
    /// so none stands there again, or if none does, what was there before the marker.
    private Optional<DeleteOutcome> bringBack(ObjectName name, Archiving archiving, boolean stands) {
        var latest = latest(name, archiving, "");
        if (latest.isEmpty()) return Optional.empty();
        var copy = latest.get();
        if (!isMarker(copy)) return Optional.of(restore(copy, name));
        if (stands) return Optional.empty();
        var before = latest(name, archiving, copy.name().text());
        if (before.isPresent()
                && !isMarker(before.get())
                && !(restore(before.get(), name) instanceof DeleteOutcome.Deleted))
            return Optional.of(new DeleteOutcome.Unavailable("the copy cannot be brought back"));
        return Optional.of(objects.delete(copy.name(), Preconditions.NONE));
    }

    private DeleteOutcome restore(StoredObject copy, ObjectName name) {
        return switch (objects.copy(copy.name(), name, AS_IT_IS)) {
            case WriteOutcome.Stored _ -> objects.delete(copy.name(), Preconditions.NONE);
            case WriteOutcome.NoContainer _ -> new DeleteOutcome.NoContainer();
            default -> new DeleteOutcome.Unavailable("the copy cannot be brought back");
        };
    }

    private Optional<StoredObject> latest(ObjectName name, Archiving archiving, String before) {
        var query = new ListQuery(prefix(name), "", before, "", 1, true);
        return containers
                .list(archiving.container(), query)
                .flatMap(page -> page.entries().stream()
                        .findFirst()
                        .map(entry -> ((Listing.Entry.Item<StoredObject>) entry).item()));
    }

    private static boolean isMarker(StoredObject copy) {
        return copy.attributes().contentType().equals(MARKER_TYPE);
    }

    private static String prefix(ObjectName name) {
        var length = name.text().getBytes(StandardCharsets.UTF_8).length;
        return "%03x%s/".formatted(length, name.text());
    }

    /// Empty if the name is too long for an archive.
    private static Optional<ObjectName> archived(ObjectName name, Archiving archiving, long micros) {
        var time = "%010d.%05d".formatted(micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND / 10);
        var text = prefix(name) + time;
        return text.getBytes(StandardCharsets.UTF_8).length > Names.MAX_OBJECT_BYTES
                ? Optional.empty()
                : Optional.of(new ObjectName(archiving.container(), text));
    }
}
