package torc.proxy.swift.listing;

import torc.proxy.objects.Containers.ListedVersion;
import torc.proxy.objects.StoredObject;

/// Writes the entries of one listing, in order.
public sealed interface ListingWriter permits TextListing, JsonListing, XmlListing {
    void object(StoredObject object);

    /// An entry of a listing of versions.
    default void version(ListedVersion version) {
        object(version.object());
    }

    /// @param modifiedMicros when the container was last created or changed by a client
    void container(String name, long objects, long bytes, long modifiedMicros, String policy);

    void subdirectory(String prefix);

    /// The whole body. Nothing may be written afterwards.
    byte[] finish();
}
