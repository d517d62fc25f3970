package torc.objectserver.client;

import org.junit.jupiter.api.AfterEach;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobDeviceContract;
import torc.objectserver.device.FakeBlobDevice;

/// The wire keeps the promises of a device.
class HttpBlobDeviceTest extends BlobDeviceContract {
    private final FakeBlobDevice fake = new FakeBlobDevice("d0");
    private final ServedDevice served = new ServedDevice(fake);

    @Override
    protected BlobDevice open() {
        return served.client();
    }

    @Override
    protected void damage(Id128 blob) {
        fake.damage(blob);
    }

    @AfterEach
    void stop() {
        served.close();
    }
}
