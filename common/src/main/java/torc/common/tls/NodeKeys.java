package torc.common.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/// A node's private key, its certificate, and the certificate of the cluster's authority, which fit together.
/// Prints no key.
public record NodeKeys(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    /// The same once it is checked that the authority signed the certificate and that the key is the
    /// certificate's.
    /// Whether the certificate is still in time is not looked at: each handshake does.
    ///
    /// @throws GeneralSecurityException if they do not fit; the message says which
    public static NodeKeys checked(PrivateKey key, X509Certificate certificate, X509Certificate authority)
            throws GeneralSecurityException {
        if (authority.getBasicConstraints() < 0) throw new GeneralSecurityException("the authority is not one");
        try {
            authority.verify(authority.getPublicKey());
            certificate.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("the certificate is not of this cluster's authority", e);
        }
        var _ = PeerNode.named(certificate);
        if (!belongs(key, certificate)) throw new GeneralSecurityException("the key is not the certificate's");
        return new NodeKeys(key, certificate, authority);
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        var proof = "torc".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try {
            var signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(key);
            signing.update(proof);
            var signed = signing.sign();
            var verifying = Signature.getInstance("SHA256withECDSA");
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(proof);
            return verifying.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "NodeKeys[" + certificate.getSubjectX500Principal() + "]";
    }
}
