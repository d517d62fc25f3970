package torc.proxy.swift.listing;

import java.time.LocalDate;
import java.util.Arrays;

/// A growing run of bytes with what listings need: UTF-8, numbers and moments, written in place.
final class ByteWriter {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private byte[] bytes = new byte[4096];
    private int count;

    /// The day that [#moment] wrote last, and its text: entries of one listing share few days.
    private long day = Long.MIN_VALUE;

    private byte[] dayText = {};

    ByteWriter ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) bytes[count++] = (byte) text.charAt(i);
        return this;
    }

    ByteWriter sign(int octet) {
        room(1);
        bytes[count++] = (byte) octet;
        return this;
    }

    /// The sign at `index` of `text` in UTF-8, and the index behind it; a pair of surrogates is one sign.
    int utf8(String text, int index) {
        var c = text.charAt(index);
        room(4);
        if (c < 0x80) {
            bytes[count++] = (byte) c;
        } else if (c < 0x800) {
            bytes[count++] = (byte) (0xc0 | (c >> 6));
            bytes[count++] = (byte) (0x80 | (c & 0x3f));
        } else if (Character.isHighSurrogate(c) && index + 1 < text.length()) {
            int point = Character.toCodePoint(c, text.charAt(index + 1));
            bytes[count++] = (byte) (0xf0 | (point >> 18));
            bytes[count++] = (byte) (0x80 | ((point >> 12) & 0x3f));
            bytes[count++] = (byte) (0x80 | ((point >> 6) & 0x3f));
            bytes[count++] = (byte) (0x80 | (point & 0x3f));
            return index + 2;
        } else {
            bytes[count++] = (byte) (0xe0 | (c >> 12));
            bytes[count++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[count++] = (byte) (0x80 | (c & 0x3f));
        }
        return index + 1;
    }

    ByteWriter utf8(String text) {
        for (int i = 0; i < text.length(); ) i = utf8(text, i);
        return this;
    }

    ByteWriter number(long number) {
        if (number < 10 && number >= 0) return sign((int) ('0' + number));
        return ascii(Long.toString(number));
    }

    /// Such as `2014-05-14T16:53:20.123450`, cut to the five digits that Swift's clocks have.
    ByteWriter moment(long micros) {
        long inDay = Math.floorMod(micros, MICROS_PER_DAY);
        long thisDay = Math.floorDiv(micros, MICROS_PER_DAY);
        if (thisDay != day) {
            day = thisDay;
            dayText = LocalDate.ofEpochDay(day).toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        room(dayText.length + 16);
        System.arraycopy(dayText, 0, bytes, count, dayText.length);
        count += dayText.length;
        long seconds = inDay / 1_000_000;
        bytes[count++] = 'T';
        digits(seconds / 3600, 2);
        bytes[count++] = ':';
        digits(seconds / 60 % 60, 2);
        bytes[count++] = ':';
        digits(seconds % 60, 2);
        bytes[count++] = '.';
        digits(inDay % 1_000_000 / 10 * 10, 6);
        return this;
    }

    private void digits(long number, int width) {
        for (int i = count + width - 1; i >= count; i--) {
            bytes[i] = (byte) ('0' + number % 10);
            number /= 10;
        }
        count += width;
    }

    private void room(int more) {
        if (count + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, count + more));
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, count);
    }
}
