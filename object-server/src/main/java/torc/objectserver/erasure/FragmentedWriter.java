package torc.objectserver.erasure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.blob.BlobWriter;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.erasure.code.ErasureCode;
import torc.objectserver.replica.Ballot;
import torc.objectserver.replica.CopyLane;
import torc.objectserver.replica.Members;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.SharedBuffers;
import torc.objectserver.replica.WriteTargets;

/// Writes all fragments of a blob at once. Bytes are gathered until a row is full, which is then encoded and
/// handed to the
/// fragments' lanes; the last row is as short as can be.
///
/// A write counts when k fragments would be left without any one device: with each on a device of its own that
/// is k + 1.
final class FragmentedWriter implements BlobWriter {
    /// A device known to be slow is waited for so many times shorter.
    private static final int SLOW_SHARE = 16;

    private final BlobHeader header;
    private final ErasureCode code;
    private final ReplicaLimits limits;
    private final SharedBuffers buffers;
    private final ThreadFactory threads;
    private final WriteTargets targets;
    private final Ballot ballot;
    private final Runnable repair;
    private final List<CopyLane> lanes = new ArrayList<>();
    private final CRC32C[] checksums;
    private final byte[] row;
    private int rowFilled;
    private long bytes;
    private long fragmentBytes;
    private String failure = "";
    private boolean ended;

    /// @param header of the blob; `repair` completes it
    FragmentedWriter(
            BlobHeader header,
            ErasureCode code,
            Members members,
            ReplicaLimits limits,
            SharedBuffers buffers,
            ThreadFactory threads,
            Runnable repair) {
        this.header = header;
        this.code = code;
        this.limits = limits;
        this.buffers = buffers;
        this.threads = threads;
        this.repair = repair;
        this.targets = new WriteTargets(members.anyOther(header.partition()));
        this.ballot = new Ballot(code.fragments(), Math.min(code.data() + 1, code.fragments()));
        this.checksums = new CRC32C[code.fragments()];
        var rowBytes = (long) code.data() * StripeLayout.CELL_BYTES;
        this.row = new byte[(int) Math.min(rowBytes, header.maxBytes() + code.data())];
        for (var index = 0; index < code.fragments(); index++) {
            checksums[index] = new CRC32C();
            var lane = new CopyLane(
                    fragmentHeader(index),
                    members.primary(header.partition(), index),
                    targets,
                    ballot,
                    repair::run,
                    limits.laneBuffers());
            lanes.add(lane);
            threads.newThread(lane).start();
        }
    }

    private BlobHeader fragmentHeader(int index) {
        var rows = header.maxBytes() / ((long) code.data() * StripeLayout.CELL_BYTES);
        var lastRow = header.maxBytes() - rows * code.data() * StripeLayout.CELL_BYTES;
        var most = rows * StripeLayout.CELL_BYTES
                + (lastRow + code.data() - 1) / code.data()
                + FragmentTrailer.bytes(code.fragments());
        return new BlobHeader(FragmentIds.fragment(header.id(), index), header.partition(), header.owner(), most);
    }

    @Override
    public Id128 id() {
        return header.id();
    }

    @Override
    public void write(ByteBuffer data) {
        var sum = Math.addExact(bytes, data.remaining());
        if (sum > header.maxBytes())
            throw new IllegalStateException(
                    "blob " + header.id() + " was announced with at most " + header.maxBytes() + " bytes");
        bytes = sum;
        var rowBytes = code.data() * StripeLayout.CELL_BYTES;
        while (data.hasRemaining() && failure.isEmpty()) {
            var step = Math.min(data.remaining(), rowBytes - rowFilled);
            data.get(row, rowFilled, step);
            rowFilled += step;
            if (rowFilled == rowBytes) endRow();
        }
        if (!failure.isEmpty()) giveUp(failure);
        data.position(data.limit());
    }

    private void endRow() {
        var cellBytes = (rowFilled + code.data() - 1) / code.data();
        java.util.Arrays.fill(row, rowFilled, cellBytes * code.data(), (byte) 0);
        var cells = take(cellBytes);
        if (cells == null) return;
        var views = cells.stream().map(SharedBuffers.Shared::view).toList();
        for (var index = 0; index < code.data(); index++) views.get(index).put(0, row, index * cellBytes, cellBytes);
        code.encoder().apply(views.subList(0, code.data()), views.subList(code.data(), code.fragments()));
        for (var index = 0; index < code.fragments(); index++)
            checksums[index].update(views.get(index).duplicate());
        rowFilled = 0;
        fragmentBytes += cellBytes;
        send(cells);
    }

    private @Nullable List<SharedBuffers.Shared> take(int cellBytes) {
        try {
            var taken = buffers.take(code.fragments(), limits.commitLimit().toNanos());
            if (taken == null) failure = "no memory for writes came free";
            else taken.forEach(each -> each.limit(cellBytes));
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "interrupted";
            return null;
        }
    }

    private void send(List<SharedBuffers.Shared> cells) {
        var live = 0;
        for (var index = 0; index < cells.size(); index++) {
            var lane = lanes.get(index);
            try {
                if (lane.consume(cells.get(index), limits.laneStall().toNanos())) live++;
                else lane.abandon("takes no more bytes", true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cells.get(index).release();
                failure = "interrupted";
            }
        }
        if (live < code.data() && failure.isEmpty()) failure = "too few fragments are left";
    }

    @Override
    public BlobWriteOutcome commit() {
        if (ended) throw new IllegalStateException("blob " + header.id() + " has ended");
        if (rowFilled > 0 && failure.isEmpty()) endRow();
        if (failure.isEmpty()) sendTrailers();
        if (!failure.isEmpty()) {
            close();
            return refusal(failure);
        }
        ended = true;
        try {
            for (var lane : lanes) {
                if (!lane.commit(fragmentBytes, limits.laneStall().toNanos()))
                    lane.abandon("takes no more bytes", true);
            }
            var straggler = limits.straggler().toNanos();
            if (!lanes.stream().allMatch(lane -> lane.stored() || lane.promises())) straggler /= SLOW_SHARE;
            return outcome(ballot.decide(limits.commitLimit().toNanos(), straggler));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp("interrupted");
            return new BlobWriteOutcome.Unavailable("interrupted");
        }
    }

    private void sendTrailers() {
        var length = FragmentTrailer.bytes(code.fragments());
        var taken = take(length);
        if (taken == null) return;
        var sums = new int[code.fragments()];
        for (var index = 0; index < sums.length; index++) sums[index] = (int) checksums[index].getValue();
        for (var index = 0; index < sums.length; index++)
            taken.get(index).view().put(new FragmentTrailer(code.data(), code.parity(), index, bytes, sums).encode());
        fragmentBytes += length;
        send(taken);
    }

    private BlobWriteOutcome outcome(Ballot.Decision decision) {
        if (!decision.accepted()) {
            giveUp("too few fragments");
            return refusal(decision.failures());
        }
        if (!decision.complete()) {
            lanes.forEach(CopyLane::isLate);
            repair.run();
        }
        return new BlobWriteOutcome.Stored(bytes, decision.durable());
    }

    private BlobWriteOutcome refusal(String cause) {
        return targets.onlyFull()
                ? new BlobWriteOutcome.Full()
                : new BlobWriteOutcome.Unavailable(cause + "; " + targets.causes());
    }

    @Override
    public void close() {
        if (ended) return;
        ended = true;
        giveUp("given up");
    }

    /// No row will name the blob: what became durable goes, what is under way stops.
    private void giveUp(String cause) {
        ballot.giveUp();
        for (var lane : lanes) {
            if (lane.stored()) threads.newThread(lane::removeCopy).start();
            else lane.abandon(cause, false);
        }
    }
}
