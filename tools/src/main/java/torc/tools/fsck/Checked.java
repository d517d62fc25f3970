package torc.tools.fsck;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.reclaim.BlobOwners;
import torc.objectserver.repair.KeptBlobs;
import torc.proxy.encryption.Encryption;
import torc.proxy.fsck.CheckScope;
import torc.ring.metadata.MetadataStore;

/// What a check looks at.
///
/// @param blobs to ask for a blob by its id, wherever it is
/// @param kept what each ring keeps, to be walked
/// @param scope whose rows and blobs are looked at
public record Checked(
        MetadataStore rows,
        BlobStore blobs,
        Encryption encryption,
        List<KeptBlobs> kept,
        BlobOwners owners,
        InstantSource clock,
        CheckScope scope) {
    public Checked {
        kept = List.copyOf(kept);
    }

    /// The same data, but only of this scope.
    Checked only(CheckScope wanted) {
        return new Checked(rows, blobs, encryption, kept, owners, clock, wanted);
    }

    /// All devices, each once for each ring that reaches it in a way of its own.
    Set<BlobDevice> devices() {
        var devices = new LinkedHashSet<BlobDevice>();
        for (var each : kept) devices.addAll(each.map().devices());
        return devices;
    }

    /// Partitions of all rings.
    int partitions() {
        return kept.stream()
                .mapToInt(each -> each.map().placement().partitions())
                .sum();
    }
}
