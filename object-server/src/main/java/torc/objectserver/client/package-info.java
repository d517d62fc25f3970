/// The devices of other nodes, reached over HTTP.
///
/// [torc.objectserver.client.HttpBlobDevice] is the device; [torc.objectserver.client.InnerHttp] is the
/// adapter behind which Vert.x stays. Everything blocks; call from virtual threads.
@NullMarked
package torc.objectserver.client;

import org.jspecify.annotations.NullMarked;
