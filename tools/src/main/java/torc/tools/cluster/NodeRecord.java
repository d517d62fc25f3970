package torc.tools.cluster;

import java.time.Instant;
import java.util.List;
import torc.common.id.Id128;

/// A node as its row in the cluster's shard tells (docs/formats.md, "Cluster").
///
/// @param format version of the record
/// @param id 32 hexadecimal signs, never given twice
/// @param address where other nodes reach it
/// @param clusterPort of the node API and its blob devices
/// @param raftPort of its part of the metadata
/// @param roles what it runs
/// @param state whether it takes part
/// @param devices names of its devices, as rings know them
/// @param version of its program
/// @param key SHA-256 of its public key when it was admitted, in hexadecimal
/// @param token id of the token that admitted it; empty for the first node
public record NodeRecord(
        int format,
        String id,
        String name,
        String address,
        int clusterPort,
        int raftPort,
        List<String> roles,
        State state,
        List<String> devices,
        String version,
        String key,
        String token,
        Instant joinedAt) {
    static final int FORMAT = 1;

    /// Whether a node takes part.
    public enum State {
        /// It does.
        IN,
        /// It is being emptied.
        DRAINING,
        /// It is gone for good; its certificate counts no more.
        REMOVED
    }

    public NodeRecord {
        if (format != FORMAT) throw new IllegalArgumentException("a node's record of format " + format);
        var _ = Id128.parse(id);
        NodeNames.checkName(name);
        NodeNames.checkAddress(address);
        NodeNames.checkPort(clusterPort);
        NodeNames.checkPort(raftPort);
        roles = Roles.checked(roles);
        devices = List.copyOf(devices);
    }

    /// The same node in another state.
    public NodeRecord in(State newState) {
        return new NodeRecord(
                format,
                id,
                name,
                address,
                clusterPort,
                raftPort,
                roles,
                newState,
                devices,
                version,
                key,
                token,
                joinedAt);
    }

    /// The same node with these devices, running this version.
    public NodeRecord with(List<String> newDevices, String newVersion) {
        return new NodeRecord(
                format,
                id,
                name,
                address,
                clusterPort,
                raftPort,
                roles,
                state,
                newDevices,
                newVersion,
                key,
                token,
                joinedAt);
    }

    Member member() {
        return new Member(id, name, address, clusterPort, raftPort, roles);
    }
}
