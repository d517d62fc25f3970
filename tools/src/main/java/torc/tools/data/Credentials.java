package torc.tools.data;

/// The administrator's password and S3 key, and the keys that sign tokens and seal secrets. Drawn at the first start.
///
/// @param tokenKey 32 bytes
/// @param sealingKey 32 bytes
public record Credentials(String password, String accessKey, String secretKey, byte[] tokenKey, byte[] sealingKey) {
    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
