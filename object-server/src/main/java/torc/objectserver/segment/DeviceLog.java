package torc.objectserver.segment;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine's one logger.
final class DeviceLog {
    static final Logger LOG = LoggerFactory.getLogger("torc.objectserver.segment");

    private DeviceLog() {}
}
