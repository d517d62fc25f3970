package torc.proxy.s3.object;

import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.proxy.objects.Objects.OpenObject;

/// The bytes of an opened object, which is closed with them.
record ObjectBytes(OpenObject object, ByteSource bytes) implements ByteSource {
    @Override
    public @Nullable Chunk next() {
        return bytes.next();
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } finally {
            object.close();
        }
    }
}
