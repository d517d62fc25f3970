package torc.objectserver.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobUnreadable;

/// Which copies of a blob are still to be tried by one read, and how the others ended. For one thread at a time.
public final class ReadTrail {
    private final Id128 blob;
    private final int partition;
    private final Iterator<Member> order;
    private final ArrayDeque<Member> again = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();
    private final RepairRequests repairs;
    private boolean onlyMissing = true;

    public ReadTrail(Id128 blob, int partition, Iterator<Member> order, RepairRequests repairs) {
        this.blob = blob;
        this.partition = partition;
        this.order = order;
        this.repairs = repairs;
    }

    /// The next copy to try; null if none is left. Devices that are left alone after failures come up at the end
    /// of the order, and are asked then, since a byte late is better than no byte.
    @Nullable
    Member next() {
        return order.hasNext() ? order.next() : again.poll();
    }

    boolean hasNext() {
        return order.hasNext() || !again.isEmpty();
    }

    /// This copy was slower than another one, but may be needed yet.
    void mayBeTriedAgain(Member member) {
        again.add(member);
    }

    public void ended(Member member, CopyEnd end) {
        failures.add(member.device().name() + " " + end.words());
        switch (end) {
            case CopyEnd.Missing _ -> {}
            case CopyEnd.Damaged _, CopyEnd.Ended _ -> {
                onlyMissing = false;
                repairs.request(blob, partition);
            }
            case CopyEnd.Unavailable _ -> {
                onlyMissing = false;
                member.breaker().failed();
            }
        }
    }

    /// A copy opened after others did not: those want repair.
    public void opened(Member member) {
        member.breaker().succeeded();
        if (!failures.isEmpty()) repairs.request(blob, partition);
    }

    /// What to say when no copy opened.
    public BlobReadOutcome verdict() {
        return onlyMissing ? new BlobReadOutcome.Missing() : new BlobReadOutcome.Unavailable(causes());
    }

    public BlobUnreadable unreadable(String why) {
        return new BlobUnreadable(blob, failures.isEmpty() ? why : causes());
    }

    private String causes() {
        return String.join("; ", failures);
    }
}
