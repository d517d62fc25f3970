package torc.tools.cluster;

import java.time.Instant;
import java.util.List;

/// What a joiner asks with: `POST /join`. Prints no secret.
///
/// @param format version of the exchange
/// @param version of the joiner's program
/// @param csr signing request in PEM
/// @param time of the joiner's clock
record JoinRequest(
        int format,
        String version,
        String token,
        String secret,
        String csr,
        String name,
        String address,
        int clusterPort,
        int raftPort,
        List<String> roles,
        Instant time) {
    static final int FORMAT = 1;

    JoinRequest {
        NodeNames.checkName(name);
        NodeNames.checkAddress(address);
        NodeNames.checkPort(clusterPort);
        NodeNames.checkPort(raftPort);
        if (clusterPort == raftPort) throw new IllegalArgumentException("two ports are the same: " + raftPort);
        roles = Roles.checked(roles);
    }

    @Override
    public String toString() {
        return "JoinRequest[" + name + "]";
    }
}
