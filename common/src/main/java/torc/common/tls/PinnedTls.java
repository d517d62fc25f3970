package torc.common.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import torc.common.secret.ConstantTime;

/// TLS of a client that has no certificate yet and knows of the cluster's authority only its fingerprint: the
/// server
/// must show the authority's own certificate behind its own, and be signed by it.
public final class PinnedTls {
    private PinnedTls() {}

    /// SHA-256 of a certificate.
    public static byte[] fingerprint(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java library has no SHA-256", e);
        }
    }

    /// For clients of the Java library; use it with [NodeTls#parameters].
    public static SSLContext context(byte[] fingerprint) {
        try {
            var context = SSLContext.getInstance(NodeTls.PROTOCOL);
            context.init(null, new TrustManager[] {new Pinned(fingerprint.clone())}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java library has no " + NodeTls.PROTOCOL, e);
        }
    }

    private static final class Pinned extends X509ExtendedTrustManager {
        private final byte[] fingerprint;

        private Pinned(byte[] fingerprint) {
            this.fingerprint = fingerprint;
        }

        private X509ExtendedTrustManager authority(X509Certificate[] chain) throws CertificateException {
            for (var each : chain) {
                if (each.getBasicConstraints() >= 0 && ConstantTime.equal(fingerprint(each), fingerprint))
                    return Anchors.only(each);
            }
            throw new CertificateException("the server is not of the cluster that the token is for");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            authority(chain).checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            authority(chain).checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            authority(chain).checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("for clients only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("for clients only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("for clients only");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
