package torc.objectserver.blob;

import torc.common.id.Id128;

/// Reading stopped in the middle of a blob: no copy of the rest can be read.
public final class BlobUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BlobUnreadable(Id128 blob, String cause) {
        super("blob " + blob + " cannot be read: " + cause);
    }
}
