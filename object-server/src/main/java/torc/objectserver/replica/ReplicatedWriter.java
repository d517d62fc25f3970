package torc.objectserver.replica;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.blob.BlobWriter;
import torc.objectserver.device.BlobHeader;

/// Writes all copies of a blob at once. Bytes are copied once, into buffers that the copies' lanes share; a
/// device that stays behind is dropped from the write after a while and its copy is made up for by repair.
final class ReplicatedWriter implements BlobWriter {
    /// A device known to be slow is waited for so many times shorter.
    private static final int SLOW_SHARE = 16;

    private final BlobHeader header;
    private final ReplicaLimits limits;
    private final SharedBuffers buffers;
    private final ThreadFactory threads;
    private final WriteTargets targets;
    private final Ballot ballot;
    private final Runnable repair;
    private final List<CopyLane> lanes;
    private long bytes;
    private String failure = "";
    private boolean ended;

    ReplicatedWriter(
            BlobHeader header,
            Members members,
            ReplicaLimits limits,
            SharedBuffers buffers,
            ThreadFactory threads,
            RepairRequests repairs) {
        this.header = header;
        this.limits = limits;
        this.buffers = buffers;
        this.threads = threads;
        this.targets = new WriteTargets(members.handoffs(header.partition()));
        this.repair = () -> repairs.request(header.id(), header.partition());
        var primaries = members.primaries(header.partition());
        this.ballot = new Ballot(primaries.size(), primaries.size() / 2 + 1);
        this.lanes = new ArrayList<>(primaries.size());
        for (var primary : primaries) {
            var lane = new CopyLane(header, primary, targets, ballot, repair::run, limits.laneBuffers());
            lanes.add(lane);
            threads.newThread(lane).start();
        }
    }

    @Override
    public Id128 id() {
        return header.id();
    }

    @Override
    public void write(ByteBuffer data) {
        bytes = Announced.plus(bytes, data.remaining(), header);
        try {
            while (data.hasRemaining() && failure.isEmpty()) share(data);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "interrupted";
        }
        // Whoever goes on writing all the same must not keep devices waiting for what does not come.
        if (!failure.isEmpty()) giveUp(failure);
        data.position(data.limit());
    }

    private void share(ByteBuffer data) throws InterruptedException {
        var live = lanes.stream().filter(lane -> !lane.ended()).toList();
        if (live.isEmpty()) {
            failure = "no copy is left";
            return;
        }
        var buffer = buffers.copy(data, live.size(), limits.commitLimit().toNanos());
        if (buffer == null) {
            failure = "no memory for replicated writes came free";
            return;
        }
        var given = 0;
        try {
            for (var lane : live) {
                if (!lane.consume(buffer, limits.laneStall().toNanos())) lane.abandon("takes no more bytes", true);
                given++;
            }
        } finally { // Whoever is interrupted owes the buffer the holders that never got it.
            for (; given < live.size(); given++) buffer.release();
        }
    }

    @Override
    public BlobWriteOutcome commit() {
        if (ended) throw new IllegalStateException("blob " + header.id() + " has ended");
        if (!failure.isEmpty()) {
            close();
            return refusal(failure);
        }
        ended = true;
        try {
            for (var lane : lanes) {
                if (!lane.commit(bytes, limits.laneStall().toNanos())) lane.abandon("takes no more bytes", true);
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

    private BlobWriteOutcome outcome(Ballot.Decision decision) {
        if (decision.accepted()) {
            if (!decision.complete()) completeLater();
            return new BlobWriteOutcome.Stored(bytes, decision.durable());
        }
        giveUp("too few copies");
        return refusal(decision.failures());
    }

    private BlobWriteOutcome refusal(String cause) {
        return targets.onlyFull()
                ? new BlobWriteOutcome.Full()
                : new BlobWriteOutcome.Unavailable(cause + "; " + targets.causes());
    }

    private void completeLater() {
        lanes.forEach(CopyLane::isLate);
        repair.run();
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
