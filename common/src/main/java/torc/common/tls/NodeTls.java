package torc.common.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// This node's side of mutual TLS: what it shows to others and whom it believes. TLS 1.3 only.
///
/// A renewed certificate ([#renewed]) counts from the next handshake on, without a restart; so does a removal
/// ([#refuse]). Safe for many threads.
public final class NodeTls {
    /// The only version of TLS between nodes.
    public static final String PROTOCOL = "TLSv1.3";

    private final PeerNode self;
    private final X509ExtendedTrustManager signatures;
    private volatile NodeKeys keys;
    private volatile Predicate<PeerNode> removed = _ -> false;

    /// @throws IllegalArgumentException if the certificate is no node's
    public NodeTls(NodeKeys keys) {
        try {
            this.self = PeerNode.named(keys.certificate());
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a node's certificate", e);
        }
        this.keys = keys;
        this.signatures = Anchors.only(keys.authority());
    }

    /// This node as its certificate names it.
    public PeerNode self() {
        return self;
    }

    /// The keys in use.
    public NodeKeys keys() {
        return keys;
    }

    /// Shows another certificate of the same node from now on.
    ///
    /// @throws IllegalArgumentException if it is another node's or another authority's
    public void renewed(NodeKeys others) {
        try {
            if (!PeerNode.named(others.certificate()).equals(self)
                    || !others.authority().equals(keys.authority()))
                throw new IllegalArgumentException("another node's certificate");
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a node's certificate", e);
        }
        keys = others;
    }

    /// From now on, peers of which this holds are refused, though their certificates are valid: removed nodes.
    /// Called
    /// at each handshake and each request, on an event loop too, so it must only look at memory.
    public void refuse(Predicate<PeerNode> removedNodes) {
        removed = removedNodes;
    }

    /// Whether a peer is of this cluster and not removed.
    public boolean admits(PeerNode peer) {
        return peer.cluster().equals(self.cluster()) && !removed.test(peer);
    }

    /// Shows this node's certificate.
    public X509ExtendedKeyManager keyManager() {
        return new NodeKeyManager(() -> keys);
    }

    /// Believes every node of this cluster.
    public X509ExtendedTrustManager trustManager() {
        return new ClusterTrust(signatures, this::admits);
    }

    /// Believes one node of this cluster.
    ///
    /// @param nodeId whom a client wants to reach
    public X509ExtendedTrustManager trustManager(String nodeId) {
        return new ClusterTrust(signatures, peer -> peer.id().equals(nodeId) && admits(peer));
    }

    /// For clients of the Java library that talk to any node of the cluster; use it with [#parameters].
    public SSLContext context() {
        return context(trustManager());
    }

    /// As [#context()], for one node.
    public SSLContext context(String nodeId) {
        return context(trustManager(nodeId));
    }

    private SSLContext context(TrustManager trust) {
        try {
            var context = SSLContext.getInstance(PROTOCOL);
            context.init(new X509ExtendedKeyManager[] {keyManager()}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java library has no " + PROTOCOL, e);
        }
    }

    /// TLS 1.3 and the server's address checked.
    public static SSLParameters parameters() {
        var parameters = new SSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }
}
