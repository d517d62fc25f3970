package torc.tools.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The administrator's password and S3 key, and the keys that sign tokens and seal secrets. Drawn at the first
/// start.
///
/// @param tokenKey 32 bytes
/// @param sealingKey 32 bytes
public record Credentials(String password, String accessKey, String secretKey, byte[] tokenKey, byte[] sealingKey) {
    /// Id of the administrators' project in a cloud with these credentials. It follows from what is not in the
    /// metadata, so that an account whose rows are made anew from its blobs is the same project's again.
    public String adminProjectId() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var hash = digest.digest(("torc admin project " + accessKey).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
