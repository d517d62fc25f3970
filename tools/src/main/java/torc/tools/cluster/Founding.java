package torc.tools.cluster;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import torc.common.id.Ids;
import torc.common.tls.NodeKeys;
import torc.common.tls.PeerNode;
import torc.tools.data.DataDirectory;
import torc.tools.data.NewSecrets;

/// Makes an open data directory the first node of a new cluster.
final class Founding {
    private final SecureRandom random;
    private final InstantSource clock;

    Founding(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    ClusterIdentity found(
            DataDirectory data, String name, String address, int clusterPort, int raftPort, List<String> roles) {
        var ids = new Ids(random);
        var cluster = ids.next().toString();
        var now = clock.instant();
        var authority = CertificateAuthority.draw(cluster, now, random);
        var self = new Member(ids.next().toString(), name, address, clusterPort, raftPort, roles);
        var pair = CertificateAuthority.keyPair(random);
        var certificate = authority.issue(new PeerNode(cluster, self.id(), name), address, pair.getPublic(), now);
        var file = NodeFile.of(cluster, ids.next().toString(), self, List.of(self));
        try {
            var keys = NodeKeys.checked(pair.getPrivate(), certificate, authority.certificate());
            var identity = new ClusterIdentity(file, keys);
            var _ = data.credentials(new NewSecrets(random)); // Those of a single Torc that ran here stay.
            ClusterIdentity.writeAuthorityKey(data, authority);
            identity.write(data);
            return identity;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the authority made what does not fit", e);
        }
    }
}
