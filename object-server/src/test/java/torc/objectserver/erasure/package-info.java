/// Tests of blobs in fragments.
@org.jspecify.annotations.NullMarked
package torc.objectserver.erasure;
