package torc.objectserver.replica;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceBlobWriter;

/// Begins copies of one blob: each on its primary, or on the next handoff device that takes it. Safe for the
/// lanes of one write.
public final class WriteTargets {
    private final Iterator<Member> handoffs;
    private final List<String> refusals = new ArrayList<>();
    private int full;

    public WriteTargets(Iterator<Member> handoffs) {
        this.handoffs = handoffs;
    }

    /// A copy that has begun.
    record Target(Member member, DeviceBlobWriter writer, boolean primary) {}

    /// Begins a copy on this primary or else on a handoff device; null if none takes it.
    ///
    /// @param wanted whether to try another device after one that did not take it
    @Nullable
    Target begin(BlobHeader header, @Nullable Member primary, BooleanSupplier wanted) {
        var writer = primary == null ? null : tryBegin(header, primary);
        if (primary != null && writer != null) return new Target(primary, writer, true);
        for (var next = nextHandoff(wanted); next != null; next = nextHandoff(wanted)) {
            writer = tryBegin(header, next);
            if (writer != null) return new Target(next, writer, false);
        }
        return null;
    }

    private @Nullable DeviceBlobWriter tryBegin(BlobHeader header, Member member) {
        if (!member.admits()) return refused(member, "left alone after failures");
        member.writeBegins(); // A device may hang already here.
        try {
            return switch (member.device().begin(header)) {
                case BeginOutcome.Begun begun -> begun.writer();
                case BeginOutcome.Full _ -> noRoom(member);
                case BeginOutcome.Unavailable(var cause) -> failed(member, cause);
                case BeginOutcome.Exists _, BeginOutcome.Deleted _ -> refused(member, "the id is taken");
            };
        } catch (RuntimeException e) {
            return failed(member, e.toString());
        } finally {
            member.writeEnds();
        }
    }

    private synchronized @Nullable Member nextHandoff(BooleanSupplier wanted) {
        return wanted.getAsBoolean() && handoffs.hasNext() ? handoffs.next() : null;
    }

    private synchronized @Nullable DeviceBlobWriter noRoom(Member member) {
        member.wasFull();
        full++;
        refusals.add(member.device().name() + ": full");
        return null;
    }

    private @Nullable DeviceBlobWriter failed(Member member, String cause) {
        member.breaker().failed();
        return refused(member, cause);
    }

    private synchronized @Nullable DeviceBlobWriter refused(Member member, String cause) {
        refusals.add(member.device().name() + ": " + cause);
        return null;
    }

    /// Whether every refusal was for want of room, and there was one.
    public synchronized boolean onlyFull() {
        return full > 0 && full == refusals.size();
    }

    public synchronized String causes() {
        return refusals.isEmpty() ? "no device" : String.join("; ", refusals);
    }
}
