package torc.tools.cluster;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.tls.NodeKeys;
import torc.common.tls.NodeTls;
import torc.common.tls.Pem;

/// Renews this node's certificate when two thirds of its life are over: another node, or this one itself, signs
/// the
/// same key again. The new certificate counts at once, without a restart. Run it once an hour.
public final class CertificateRenewal implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);

    private final Path dataRoot;
    private final NodeTls tls;
    private final Membership membership;
    private final ClusterIdentity identity;
    private final InstantSource clock;

    public CertificateRenewal(
            Path dataRoot, NodeTls tls, Membership membership, ClusterIdentity identity, InstantSource clock) {
        this.dataRoot = dataRoot;
        this.tls = tls;
        this.membership = membership;
        this.identity = identity;
        this.clock = clock;
    }

    /// Whether two thirds of a certificate's life are over.
    static boolean isDue(X509Certificate certificate, InstantSource clock) {
        var from = certificate.getNotBefore().toInstant();
        var life = Duration.between(from, certificate.getNotAfter().toInstant());
        return !clock.instant().isBefore(from.plus(life.multipliedBy(2).dividedBy(3)));
    }

    /// Renews if it is due; what fails is logged, and tried again the next time.
    @Override
    public void run() {
        if (!isDue(tls.keys().certificate(), clock)) return;
        try {
            var pair = new java.security.KeyPair(
                    tls.keys().certificate().getPublicKey(), tls.keys().key());
            var csr = SigningRequest.of(pair, tls.self().name());
            var keys = NodeKeys.checked(
                    tls.keys().key(), Pem.certificate(signed(csr)), tls.keys().authority());
            new ClusterIdentity(identity.file(), keys).writeCertificate(dataRoot);
            tls.renewed(keys);
            LOG.info(
                    "Certificate renewed until={}",
                    keys.certificate().getNotAfter().toInstant());
        } catch (GeneralSecurityException | RuntimeException e) {
            LOG.error(
                    "Certificate not renewed until={} reason={}",
                    tls.keys().certificate().getNotAfter().toInstant(),
                    e.getMessage());
        }
    }

    private String signed(String csr) throws GeneralSecurityException {
        List<Member> others = membership.members().stream()
                .filter(member -> !member.id().equals(tls.self().id()))
                .toList();
        try (var client = NodeClient.of(tls)) {
            for (var other : others) {
                var authority = NodeNames.authority(other.address(), other.clusterPort());
                var answer = client.post(authority, "/renew", new NodeApi.Renewal(csr), NodeApi.Renewed.class);
                if (answer instanceof NodeClient.Answer.Given<NodeApi.Renewed>(var renewed))
                    return renewed.certificate();
            }
        }
        return membership
                .renew(tls.self(), csr)
                .orElseThrow(() -> new IllegalStateException("this node was removed from the cluster"));
    }
}
