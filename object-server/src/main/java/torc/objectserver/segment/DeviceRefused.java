package torc.objectserver.segment;

/// A device cannot be opened, and a person has to look: it is another device, of another release, or in use. Nothing
/// in its folder was changed.
public final class DeviceRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceRefused(String cause) {
        super(cause);
    }
}
