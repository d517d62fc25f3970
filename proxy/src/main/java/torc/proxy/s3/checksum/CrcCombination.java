package torc.proxy.s3.checksum;

/// The CRC of two runs of bytes behind each other, from the CRC of each and the second's length.
///
/// Appending n zero bytes multiplies a CRC by x^(8n) modulo the polynomial; the second's CRC is added then.
/// Initial
/// value and final inversion, all ones in each CRC of S3, cancel out (M. Adler, zlib, `crc32_combine`).
final class CrcCombination {
    private final long polynomial;
    private final long top;

    /// @param polynomial bits reversed, so that the least power is the highest bit
    /// @param bits 32 or 64
    CrcCombination(long polynomial, int bits) {
        this.polynomial = polynomial;
        this.top = 1L << (bits - 1);
    }

    long combine(long first, long second, long secondBytes) {
        return times(powerOfX(secondBytes), first) ^ second;
    }

    /// x^(8·bytes) modulo the polynomial, by squaring.
    private long powerOfX(long bytes) {
        var power = top; // x^0
        var square = top >>> 8; // x^8
        for (var left = bytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) power = times(square, power);
            square = times(square, square);
        }
        return power;
    }

    private long times(long a, long b) {
        long product = 0;
        var shifted = b;
        for (var bit = top; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) product ^= shifted;
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ polynomial;
        }
        return product;
    }
}
