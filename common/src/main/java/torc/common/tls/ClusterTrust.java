package torc.common.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts what the cluster's authority signed, as the JDK checks it (time, usage, and for a server its address),
/// and
/// then wants the right cluster, a node that has not been removed, and, where one is expected, that very node.
final class ClusterTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager signatures;
    private final Predicate<PeerNode> expected;

    ClusterTrust(X509ExtendedTrustManager signatures, Predicate<PeerNode> expected) {
        this.signatures = signatures;
        this.expected = expected;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        signatures.checkClientTrusted(chain, authType);
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        signatures.checkClientTrusted(chain, authType, socket);
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        signatures.checkClientTrusted(chain, authType, engine);
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        signatures.checkServerTrusted(chain, authType);
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        signatures.checkServerTrusted(chain, authType, socket);
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        signatures.checkServerTrusted(chain, authType, engine);
        check(chain);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        var peer = PeerNode.named(chain[0]);
        if (!expected.test(peer)) throw new CertificateException("not the node that is wanted here: " + peer);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return signatures.getAcceptedIssuers();
    }
}
