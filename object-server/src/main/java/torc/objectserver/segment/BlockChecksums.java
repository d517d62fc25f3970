package torc.objectserver.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import torc.common.id.Id128;
import torc.objectserver.device.PartitionDigest;

/// The checksums of a blob's blocks, taken while its bytes go by. For one thread.
///
/// What is kept is CRC32C of the block, exclusive-or a number made of the blob's id and the block's index, so that a
/// block that stands at another's place is found out too.
final class BlockChecksums {
    private final long salt;
    private final CRC32C current = new CRC32C();
    private int currentBytes;
    private int[] table = new int[4];
    private int blocks;

    BlockChecksums(Id128 blob) {
        salt = PartitionDigest.share(blob);
    }

    /// Takes all remaining bytes, and leaves the buffer's position alone.
    void add(ByteBuffer bytes) {
        var rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            var step = Math.min(rest.remaining(), SegmentFormat.BLOCK_BYTES - currentBytes);
            current.update(rest.slice(rest.position(), step));
            rest.position(rest.position() + step);
            currentBytes += step;
            if (currentBytes == SegmentFormat.BLOCK_BYTES) endBlock();
        }
    }

    /// Ends the last block and tells how many there are.
    int end() {
        if (currentBytes > 0) endBlock();
        return blocks;
    }

    /// Writes the table at the buffer's index `at`; its own checksum is the answer.
    int encode(ByteBuffer into, int at) {
        var out = into.duplicate().order(ByteOrder.BIG_ENDIAN).position(at);
        for (var block = 0; block < blocks; block++) out.putInt(table[block]);
        return crc(into.slice(at, 4 * blocks));
    }

    /// What the table must hold for a block with these bytes.
    static int checksum(Id128 blob, int block, ByteBuffer bytes) {
        return crc(bytes) ^ place(PartitionDigest.share(blob), block);
    }

    static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static int place(long salt, int block) {
        var mixed = (salt + block) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32);
    }

    private void endBlock() {
        if (blocks == table.length) table = Arrays.copyOf(table, 4 * blocks);
        table[blocks] = (int) current.getValue() ^ place(salt, blocks);
        blocks++;
        current.reset();
        currentBytes = 0;
    }
}
