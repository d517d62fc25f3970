package torc.common.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows this node's certificate, as it stands at the time of each handshake, followed by its authority's, which
/// a
/// joiner compares with the fingerprint in its token.
final class NodeKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "node";
    private static final String KEY_TYPE = "EC";

    private final Supplier<NodeKeys> keys;

    NodeKeyManager(Supplier<NodeKeys> keys) {
        this.keys = keys;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        var now = keys.get();
        return new X509Certificate[] {now.certificate(), now.authority()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return keys.get().key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyType);
    }

    private static @Nullable String choose(String... keyTypes) {
        for (var each : keyTypes) if (each.equals(KEY_TYPE)) return ALIAS;
        return null;
    }
}
