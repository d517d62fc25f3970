package torc.common.stream;

import java.nio.ByteBuffer;

record UnpooledChunk(ByteBuffer bytes) implements Chunk {
    @Override
    public void release() {
        // The garbage collector owns this memory.
    }
}
