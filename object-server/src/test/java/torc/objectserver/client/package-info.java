/// Tests of devices over the wire: server and client together, and the server against bad requests.
@NullMarked
package torc.objectserver.client;

import org.jspecify.annotations.NullMarked;
