package torc.objectserver.segment;

import java.util.List;
import torc.objectserver.index.IndexEntry;

/// A record as a scan finds it: its head is whole; its data has yet to be checked.
record FoundRecord(RecordHeader header, EndMark mark, int dataOffset) {
    long endOffset() {
        return header.offset() + mark.recordBytes();
    }

    IndexEntry entry(IndexEntry.State state) {
        return new IndexEntry(
                state,
                header.partition(),
                header.sequence(),
                header.segment(),
                header.offset(),
                dataOffset,
                mark.dataBytes(),
                mark.recordBytes(),
                state == IndexEntry.State.DELETED ? header.owner().deadline().toEpochMilli() : 0,
                List.of());
    }
}
