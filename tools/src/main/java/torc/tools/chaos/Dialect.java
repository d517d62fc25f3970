package torc.tools.chaos;

import java.util.Optional;

/// One of the object APIs, as far as the crash test uses it. An answer that says "done" returns true, one that
/// says
/// "not done" returns false, and everything else (no answer, 5xx) throws [NoAnswer].
interface Dialect {
    boolean put(String key, byte[] body) throws InterruptedException;

    boolean delete(String key) throws InterruptedException;

    boolean copy(String from, String to) throws InterruptedException;

    /// Stores the two parts and makes them one object.
    boolean putInParts(String key, byte[] first, byte[] second) throws InterruptedException;

    /// The object's bytes; empty if there is none.
    Optional<byte[]> get(String key) throws InterruptedException;
}
