/// Signs S3 requests for the programs that load and test endpoints. The server's side of signatures is
/// `torc.proxy.s3.signature`; this one is written apart from it, so that each checks the other.
@NullMarked
package torc.tools.signing;

import org.jspecify.annotations.NullMarked;
