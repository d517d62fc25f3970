package torc.proxy.objects;

/// A storage policy: how the blobs of a container are kept.
///
/// @param number which ids of blobs tell, 0 to 63
/// @param name letters, digits and hyphens
public record StoragePolicy(int number, String name) {
    public StoragePolicy {
        if (!name.matches("[A-Za-z0-9-]{1,64}"))
            throw new IllegalArgumentException("a storage policy's name has letters, digits and hyphens: " + name);
    }
}
