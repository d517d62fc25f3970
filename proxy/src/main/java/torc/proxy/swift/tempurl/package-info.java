/// Temporary URLs (Swift's TempURL): a signature in the query stands for the right to one method on one object, or on
/// all
/// whose names begin alike, until a certain time. Begin at [torc.proxy.swift.tempurl.TempUrls].
@NullMarked
package torc.proxy.swift.tempurl;

import org.jspecify.annotations.NullMarked;
