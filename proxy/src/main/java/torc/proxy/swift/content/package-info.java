/// What an object reads as: the bytes stored under its name, or those of the segments that it names.
///
/// A static large object (Swift's SLO) is a list of segments with their tags, checked when it is stored; a dynamic one
/// (DLO) is a prefix of names, looked up at each read. Both are marked in
/// [torc.proxy.objects.ObjectAttributes#system()].
/// Every segment is read with the rights of who asks. Begin at [torc.proxy.swift.content.Contents].
@NullMarked
package torc.proxy.swift.content;

import org.jspecify.annotations.NullMarked;
