package torc.proxy.swift;

/// The same where bodies are encrypted.
final class EncryptedLargeObjectTest extends LargeObjectTest {
    @Override
    SwiftServer server() {
        return SwiftServer.encrypted();
    }
}
