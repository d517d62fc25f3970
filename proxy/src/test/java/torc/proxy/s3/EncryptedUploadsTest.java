package torc.proxy.s3;

/// The same where bodies are encrypted.
final class EncryptedUploadsTest extends UploadsTest {
    @Override
    S3Server server() {
        return S3Server.encrypted();
    }
}
