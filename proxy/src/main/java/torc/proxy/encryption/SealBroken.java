package torc.proxy.encryption;

/// A seal cannot be opened: it was changed, belongs to other bytes, or its root secret is not here. Nothing of what it
/// protects can be read.
public final class SealBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealBroken(String message) {
        super(message);
    }
}
