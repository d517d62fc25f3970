package torc.tools.chaos;

import java.util.List;
import java.util.Optional;

/// One of the object APIs on one node, as far as the tests use it. An answer that does not tell what happened,
/// or none,
/// is a [NoAnswer].
interface Dialect {
    /// For histories: one word.
    String name();

    Done put(String key, byte[] body, Terms terms) throws InterruptedException;

    Done delete(String key) throws InterruptedException;

    Done copy(String from, String to) throws InterruptedException;

    /// Stores the two parts and makes them one object.
    Done putInParts(String key, byte[] first, byte[] second, Terms terms) throws InterruptedException;

    /// The object with its bytes; empty if there is none.
    Optional<Seen> get(String key) throws InterruptedException;

    /// Some of its bytes; fewer where it ends before, none where it ends before the first.
    Optional<Seen> getRange(String key, int first, int count) throws InterruptedException;

    Optional<Seen> head(String key) throws InterruptedException;

    /// What is there under names that begin so, in the order of the answer.
    List<Listed> list(String prefix) throws InterruptedException;
}
