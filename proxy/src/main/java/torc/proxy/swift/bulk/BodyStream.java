package torc.proxy.swift.bulk;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// A source as libraries read it. For one thread.
public final class BodyStream extends InputStream {
    private final ByteSource source;
    private @Nullable Chunk chunk;
    private boolean ended;

    public BodyStream(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        if (length == 0) return 0;
        while (true) {
            var current = chunk;
            if (current != null && current.bytes().hasRemaining()) {
                var count = Math.min(length, current.bytes().remaining());
                current.bytes().get(into, from, count);
                return count;
            }
            if (current != null) current.release();
            chunk = ended ? null : source.next();
            ended |= chunk == null;
            if (ended) return -1;
        }
    }

    @Override
    public void close() {
        if (chunk != null) chunk.release();
        chunk = null;
        ended = true;
    }
}
