package torc.tools.cluster;

import java.util.List;
import torc.tools.data.Credentials;

/// What an admitted node is given. Prints no secret.
///
/// @param certificate of the node, in PEM
/// @param authority the cluster's, in PEM
/// @param members nodes of the cluster, the admitted one too
record Admission(
        int format,
        String cluster,
        String raftGroup,
        String node,
        String certificate,
        String authority,
        Credentials credentials,
        List<Member> members) {
    Admission {
        members = List.copyOf(members);
    }

    @Override
    public String toString() {
        return "Admission[" + node + "]";
    }
}
