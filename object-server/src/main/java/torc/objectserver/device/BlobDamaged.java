package torc.objectserver.device;

import torc.common.id.Id128;

/// A block of a copy is not what was written; the copy has been put in quarantine.
public final class BlobDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BlobDamaged(String device, Id128 blob, String cause) {
        super("blob " + blob + " on device " + device + " is damaged: " + cause);
    }
}
