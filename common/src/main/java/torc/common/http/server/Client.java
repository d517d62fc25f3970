package torc.common.http.server;

import java.util.Optional;
import torc.common.tls.PeerNode;

/// Who is at the other end of a connection.
///
/// @param address in text form
/// @param node whose certificate it showed, and the handshake checked
record Client(String address, Optional<PeerNode> node) {
    static Client at(String address) {
        return new Client(address, Optional.empty());
    }
}
