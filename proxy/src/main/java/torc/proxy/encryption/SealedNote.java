package torc.proxy.encryption;

import java.util.Base64;
import java.util.Optional;
import torc.objectserver.blob.BlobOwner;
import torc.proxy.rows.Seal;

/// The seal in a blob's own header, before what the header tells of the row: with it the blob can be read when all rows
/// are lost. All blobs of a body carry one, and each its own.
public final class SealedNote {
    /// Stands before a seal. A note without one begins with the sign `A`.
    private static final String MARK = "seal";

    private static final int SIGNS = Seal.BYTES / 3 * 4;

    private SealedNote() {}

    /// The same owner, carrying the seal.
    public static BlobOwner with(Seal seal, BlobOwner owner) {
        var signs = Base64.getUrlEncoder().withoutPadding().encodeToString(seal.encode());
        return new BlobOwner(owner.shard(), owner.row(), owner.deadline(), MARK + signs + owner.about());
    }

    /// What a header tells of the row, without the seal.
    public static String note(String about) {
        return isSealed(about) ? about.substring(MARK.length() + SIGNS) : about;
    }

    /// Empty if the blob is not encrypted.
    public static Optional<Seal> seal(String about) {
        if (!isSealed(about)) return Optional.empty();
        try {
            var signs = about.substring(MARK.length(), MARK.length() + SIGNS);
            return Optional.of(Seal.decode(Base64.getUrlDecoder().decode(signs), 0));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isSealed(String about) {
        return about.startsWith(MARK) && about.length() >= MARK.length() + SIGNS;
    }
}
