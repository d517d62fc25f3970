package torc.objectserver.segment;

/// Prepares the place in front of a tail.
interface Ahead {
    /// For a tail whose records come rarely, or in bulk and not in a hurry.
    Ahead NOTHING = (current, from, to) -> {};

    /// Told by the tail of every extent before it is written. May wait a little.
    void passing(Segment current, long from, long to);
}
