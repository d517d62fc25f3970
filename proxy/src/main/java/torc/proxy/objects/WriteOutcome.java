package torc.proxy.objects;

/// How a write of an object or a part ended. In all cases but [Stored] and [Unavailable] nothing has changed.
public sealed interface WriteOutcome {
    /// Durable, and seen by everybody from now on.
    record Stored(StoredObject object) implements WriteOutcome {}

    record NoContainer() implements WriteOutcome {}

    /// There is no object to copy or change, or it ended while it was being copied.
    record NoSource() implements WriteOutcome {}

    record NoUpload() implements WriteOutcome {}

    record PreconditionFailed() implements WriteOutcome {}

    /// The body's MD5 is not what was announced.
    record EtagMismatch(String actual) implements WriteOutcome {}

    /// More than `maxBytes` bytes came, or were to be copied; or the object lies in more pieces than a row can
    /// name.
    record TooLarge(long maxBytes) implements WriteOutcome {}

    /// Complete names a part that is not there, or not as it says.
    record BadPart(int partNumber) implements WriteOutcome {}

    /// Complete names a part, not the last, that is smaller than allowed.
    record PartTooSmall(int partNumber, long bytes) implements WriteOutcome {}

    /// A range of a copied part lies outside its source.
    record BadRange(long sourceBytes) implements WriteOutcome {}

    /// Somebody would hold more than their quota.
    record QuotaExceeded(Holder of) implements WriteOutcome {
        /// Whose quota it is.
        public enum Holder {
            CONTAINER,
            ACCOUNT,
            /// All containers of the account that are of one storage policy.
            POLICY
        }
    }

    /// What stands there cannot be copied to the container's archive, which is not there.
    record NotArchived() implements WriteOutcome {}

    /// The disks are full.
    record Full() implements WriteOutcome {}

    /// Too much to do, or too few devices; trying again may help. If the metadata store did not answer in time,
    /// the write may have happened, or may not.
    record Unavailable(String cause) implements WriteOutcome {}
}
