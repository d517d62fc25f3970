package torc.common.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// A node as its certificate names it: `CN=<name>, OU=<node id>, O=<cluster id>`.
///
/// @param cluster id of its cluster, 32 hexadecimal signs
/// @param id of the node, 32 hexadecimal signs; never given twice
/// @param name of the node, which operators use
public record PeerNode(String cluster, String id, String name) {
    /// Bound at the edge for the virtual thread of a request that came over mutual TLS, and for no other:
    /// whoever is
    /// bound here has shown a valid certificate of this cluster.
    public static final ScopedValue<PeerNode> PEER = ScopedValue.newInstance();

    /// Who sent the request that this thread works for; empty if the client showed no certificate.
    public static Optional<PeerNode> current() {
        return PEER.isBound() ? Optional.of(PEER.get()) : Optional.empty();
    }

    /// Who a certificate names. Whether it may be believed is not looked at.
    ///
    /// @throws CertificateException if it is no node's
    public static PeerNode named(X509Certificate certificate) throws CertificateException {
        var fields = fields(certificate);
        var cluster = fields.get("O");
        var id = fields.get("OU");
        var name = fields.get("CN");
        if (cluster == null || id == null || name == null)
            throw new CertificateException("not a node's certificate: its subject lacks CN, OU or O");
        return new PeerNode(cluster, id, name);
    }

    private static Map<String, String> fields(X509Certificate certificate) throws CertificateException {
        var fields = new HashMap<String, String>();
        try {
            for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                var before = fields.put(part.getType().toUpperCase(Locale.ROOT), String.valueOf(part.getValue()));
                if (before != null)
                    throw new CertificateException("a certificate that names " + part.getType() + " twice");
            }
        } catch (InvalidNameException e) {
            throw new CertificateException("a certificate whose subject cannot be read", e);
        }
        return fields;
    }
}
