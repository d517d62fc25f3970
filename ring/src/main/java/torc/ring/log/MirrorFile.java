package torc.ring.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import torc.common.id.Id128;

/// What a device of a store knows about itself and its peers; a block that is replaced atomically.
///
/// @param store the store's id
/// @param mirrors how many devices the store has
/// @param quorum how many of them an acknowledged record is on, at least
/// @param index this device's place among them, from 0
/// @param epoch how many times the store had been opened
/// @param lastSegment number of the newest segment; the log is not whole without it
/// @param failed a bit for each device that has missed acknowledged records
/// @param checkpoint sequence that the device's copy of the state reaches, -1 if it has none
public record MirrorFile(
        Id128 store, int mirrors, int quorum, int index, long epoch, long lastSegment, long failed, long checkpoint) {
    public static final String NAME = "mirror";
    public static final int VERSION = 1;

    private static final long MAGIC = 0x544f_5243_4d49_5231L; // "TORCMIR1"
    private static final int VERSION_AT = 8;
    private static final int BODY_AT = 12;
    private static final int CRC_AT = 72;
    private static final int BYTES = 76;

    /// What a folder's file says.
    public sealed interface Reading {
        record Read(MirrorFile file) implements Reading {}

        record Absent() implements Reading {}

        record OtherVersion(int version) implements Reading {}

        record Damaged(String why) implements Reading {}
    }

    public MirrorFile withEpoch(long newEpoch, long newLastSegment, long newFailed) {
        return new MirrorFile(store, mirrors, quorum, index, newEpoch, newLastSegment, newFailed, checkpoint);
    }

    public MirrorFile withCheckpoint(long newCheckpoint) {
        return new MirrorFile(store, mirrors, quorum, index, epoch, lastSegment, failed, newCheckpoint);
    }

    public MirrorFile withIndex(int newIndex, long newCheckpoint) {
        return new MirrorFile(store, mirrors, quorum, newIndex, epoch, lastSegment, failed, newCheckpoint);
    }

    public boolean hasFailed(int mirror) {
        return (failed & 1L << mirror) != 0;
    }

    /// Replaces the file of a folder durably.
    public void write(Disk disk, Path folder) throws IOException {
        var bytes = ByteBuffer.allocateDirect(BYTES);
        bytes.putLong(MAGIC).putInt(VERSION).putLong(store.high()).putLong(store.low());
        bytes.putInt(mirrors).putInt(quorum).putInt(index);
        bytes.putLong(epoch).putLong(lastSegment).putLong(failed).putLong(checkpoint);
        bytes.putInt(CRC_AT, RecordFormat.crc(bytes, 0, CRC_AT));
        var temporary = folder.resolve(NAME + ".new");
        try (var file = disk.create(temporary)) {
            file.write(bytes.clear(), 0);
            file.sync();
        }
        disk.rename(temporary, folder.resolve(NAME));
        disk.syncFolder(folder);
    }

    public static Reading read(Disk disk, Path folder) {
        var path = folder.resolve(NAME);
        if (!disk.exists(path)) return new Reading.Absent();
        try (var file = disk.open(path)) {
            var bytes = ByteBuffer.allocateDirect(BYTES);
            file.read(bytes, 0);
            return decode(bytes.flip(), file.size());
        } catch (IOException e) {
            return new Reading.Damaged(e.toString());
        }
    }

    private static Reading decode(ByteBuffer bytes, long size) {
        if (bytes.limit() < BODY_AT || bytes.getLong(0) != MAGIC) return new Reading.Damaged("no mirror file");
        // A version that this program does not know has a layout that it does not know either, checksum included.
        if (size != BYTES || bytes.getInt(CRC_AT) != RecordFormat.crc(bytes, 0, CRC_AT))
            return bytes.getInt(VERSION_AT) == VERSION || size == BYTES
                    ? new Reading.Damaged("checksum of the mirror file")
                    : new Reading.OtherVersion(bytes.getInt(VERSION_AT));
        if (bytes.getInt(VERSION_AT) != VERSION) return new Reading.OtherVersion(bytes.getInt(VERSION_AT));
        bytes.position(BODY_AT);
        return new Reading.Read(new MirrorFile(
                new Id128(bytes.getLong(), bytes.getLong()),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong()));
    }
}
