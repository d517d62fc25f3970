package torc.proxy.rebuild;

import torc.proxy.encryption.Encryption;
import torc.proxy.encryption.TestSecrets;

/// Blobs that are encrypted carry what they are opened with.
final class EncryptedRebuildTest extends RebuildTest {
    @Override
    Encryption encryption() {
        return TestSecrets.on(1);
    }
}
