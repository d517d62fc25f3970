package torc.proxy.swift.bulk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Holds what is read for the header of one file in an archive to a limit, for its name and attributes are
/// collected in memory, and an archive may be packed a thousandfold (THREATS W14).
final class HeaderLimit extends FilterInputStream {
    private static final long MAX_BYTES = 1 << 20;

    private long left = Long.MAX_VALUE;

    HeaderLimit(InputStream in) {
        super(in);
    }

    void impose() {
        left = MAX_BYTES;
    }

    void lift() {
        left = Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
        var next = super.read();
        if (next >= 0) spend(1);
        return next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        var count = super.read(into, from, length);
        if (count > 0) spend(count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        var skipped = super.skip(count);
        spend(skipped);
        return skipped;
    }

    private void spend(long count) throws IOException {
        if (left == Long.MAX_VALUE) return;
        left -= count;
        if (left < 0) throw new IOException("a header of more than " + MAX_BYTES + " bytes");
    }
}
