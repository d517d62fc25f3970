package torc.proxy.objects;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import torc.common.id.Id128;
import torc.proxy.objects.Objects.CopyRequest;

/// Multipart uploads: parts stored one by one, which become an object in one transaction.
public interface Uploads {
    /// Greatest part number; the least is 1.
    int MAX_PARTS = 10_000;

    /// Begins an upload; empty if there is no such container.
    Optional<Upload> create(ObjectName name, ObjectAttributes attributes);

    Optional<Upload> find(ObjectName name, Id128 upload);

    /// Stores a part, replacing one of the same number. `request`'s attributes are kept with the part; its conditions
    /// are not used.
    PartOutcome putPart(ObjectName name, Id128 upload, int partNumber, PutRequest request);

    /// Makes a part of a range of an object, without moving bytes; all of it if the range is empty.
    PartOutcome copyPart(
            ObjectName name,
            Id128 upload,
            int partNumber,
            ObjectName source,
            Optional<Range> range,
            CopyRequest request);

    /// Parts with numbers above `after`, in order; empty if there is no such upload.
    Optional<List<Part>> parts(ObjectName name, Id128 upload, int after, int limit);

    /// Makes the object of the listed parts, in one transaction. Of several completions at once, one wins. Repeating a
    /// completion that succeeded gives the same outcome while the object stands.
    ///
    /// @param minPartBytes least size of all parts but the last
    WriteOutcome complete(
            ObjectName name,
            Id128 upload,
            List<ListedPart> parts,
            String etag,
            ObjectAttributes attributes,
            Preconditions conditions,
            long minPartBytes);

    /// Ends an upload and gives up its parts.
    ///
    /// @return false if there is no such upload
    boolean abort(ObjectName name, Id128 upload);

    /// Unfinished uploads of a container, in order of their objects' names, then of their beginning.
    ///
    /// @param afterUpload if given, uploads of the name `query.after()` beginning after that one are given too
    Optional<Listing<Upload>> list(ContainerName container, ListQuery query, Optional<Id128> afterUpload);

    /// An unfinished upload.
    record Upload(ObjectName name, Id128 id, long createdMicros, ObjectAttributes attributes) {}

    /// A stored part. `etag` is its MD5 in hexadecimal; of a copied range, whose MD5 nobody knows, it is a tag of the
    /// same
    /// form (decision 0033).
    record Part(int number, long bytes, String etag, long modifiedMicros, ObjectAttributes attributes) {}

    /// A part as a completion names it. `etag` is without quotes.
    record ListedPart(int number, String etag) {}

    /// Bytes of a source, the end exclusive; without an end, to the source's end.
    record Range(long firstByte, OptionalLong endByte) {}

    /// How storing a part ended.
    sealed interface PartOutcome {
        record Stored(Part part) implements PartOutcome {}

        /// Nothing has changed.
        record Refused(WriteOutcome reason) implements PartOutcome {}
    }
}
