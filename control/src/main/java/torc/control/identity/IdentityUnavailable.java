package torc.control.identity;

import torc.control.api.Unavailable;

/// The metadata store cannot take a change now, or whether it did is not known. Becomes 503 at the
/// edge.
public final class IdentityUnavailable extends Unavailable {
    private static final long serialVersionUID = 1L;

    IdentityUnavailable(String cause) {
        super("identity rows cannot be changed: " + cause);
    }
}
