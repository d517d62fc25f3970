package torc.objectserver.device;

/// A device cannot be asked now: it is closed, failing, or cannot be reached. Thrown by the questions whose
/// answers have no case for it.
public final class DeviceUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceUnavailable(String device, String cause) {
        super("device " + device + " is unavailable: " + cause);
    }
}
