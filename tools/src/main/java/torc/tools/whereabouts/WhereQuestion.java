package torc.tools.whereabouts;

import java.util.List;

/// What is asked about the whereabouts of something.
///
/// @param verb what is asked for
/// @param account for [Verb#OBJECT], as `container` and `object`
/// @param version for [Verb#OBJECT]: number of a version, or `ObjectName.CURRENT`
/// @param from for [Verb#OBJECT]: blobs before it are left away, counted from 0
/// @param blob for [Verb#BLOB]: its id
/// @param ring for [Verb#PARTITION]: name of the ring
/// @param partition for [Verb#PARTITION]
/// @param handoffs so many handoffs are told beside the primaries
record WhereQuestion(
        Verb verb,
        String account,
        String container,
        String object,
        long version,
        int from,
        String blob,
        String ring,
        int partition,
        int handoffs) {
    /// Most handoffs that one answer tells of each blob.
    static final int MOST_HANDOFFS = 32;

    /// What can be asked for.
    enum Verb {
        /// An object, and its blobs.
        OBJECT,
        /// One blob, by its id.
        BLOB,
        /// Where the blobs of a partition belong.
        PARTITION
    }

    WhereQuestion {
        if (from < 0) throw new IllegalArgumentException("blobs are counted from 0");
        if (handoffs < 0 || handoffs > MOST_HANDOFFS)
            throw new IllegalArgumentException("handoffs are 0 to " + MOST_HANDOFFS);
    }

    static WhereQuestion object(String account, String container, String object, long version, int from, int handoffs) {
        return new WhereQuestion(Verb.OBJECT, account, container, object, version, from, "", "", 0, handoffs);
    }

    static WhereQuestion blob(String blob, int handoffs) {
        return new WhereQuestion(Verb.BLOB, "", "", "", 0, 0, blob, "", 0, handoffs);
    }

    static WhereQuestion partition(String ring, int partition, int handoffs) {
        return new WhereQuestion(Verb.PARTITION, "", "", "", 0, 0, "", ring, partition, handoffs);
    }

    /// The answer.
    ///
    /// @param objects one for [Verb#OBJECT], none for the others
    /// @param allBlobs blobs that the object has; those that are told may be fewer
    /// @param blobs what was asked for
    record Answer(List<ObjectSeen> objects, int allBlobs, List<BlobSeen> blobs) {
        Answer {
            objects = List.copyOf(objects);
            blobs = List.copyOf(blobs);
        }
    }

    /// An object, as its row says.
    ///
    /// @param path account, container and object
    /// @param modified when it was last changed, as RFC 3339 writes it
    /// @param timestamp the same in seconds since 1970 with five decimals, as Swift writes it
    /// @param version number of the version that it is; 0 or less if it is none
    /// @param policy name of the container's storage policy
    /// @param storage `NOWHERE` (no bytes), `INLINE` (in the row's data), `BLOBS`, `ELSEWHERE` (in blobs that a row
    /// of their own names), `MARKER` (it says that the object was deleted)
    /// @param shard key of the shard of metadata that has its rows
    record ObjectSeen(
            String path,
            long bytes,
            String etag,
            String contentType,
            String modified,
            String timestamp,
            long version,
            int parts,
            String policy,
            String storage,
            String shard) {}
}
