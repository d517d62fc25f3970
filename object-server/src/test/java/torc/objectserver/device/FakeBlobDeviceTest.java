package torc.objectserver.device;

import torc.common.id.Id128;

class FakeBlobDeviceTest extends BlobDeviceContract {
    private final FakeBlobDevice fake = new FakeBlobDevice("fake");

    @Override
    protected BlobDevice open() {
        return fake;
    }

    @Override
    protected void damage(Id128 blob) {
        fake.damage(blob);
    }
}
