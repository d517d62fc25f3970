/// `torc fsck`: checks the data directory of a stopped Torc, rows against blobs and blobs against rows.
///
/// Begin at [torc.tools.fsck.FsckCommand]. The judgement is [torc.proxy.fsck.ObjectCheck]'s; here stores are
/// opened,
/// walked and reported. Everything runs on the thread of the command line.
@NullMarked
package torc.tools.fsck;

import org.jspecify.annotations.NullMarked;
