package torc.objectserver.api;

import torc.common.id.Id128;
import torc.common.version.VersionRange;

/// Paths and header names of the inner blob API (docs/formats.md, "Inner blob API").
public final class BlobApi {
    public static final String PREFIX = "/v1/devices/";

    /// The cluster's secret, in every request.
    public static final String SECRET = "X-Torc-Cluster-Secret";

    /// Versions of this API: in a request those that the client speaks, in an answer the one that it is written
    /// in. A
    /// request or an answer without the field is of version 1.
    public static final String VERSIONS = "X-Torc-Wire";

    /// What this program speaks. Version 2 tells in blob lists what owners say about their rows.
    public static final VersionRange SPOKEN = new VersionRange(1, 2);

    /// What the owner says about its row, if anything; a server of version 1 passes over it.
    public static final String ABOUT = "X-Torc-About";

    /// A blob's owner, as [Wire#owner] has it, in base64url.
    public static final String OWNER = "X-Torc-Owner";

    public static final String PARTITION = "X-Torc-Partition";

    /// The greatest length that a blob may get.
    public static final String MAX_BYTES = "X-Torc-Max-Bytes";

    /// A whole blob's length.
    public static final String BLOB_BYTES = "X-Torc-Blob-Bytes";

    /// Why a request was not served.
    public static final String CAUSE = "X-Torc-Cause";

    /// The cause with a status 404 that is about the blob, and not about the device or the path.
    public static final String NO_SUCH_BLOB = "no such blob";

    /// Room that is left, with status 507.
    public static final String FREE_BYTES = "X-Torc-Free-Bytes";

    /// Last byte of the body of a PUT: the bytes before it are the blob.
    public static final byte COMMIT = 'C';

    /// Last byte of the body of a PUT: the bytes before it are given up.
    public static final byte ABANDON = 'A';

    /// Most entries that one listing gives.
    public static final int MOST_LISTED = 1_000;

    private BlobApi() {}

    /// What a device knows of a blob: those of the words `sound`, `deleted` and `quarantined` that are so, with commas.
    public static final String STANDING = "X-Torc-Standing";

    /// CRC32C of a copy, 8 hexadecimal digits.
    public static final String CRC32C = "X-Torc-Crc32c";

    public static String blob(String device, Id128 blob) {
        return PREFIX + device + "/blobs/" + blob;
    }

    /// A blob's copy on one device, as something that may go while the blob stays. A path of its own, so that
    /// a server of an earlier release refuses it and does not take it for the delete of the blob.
    public static String copy(String device, Id128 blob) {
        return PREFIX + device + "/copies/" + blob;
    }
}
