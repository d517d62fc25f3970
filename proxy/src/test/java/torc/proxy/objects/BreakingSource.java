package torc.proxy.objects;

import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// Gives some bytes and then breaks, as a client does that vanishes.
public final class BreakingSource implements ByteSource {
    private byte @Nullable [] good;

    public BreakingSource(byte[] good) {
        this.good = good.length == 0 ? null : good;
    }

    @Override
    public @Nullable Chunk next() {
        if (good == null) throw new Broken();
        var chunk = Chunk.unpooled(good);
        good = null;
        return chunk;
    }

    @Override
    public void close() {}

    /// What it throws.
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
