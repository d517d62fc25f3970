package torc.proxy.swift.request;

/// What the sender of a request may touch besides what its path names: segments of a large object, and what a link
/// leads
/// to. Judged as a request for it would be (THREATS W02, W12). For one request's thread.
public interface Reach {
    /// @param path an object to be read, or a container to be listed
    /// @throws Refused if the sender may not
    void requireRead(SwiftPath path);

    /// @param path an object to be written or deleted
    /// @throws Refused if the sender may not
    void requireWrite(SwiftPath path);
}
