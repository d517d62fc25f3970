package torc.common.stream;

import java.nio.ByteBuffer;

/// A run of bytes on its way through the house, with one owner at a time.
///
/// Whoever holds a chunk must call [#release()] exactly once or hand the chunk over. After that its
/// bytes may be overwritten by somebody else. Not safe for use by two threads at once.
public interface Chunk {
    /// The bytes between position and limit. Moving the position is allowed; the buffer may be direct
    /// or on the heap, and may be read-only.
    ByteBuffer bytes();

    /// Gives the memory back to where it came from.
    void release();

    /// A chunk over memory that the garbage collector looks after; releasing it does nothing.
    static Chunk unpooled(ByteBuffer bytes) {
        return new UnpooledChunk(bytes);
    }

    /// As [#unpooled(ByteBuffer)], over a whole array, which is not copied.
    static Chunk unpooled(byte[] bytes) {
        return new UnpooledChunk(ByteBuffer.wrap(bytes));
    }
}
