package torc.objectserver.erasure;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobUnreadable;
import torc.objectserver.erasure.code.ErasureCode;

/// Reads a range of a blob row by row: the cells that the range touches, or, where one of them is not to be had
/// in time, any as many as
/// there are data fragments, from which it is calculated. A range within one cell reads no more than itself.
final class FragmentedSource implements ByteSource {
    private final FragmentRace race;
    private final ErasureCode code;
    private final StripeLayout layout;
    private final long firstByte;
    private final long endByte;
    private final ArrayDeque<ByteBuffer> ready = new ArrayDeque<>();
    private long nextRow;

    private FragmentedSource(FragmentRace race, ErasureCode code, StripeLayout layout, long firstByte, long endByte) {
        this.race = race;
        this.code = code;
        this.layout = layout;
        this.firstByte = firstByte;
        this.endByte = endByte;
        this.nextRow = firstByte < endByte ? layout.rowOf(firstByte) : 0;
    }

    /// Opens the range, and reads its first row, so that a blob that cannot be read is known at once.
    static BlobReadOutcome open(FragmentRace race, ErasureCode code, long firstByte, long endByte) {
        try {
            race.gather(new FragmentRace.Wanted(0, 0, new BitSet(), 1, _ -> 0));
            race.rest();
            var layout = new StripeLayout(code.data(), code.parity(), race.fragmentBytes());
            var end = endByte <= layout.leastBytes() ? endByte : Math.min(endByte, blobBytes(race, layout));
            var source = new FragmentedSource(race, code, layout, Math.min(firstByte, end), end);
            if (source.firstByte < end) source.readRow();
            return new BlobReadOutcome.Opened(source);
        } catch (BlobUnreadable | IllegalArgumentException _) {
            race.rest();
            return race.verdict();
        }
    }

    /// By any trailer: fragments alone leave it open how much of the last cells is filling.
    private static long blobBytes(FragmentRace race, StripeLayout layout) {
        var bytes = FragmentTrailer.bytes(layout.data() + layout.parity());
        var runs = race.gather(
                new FragmentRace.Wanted(layout.cellsBytes(), bytes, new BitSet(), 1, _ -> layout.fragmentBytes()));
        race.rest();
        for (var run : runs.entrySet()) {
            var trailer = FragmentTrailer.decode(run.getValue(), layout.data(), layout.parity(), run.getKey());
            if (trailer.isPresent()
                    && trailer.get().blobBytes() >= layout.leastBytes()
                    && trailer.get().blobBytes() <= layout.mostBytes())
                return trailer.get().blobBytes();
        }
        throw race.unreadable("its trailer is none");
    }

    @Override
    public @Nullable Chunk next() {
        while (ready.isEmpty() && endByte > firstByte && nextRow <= lastRow()) readRow();
        var bytes = ready.poll();
        return bytes == null ? null : Chunk.unpooled(bytes);
    }

    private long lastRow() {
        return layout.rowOf(endByte - 1);
    }

    /// The range's bytes within a row, as half-open bounds in the blob.
    private long firstIn(long row) {
        return Math.max(firstByte, row * layout.rowBytes());
    }

    private long endIn(long row) {
        return Math.min(endByte, (row + 1) * layout.rowBytes());
    }

    private BitSet neededIn(long row) {
        var needed = new BitSet();
        needed.set(layout.indexOf(firstIn(row)), layout.indexOf(endIn(row) - 1) + 1);
        return needed;
    }

    private boolean isWithinOneCell() {
        return layout.rowOf(firstByte) == lastRow() && layout.indexOf(firstByte) == layout.indexOf(endByte - 1);
    }

    private void readRow() {
        var row = nextRow++;
        var needed = neededIn(row);
        var skipped = isWithinOneCell() ? layout.offsetOf(firstByte) : 0;
        var bytes = isWithinOneCell() ? (int) (endByte - firstByte) : layout.cellBytes(row);
        var runs = race.gather(new FragmentRace.Wanted(
                row * StripeLayout.CELL_BYTES + skipped, bytes, needed, code.data(), this::readTo));
        var cells = needed.stream().allMatch(runs::containsKey) ? runs : decode(runs, needed, bytes);
        for (var index = needed.nextSetBit(0); index >= 0; index = needed.nextSetBit(index + 1)) {
            var cellAt = row * layout.rowBytes() + (long) index * layout.cellBytes(row) + skipped;
            var from = (int) Math.max(0, firstByte - cellAt);
            var to = (int) Math.min(bytes, endByte - cellAt);
            ready.add(java.util.Objects.requireNonNull(cells.get(index)).slice(from, to - from));
        }
    }

    /// Up to where fragments are read ahead: into the last row only those that it is needed of.
    private long readTo(int index) {
        if (isWithinOneCell()) return 0;
        var last = lastRow();
        var isNeeded = index >= code.data() || neededIn(last).get(index);
        return last * StripeLayout.CELL_BYTES + (isNeeded ? layout.cellBytes(last) : 0);
    }

    private Map<Integer, ByteBuffer> decode(Map<Integer, ByteBuffer> runs, BitSet needed, int bytes) {
        var present = runs.keySet().stream()
                .mapToInt(Integer::intValue)
                .limit(code.data())
                .toArray();
        var lost = needed.stream().filter(index -> !runs.containsKey(index)).toArray();
        var inputs = new ArrayList<ByteBuffer>();
        for (var index : present) inputs.add(java.util.Objects.requireNonNull(runs.get(index)));
        var outputs = new ArrayList<ByteBuffer>();
        for (var _ : lost) outputs.add(ByteBuffer.allocate(bytes));
        code.decoder(present, lost).apply(inputs, outputs);
        for (var i = 0; i < lost.length; i++) runs.put(lost[i], outputs.get(i));
        return runs;
    }

    @Override
    public void close() {
        ready.clear();
        nextRow = Long.MAX_VALUE;
        race.rest();
    }
}
