package torc.ring.metadata.replicated;

import java.net.InetSocketAddress;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/// A node that takes part in a group.
///
/// @param name that no other member ever had: one that lost its folder comes back under another
/// @param address that its Raft server listens on
public record Member(String name, InetSocketAddress address) {
    public Member {
        if (name.isBlank()) throw new IllegalArgumentException("a member has a name");
    }

    RaftPeerId id() {
        return RaftPeerId.valueOf(name);
    }

    RaftPeer peer() {
        var host = address.getHostString();
        return RaftPeer.newBuilder()
                .setId(id())
                .setAddress((host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort())
                .build();
    }

    static Member of(RaftPeer peer) {
        int colon = peer.getAddress().lastIndexOf(':');
        var host = peer.getAddress().substring(0, colon);
        var port = Integer.parseInt(peer.getAddress().substring(colon + 1));
        return new Member(
                peer.getId().toString(),
                InetSocketAddress.createUnresolved(
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port));
    }
}
