package torc.proxy.encryption;

import java.nio.charset.StandardCharsets;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;

/// What a seal belongs to. It opens under the same binding only, so that the seal of other bytes is of no use.
public record Binding(String text) {
    /// A blob, whoever names it: copies borrow the blob and take its seal with it.
    public static Binding ofBlob(Id128 blob) {
        return new Binding("blob:" + blob);
    }

    /// A blob that has no id yet, in its own header.
    public static Binding ofOwner(BlobOwner owner) {
        return new Binding("owner:" + owner.shard() + "\n" + owner.row());
    }

    /// The content of a row, which moves with it from name to name: its entity tag, which is the MD5 of what is
    /// encrypted, and a hash of what that became.
    ///
    /// @param sha256 in hexadecimal
    public static Binding ofInline(String etag, String sha256) {
        return new Binding("inline:" + etag + ":" + sha256);
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
