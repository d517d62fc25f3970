package torc.objectserver.repair;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.StoredBlob;

/// Walks the blobs of a partition over several devices at once, in order of id, each blob once. Holds a
/// page of each device's listing. For one thread.
public final class PartitionUnion {
    private static final int PAGE = 256;

    private final List<Cursor> cursors = new ArrayList<>();

    /// A blob and the devices that hold a sound copy of it.
    public record Held(StoredBlob blob, List<BlobDevice> holders) {}

    public PartitionUnion(int partition, Collection<? extends BlobDevice> devices) {
        for (var device : devices) cursors.add(new Cursor(device, partition));
    }

    /// The next blob; empty at the end. A device that cannot be asked throws, since its copies would look
    /// missing.
    public Optional<Held> next() {
        Id128 least = null;
        for (var cursor : cursors) {
            var peeked = cursor.peek();
            if (peeked != null && (least == null || peeked.id().compareTo(least) < 0)) least = peeked.id();
        }
        return least == null ? Optional.empty() : Optional.of(take(least));
    }

    private Held take(Id128 blob) {
        var holders = new ArrayList<BlobDevice>();
        StoredBlob stored = null;
        for (var cursor : cursors) {
            var peeked = cursor.peek();
            if (peeked == null || !peeked.id().equals(blob)) continue;
            stored = peeked;
            holders.add(cursor.device);
            cursor.advance();
        }
        if (stored == null) throw new IllegalStateException("nobody holds " + blob);
        return new Held(stored, holders);
    }

    private static final class Cursor {
        private final BlobDevice device;
        private final int partition;
        private List<StoredBlob> page;
        private int at;

        Cursor(BlobDevice device, int partition) {
            this.device = device;
            this.partition = partition;
            this.page = device.list(partition, Optional.empty(), PAGE);
        }

        @Nullable
        StoredBlob peek() {
            return at < page.size() ? page.get(at) : null;
        }

        void advance() {
            at++;
            if (at < page.size() || page.size() < PAGE) return;
            page = device.list(partition, Optional.of(page.getLast().id()), PAGE);
            at = 0;
        }
    }
}
