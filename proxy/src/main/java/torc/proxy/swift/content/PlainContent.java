package torc.proxy.swift.content;

import java.util.List;
import torc.common.stream.ByteSource;
import torc.proxy.objects.Objects.OpenObject;

/// The bytes that are stored under the object's own name.
record PlainContent(OpenObject open, Shown shown) implements Content {
    @Override
    public ByteSource read(long firstByte, long endByte) {
        return open.read(firstByte, endByte);
    }

    @Override
    public List<Long> partEdges() {
        return List.of();
    }

    @Override
    public void close() {
        open.close();
    }
}
