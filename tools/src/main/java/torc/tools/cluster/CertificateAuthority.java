package torc.tools.cluster;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import torc.common.tls.PeerNode;

/// Signs the certificates of one cluster's nodes: ECDSA on P-256 with SHA-256.
public final class CertificateAuthority {
    /// How long an authority's certificate counts.
    public static final Duration LIFE = Duration.ofDays(3650);
    /// How long a node's certificate counts. It is renewed when two thirds of it are over.
    public static final Duration NODE_LIFE = Duration.ofDays(365);
    /// How far a clock may be behind the one that signed (FAULTS F11).
    static final Duration SKEW = Duration.ofMinutes(15);

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final SecureRandom random;

    CertificateAuthority(PrivateKey key, X509Certificate certificate, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.random = random;
    }

    /// A new authority for a new cluster.
    static CertificateAuthority draw(String cluster, Instant now, SecureRandom random) {
        var pair = keyPair(random);
        var name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, cluster)
                .addRDN(BCStyle.CN, "Torc cluster authority")
                .build();
        var builder = new JcaX509v3CertificateBuilder(
                name, serial(random), date(now.minus(SKEW)), date(now.plus(LIFE)), name, pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new CertificateAuthority(pair.getPrivate(), signed(builder, pair.getPrivate()), random);
        } catch (CertIOException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    /// A new key of a node or an authority.
    static KeyPair keyPair(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java library has no P-256", e);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    /// A certificate with which a node serves and calls.
    ///
    /// @param address host name or IP address where others reach it; with the node's name, what clients compare
    X509Certificate issue(PeerNode node, String address, PublicKey nodeKey, Instant now) {
        var subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, node.cluster())
                .addRDN(BCStyle.OU, node.id())
                .addRDN(BCStyle.CN, node.name())
                .build();
        var end = now.plus(NODE_LIFE);
        var last = certificate.getNotAfter().toInstant();
        var builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                serial(random),
                date(now.minus(SKEW)),
                date(end.isBefore(last) ? end : last),
                subject,
                nodeKey);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, node.name()),
                new GeneralName(NodeNames.isIpAddress(address) ? GeneralName.iPAddress : GeneralName.dNSName, address)
            }));
            return signed(builder, key);
        } catch (CertIOException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var signer = new JcaContentSignerBuilder(SIGNATURE).build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be signed", e);
        }
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
    }

    @SuppressWarnings("JavaUtilDate") // Bouncy Castle takes no other.
    private static Date date(Instant instant) {
        return Date.from(instant);
    }

    @Override
    public String toString() {
        return "CertificateAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
