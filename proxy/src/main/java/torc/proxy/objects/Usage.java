package torc.proxy.objects;

/// Exact figures of a container or an account.
///
/// @param bytes the sum of the objects' lengths
public record Usage(long containers, long objects, long bytes) {
    public static final Usage NONE = new Usage(0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(containers + other.containers, objects + other.objects, bytes + other.bytes);
    }
}
