package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers.ListedVersion;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ScanItem;

/// Listings of containers with versions. For one thread.
final class VersionPages {
    private static final String VERSIONS_FOLLOW = "\0";
    private static final int SCANNED_AT_ONCE = 1_000;

    private final Shelf shelf;
    private final ContainerName container;
    private final ListQuery query;
    private final OptionalLong afterVersion;
    private final List<Entry<ListedVersion>> entries = new ArrayList<>();

    VersionPages(Shelf shelf, ContainerName container, ListQuery query, OptionalLong afterVersion) {
        this.shelf = shelf;
        this.container = container;
        this.query = query;
        this.afterVersion = afterVersion;
    }

    /// A page of objects alone. The versions of a name are folded into one, which is left out: a seek for each
    /// name.
    static Listing<StoredObject> withoutVersions(
            Pages.Source source, ListQuery query, Function<Row, Optional<StoredObject>> item) {
        var folding = query.delimiter().isEmpty() ? query.with(VERSIONS_FOLLOW) : query;
        return Pages.list(
                source,
                'o',
                folding,
                row -> isOfVersion(row.key()) ? Optional.empty() : item.apply(row),
                folded -> !isOfVersion(folded) && holdsObject(source, folded, query.reverse()));
    }

    /// Whether a folded prefix holds more than versions of objects that are gone.
    private static boolean holdsObject(Pages.Source source, RowKey folded, boolean reverse) {
        var all = ListRange.of('o', new ListQuery(folded.text(1), VERSIONS_FOLLOW, "", "", 1, false));
        for (var range = all; !range.isEmpty(); ) {
            var found = source.scan(range, SCANNED_AT_ONCE);
            if (found.stream().anyMatch(ScanItem.Found.class::isInstance)) return true;
            if (found.size() < SCANNED_AT_ONCE) return false;
            range = range.past(found.getLast().key(), true, reverse);
        }
        return false;
    }

    static boolean isOfVersion(RowKey key) {
        return RowKeys.isVersion(key.text(1));
    }

    Listing<ListedVersion> list() {
        var range = begin();
        var goesOn = afterVersion.isPresent() && beginsAtMarker(ListRange.of('o', query));
        Run run = goesOn ? run(query.after()) : null;
        while (query.limit() > 0 && !range.isEmpty() && !isFull()) {
            var wanted = Math.min(query.limit() + 2, SCANNED_AT_ONCE);
            var found = shelf.ranges().scan(container, 'o', range, wanted, query.reverse());
            for (var item : found) {
                if (isFull()) break;
                switch (item) {
                    case ScanItem.Found(var row) -> {
                        var name = RowKeys.baseName(RowKeys.objectName(row.key()));
                        if (run == null || !run.name.equals(name)) {
                            if (run != null) run.end();
                            run = run(name);
                        }
                        run.add(row);
                    }
                    case ScanItem.Folded(var key) -> {
                        if (run != null) run.end();
                        run = null;
                        entries.add(new Entry.CommonPrefix<>(key.text(1)));
                    }
                }
            }
            if (found.size() < wanted) break;
            var last = found.getLast();
            range = range.past(last.key(), last instanceof ScanItem.Folded, query.reverse());
        }
        if (run != null) run.end();
        return isFull()
                ? new Listing<>(entries.subList(0, query.limit()), query.limit() > 0)
                : new Listing<>(entries, false);
    }

    private boolean isFull() {
        return entries.size() > query.limit();
    }

    /// Where the page begins: behind all versions of the marker's name, or behind one of them.
    private ListRange begin() {
        var range = ListRange.of('o', query);
        if (!beginsAtMarker(range)) return range;
        var versions = RowKeys.versions(query.after());
        if (afterVersion.isEmpty()) return query.reverse() ? range : range.startingAt(versions.endOfPrefix());
        if (afterVersion.getAsLong() == Long.MAX_VALUE) return query.reverse() ? range : range.startingAt(versions);
        var version = RowKeys.object(RowKeys.versionName(query.after(), afterVersion.getAsLong()));
        return query.reverse() ? new ListRange(range.from(), version, range.fold()) : range.startingAt(version.next());
    }

    /// Whether no folded prefix holds the marker.
    private boolean beginsAtMarker(ListRange range) {
        if (query.after().isEmpty()) return false;
        var marker = RowKeys.object(query.after());
        return query.reverse() ? range.end().equals(marker) : range.from().equals(marker.next());
    }

    private Run run(String name) {
        var isRest = afterVersion.isPresent() && name.equals(query.after());
        var run = new Run(name, isRest ? afterVersion : OptionalLong.empty());
        // A page that comes from behind, or begins with older versions, does not meet it before them.
        if (isRest || query.reverse()) run.readCurrent();
        return run;
    }

    /// What stands under one name, met in the order of the listing. A version that was made current again
    /// stands under the object's name and is put where it was.
    private final class Run {
        private final String name;
        private final OptionalLong behind;
        private @Nullable StoredObject current;
        private boolean stands;
        private @Nullable StoredObject held;
        private boolean isFirst = true;

        Run(String name, OptionalLong behind) {
            this.name = name;
            this.behind = behind;
        }

        void readCurrent() {
            var owned = shelf.ranges().read(new ObjectName(container, name), List.of(RowKeys.object(name)));
            owned.rows().getFirst().ifPresent(this::setCurrent);
            if (current == null || behind.isEmpty()) return;
            var isWanted = query.reverse() ? order(current) > behind.getAsLong() : order(current) < behind.getAsLong();
            if (!isWanted) current = null;
        }

        private void setCurrent(Row row) {
            var object = ObjectRow.decodeForListing(container, row.key(), row.value());
            var end = object.deleteAtSeconds();
            stands = end.isEmpty() || end.getAsLong() > shelf.nowSeconds();
            current = stands || object.isVersion() ? object : null;
        }

        void add(Row row) {
            if (!isOfVersion(row.key())) {
                if (!query.reverse()) setCurrent(row);
                return;
            }
            var version = ObjectRow.decodeForListing(container, row.key(), row.value());
            if (current != null && query.reverse() == order(current) < order(version)) emitCurrent();
            emit(version, false);
        }

        void end() {
            emitCurrent();
            if (held != null) give(held, query.reverse() && !stands && held.marker());
        }

        private void emitCurrent() {
            if (current != null) emit(current, stands && (query.reverse() || behind.isEmpty()));
            current = null;
        }

        /// A delete marker is current if nothing stands and it is the latest: the first one, or in reverse
        /// the last.
        private void emit(StoredObject object, boolean isCurrent) {
            if (held != null) give(held, false);
            held = null;
            var latest = isFirst && !query.reverse() && behind.isEmpty() && !stands && object.marker();
            isFirst = false;
            if (query.reverse() && !isCurrent) held = object;
            else give(object, isCurrent || latest);
        }

        private void give(StoredObject object, boolean isCurrent) {
            entries.add(new Entry.Item<>(new ListedVersion(object, isCurrent)));
        }

        private static long order(StoredObject object) {
            return object.version() == ObjectName.UNVERSIONED ? Long.MAX_VALUE : object.version();
        }
    }
}
