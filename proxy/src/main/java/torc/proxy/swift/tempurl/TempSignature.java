package torc.proxy.swift.tempurl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import torc.common.secret.ConstantTime;

/// The signature of a temporary URL, or of the administrator's view of `/info`: an HMAC (RFC 2104) in hexadecimal, or
/// `algorithm:` and the same in base64.
///
/// @param algorithm its name in the Java platform
@SuppressWarnings("ArrayRecordComponent") // Never compared but by ConstantTime.
public record TempSignature(String algorithm, byte[] mac) {
    private static final int MAX_TEXT = 200;

    /// The signature in a query; empty if it is none.
    public static Optional<TempSignature> parse(String text) {
        if (text.length() > MAX_TEXT) return Optional.empty();
        int colon = text.indexOf(':');
        try {
            return colon < 0
                    ? ofHex(HexFormat.of().parseHex(text))
                    : ofBase64(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<TempSignature> ofHex(byte[] mac) {
        return switch (mac.length) {
            case 20 -> Optional.of(new TempSignature("HmacSHA1", mac));
            case 32 -> Optional.of(new TempSignature("HmacSHA256", mac));
            case 64 -> Optional.of(new TempSignature("HmacSHA512", mac));
            default -> Optional.empty();
        };
    }

    private static Optional<TempSignature> ofBase64(String algorithm, String text) {
        var decoder = text.indexOf('-') >= 0 || text.indexOf('_') >= 0 ? Base64.getUrlDecoder() : Base64.getDecoder();
        var mac = decoder.decode(text);
        return switch (algorithm) {
            case "sha1" -> Optional.of(new TempSignature("HmacSHA1", mac));
            case "sha256" -> Optional.of(new TempSignature("HmacSHA256", mac));
            case "sha512" -> Optional.of(new TempSignature("HmacSHA512", mac));
            default -> Optional.empty();
        };
    }

    /// Whether it is that of a text.
    ///
    /// @param key octet for octet
    public boolean isOf(String text, String key) {
        try {
            var computed = Mac.getInstance(algorithm);
            computed.init(new SecretKeySpec(key.getBytes(StandardCharsets.ISO_8859_1), algorithm));
            return ConstantTime.equal(computed.doFinal(text.getBytes(StandardCharsets.UTF_8)), mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
