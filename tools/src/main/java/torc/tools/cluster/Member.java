package torc.tools.cluster;

import java.util.List;
import torc.common.id.Id128;

/// A node as other nodes remember it, to be found when they start.
public record Member(String id, String name, String address, int clusterPort, int raftPort, List<String> roles) {
    public Member {
        var _ = Id128.parse(id);
        NodeNames.checkName(name);
        NodeNames.checkAddress(address);
        NodeNames.checkPort(clusterPort);
        NodeNames.checkPort(raftPort);
        roles = Roles.checked(roles);
    }

    /// Base URL of its node API.
    public String url() {
        return "https://" + NodeNames.authority(address, clusterPort);
    }
}
