package torc.proxy.swift;

/// The same where bodies are encrypted.
final class EncryptedObjectTest extends ObjectTest {
    @Override
    SwiftServer server() {
        return SwiftServer.encrypted();
    }
}
