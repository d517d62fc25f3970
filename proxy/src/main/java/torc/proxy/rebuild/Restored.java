package torc.proxy.rebuild;

/// What a rebuild has made.
///
/// @param objects all of them
/// @param uploads those that are made of the parts of an upload, of which headers do not tell whether it was
/// completed
/// @param bytes of the objects
/// @param bare objects of which the headers do not tell type and metadata: they are of a release that did not
/// write it
/// @param lost names of which no whole object was left
public record Restored(long containers, long objects, long uploads, long bytes, long bare, long lost) {
    public static final Restored NOTHING = new Restored(0, 0, 0, 0, 0, 0);

    Restored plus(Restored other) {
        return new Restored(
                containers + other.containers,
                objects + other.objects,
                uploads + other.uploads,
                bytes + other.bytes,
                bare + other.bare,
                lost + other.lost);
    }
}
