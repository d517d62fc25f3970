package torc.proxy.swift.sync;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Swift's signature of a request between clusters: HMAC-SHA1 (RFC 2104) in hexadecimal.
final class SyncSignature {
    private static final String ALGORITHM = "HmacSHA1";

    private SyncSignature() {}

    /// @param path percent-coded, as Swift codes it
    /// @param timestamp value of `X-Timestamp`, `0` without it
    /// @param userKey of the container, octet for octet
    static String of(String method, String path, String timestamp, String nonce, String realmKey, String userKey) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(realmKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((method + '\n' + path + '\n' + timestamp + '\n' + nonce + '\n')
                    .getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(mac.doFinal(userKey.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
