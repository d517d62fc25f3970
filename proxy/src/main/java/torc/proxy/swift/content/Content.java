package torc.proxy.swift.content;

import java.util.List;
import torc.common.stream.ByteSource;

/// An object that is being read. Close in every case.
public interface Content extends AutoCloseable {
    Shown shown();

    /// Its bytes from `firstByte` (inclusive) to `endByte` (exclusive). What cannot be read at its beginning is known
    /// when this returns; what fails later breaks off.
    ByteSource read(long firstByte, long endByte);

    /// Where its parts begin, and where the last one ends; empty for an object without parts.
    List<Long> partEdges();

    @Override
    void close();
}
