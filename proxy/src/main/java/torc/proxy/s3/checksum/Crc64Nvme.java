package torc.proxy.s3.checksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/// CRC-64/NVME (NVM Express NVM Command Set Specification 1.0c, §5.2.1.3.4), eight bytes a step.
final class Crc64Nvme implements Checksum {
    /// The polynomial 0xAD93D23594C93659, bits reversed.
    static final long REFLECTED_POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

    private static final int SLICES = 8;
    private static final long[][] TABLES = tables();

    private long register = -1L;

    @Override
    public void update(int b) {
        register = TABLES[0][(int) (register ^ b) & 0xff] ^ (register >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        update(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void update(ByteBuffer buffer) {
        var bytes = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
        var crc = register;
        int at = 0;
        for (var end = bytes.limit() & ~7; at < end; at += 8) {
            var word = crc ^ bytes.getLong(at);
            crc = TABLES[7][(int) word & 0xff]
                    ^ TABLES[6][(int) (word >>> 8) & 0xff]
                    ^ TABLES[5][(int) (word >>> 16) & 0xff]
                    ^ TABLES[4][(int) (word >>> 24) & 0xff]
                    ^ TABLES[3][(int) (word >>> 32) & 0xff]
                    ^ TABLES[2][(int) (word >>> 40) & 0xff]
                    ^ TABLES[1][(int) (word >>> 48) & 0xff]
                    ^ TABLES[0][(int) (word >>> 56)];
        }
        for (; at < bytes.limit(); at++) crc = TABLES[0][(int) (crc ^ bytes.get(at)) & 0xff] ^ (crc >>> 8);
        register = crc;
        buffer.position(buffer.limit());
    }

    @Override
    public long getValue() {
        return ~register;
    }

    @Override
    public void reset() {
        register = -1L;
    }

    private static long[][] tables() {
        var tables = new long[SLICES][256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED_POLYNOMIAL;
            tables[0][i] = crc;
        }
        for (int i = 0; i < 256; i++) {
            for (int slice = 1; slice < SLICES; slice++) {
                var before = tables[slice - 1][i];
                tables[slice][i] = tables[0][(int) before & 0xff] ^ (before >>> 8);
            }
        }
        return tables;
    }
}
