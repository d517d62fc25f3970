package torc.proxy.swift;

/// The same where bodies are encrypted.
final class EncryptedCopyTest extends CopyTest {
    @Override
    SwiftServer server() {
        return SwiftServer.encrypted();
    }
}
