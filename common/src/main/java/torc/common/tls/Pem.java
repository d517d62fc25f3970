package torc.common.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// One certificate or one elliptic-curve key as text (RFC 7468).
public final class Pem {
    /// Greatest length of a text that is looked at.
    public static final int MAX_BYTES = 16 << 10;

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    public static String of(X509Certificate certificate) {
        try {
            return text("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that has no bytes", e);
        }
    }

    public static String of(PrivateKey key) {
        return text("PRIVATE KEY", key.getEncoded());
    }

    /// Any bytes under a label.
    public static String text(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + label + "-----\n";
    }

    /// The only certificate of a text.
    ///
    /// @throws GeneralSecurityException if the text is anything else
    public static X509Certificate certificate(String text) throws GeneralSecurityException {
        var bytes = bytes("CERTIFICATE", text);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    /// The only key of a text: PKCS#8, elliptic curve, without a password.
    ///
    /// @throws GeneralSecurityException if the text is anything else
    public static PrivateKey key(String text) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes("PRIVATE KEY", text)));
    }

    /// What stands under a label, which the text begins and ends with.
    ///
    /// @throws GeneralSecurityException if the text is anything else; its message tells no byte of it
    public static byte[] bytes(String label, String text) throws GeneralSecurityException {
        var begin = "-----BEGIN " + label + "-----";
        var end = "-----END " + label + "-----";
        var trimmed = text.strip();
        if (text.length() > MAX_BYTES || !trimmed.startsWith(begin) || !trimmed.endsWith(end))
            throw new GeneralSecurityException("not one " + label + " in PEM");
        var body = trimmed.substring(begin.length(), Math.max(begin.length(), trimmed.length() - end.length()));
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            throw new GeneralSecurityException("damaged Base64 in a " + label);
        }
    }
}
