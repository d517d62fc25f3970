package torc.tools.cluster;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import torc.common.tls.Pem;

/// A certificate signing request (RFC 2986): a public key, signed with its private key. What else it may ask for
/// is not
/// looked at: the node that admits decides the names.
final class SigningRequest {
    private static final String LABEL = "CERTIFICATE REQUEST";
    private static final int P256_BITS = 256;

    private SigningRequest() {}

    /// A request in PEM.
    static String of(KeyPair pair, String name) {
        try {
            var subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, name)
                    .build();
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            var request = new JcaPKCS10CertificationRequestBuilder(subject, pair.getPublic()).build(signer);
            return Pem.text(LABEL, request.getEncoded());
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("a signing request cannot be made", e);
        }
    }

    /// The key of a request, whose holder has shown to have the private one.
    ///
    /// @throws GeneralSecurityException if the request is malformed, its signature wrong, or the key not on P-256
    static PublicKey key(String pem) throws GeneralSecurityException {
        try {
            var request = new JcaPKCS10CertificationRequest(Pem.bytes(LABEL, pem));
            var key = request.getPublicKey();
            if (!(key instanceof ECPublicKey curve)
                    || curve.getParams().getOrder().bitLength() != P256_BITS)
                throw new GeneralSecurityException("not a key on P-256");
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key)))
                throw new GeneralSecurityException("the request is not signed with its key");
            return key;
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            throw new GeneralSecurityException("a malformed signing request", e);
        }
    }
}
