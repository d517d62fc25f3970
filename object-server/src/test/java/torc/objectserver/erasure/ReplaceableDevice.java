package torc.objectserver.erasure;

import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceStatus;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.replica.UnrulyDevice;

/// A device that can be lost, and replaced by another one under its name.
final class ReplaceableDevice implements BlobDevice {
    private volatile BlobDevice device;

    ReplaceableDevice(BlobDevice device) {
        this.device = device;
    }

    /// From now on nobody reaches it.
    void lose() {
        var lost = new UnrulyDevice(device.name());
        lost.leave();
        device.close();
        device = lost;
    }

    void replace(BlobDevice by) {
        device = by;
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public BeginOutcome begin(BlobHeader header) {
        return device.begin(header);
    }

    @Override
    public DeviceReadOutcome read(Id128 blob, long firstByte, long endByte) {
        return device.read(blob, firstByte, endByte);
    }

    @Override
    public Optional<StoredBlob> head(Id128 blob) {
        return device.head(blob);
    }

    @Override
    public DeviceDeleteOutcome delete(Id128 blob) {
        return device.delete(blob);
    }

    @Override
    public DeviceDeleteOutcome drop(Id128 blob) {
        return device.drop(blob);
    }

    @Override
    public List<Id128> deletions(int partition, Optional<Id128> after, int limit) {
        return device.deletions(partition, after, limit);
    }

    @Override
    public List<Id128> quarantined(Optional<Id128> after, int limit) {
        return device.quarantined(after, limit);
    }

    @Override
    public List<PartitionDigest> digests(int firstPartition, int endPartition) {
        return device.digests(firstPartition, endPartition);
    }

    @Override
    public List<StoredBlob> list(int partition, Optional<Id128> after, int limit) {
        return device.list(partition, after, limit);
    }

    @Override
    public DeviceStatus status() {
        return device.status();
    }

    @Override
    public void close() {
        device.close();
    }
}
