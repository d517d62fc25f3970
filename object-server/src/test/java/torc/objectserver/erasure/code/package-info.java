/// Tests of the code.
@org.jspecify.annotations.NullMarked
package torc.objectserver.erasure.code;
