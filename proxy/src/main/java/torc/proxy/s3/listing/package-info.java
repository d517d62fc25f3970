/// Listings of a bucket's keys, versions 1 and 2.
@NullMarked
package torc.proxy.s3.listing;

import org.jspecify.annotations.NullMarked;
