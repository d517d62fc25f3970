/// The five checksums that S3 knows, computed, compared, stored with objects and combined over parts.
///
/// Begin at [torc.proxy.s3.checksum.ChecksumAlgorithm].
@NullMarked
package torc.proxy.s3.checksum;

import org.jspecify.annotations.NullMarked;
