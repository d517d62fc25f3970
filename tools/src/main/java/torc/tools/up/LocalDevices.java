package torc.tools.up;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import torc.common.lifecycle.Lifecycle;
import torc.common.metrics.Metrics;
import torc.objectserver.segment.AuditProgress;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.segment.SegmentDeviceConfig;
import torc.tools.config.TorcConfig;
import torc.tools.data.DataDirectory;
import torc.tools.data.Layout;

/// The devices of this process: folders of its data directory, opened side by side.
final class LocalDevices {
    private LocalDevices() {}

    static List<SegmentBlobDevice> open(
            TorcConfig config,
            DataDirectory data,
            Layout layout,
            World world,
            Metrics metrics,
            Lifecycle lifecycle,
            Work work) {
        var devices = new ArrayList<SegmentBlobDevice>();
        for (var opening : openDevices(config, data, layout, world, lifecycle)) {
            var device = opening.await();
            devices.add(device);
            measure(device, config.device().auditPerSecond().bytes(), metrics, work);
        }
        return devices;
    }

    private static List<Opening<SegmentBlobDevice>> openDevices(
            TorcConfig config, DataDirectory data, Layout layout, World world, Lifecycle lifecycle) {
        var openings = new ArrayList<Opening<SegmentBlobDevice>>();
        for (int i = 0; i < layout.devices(); i++) {
            var index = i;
            var opening = Opening.begin(world.platformThreads(), () -> openDevice(config, data, index, world));
            openings.add(lifecycle.opened("device d" + index, opening));
        }
        return openings;
    }

    private static SegmentBlobDevice openDevice(TorcConfig config, DataDirectory data, int index, World world) {
        var section = config.device();
        var defaults = SegmentDeviceConfig.of("d" + index, data.device(index).resolve("blobs"));
        var set = new SegmentDeviceConfig(
                defaults.name(),
                defaults.folder(),
                section.segmentSize().bytes(),
                section.headroom().bytes(),
                section.zeroAhead().bytes(),
                defaults.maxWriters(),
                defaults.rememberDeletes(),
                section.compactionPerSecond().bytes(),
                section.auditPerSecond().bytes(),
                section.auditPause(),
                defaults.upkeep());
        return SegmentBlobDevice.open(set, world.clock(), world.nanoTime(), world.random());
    }

    /// @param auditPerSecond bytes that the auditor may read
    private static void measure(SegmentBlobDevice device, long auditPerSecond, Metrics metrics, Work work) {
        var name = device.name();
        work.does("auditor-" + name, "passes", () -> device.auditProgress().passes());
        work.does("auditor-" + name, "damaged", () -> device.auditProgress().damaged());
        work.goesOn("auditor-" + name, () -> audited(device.auditProgress()), () -> {
            var pass = device.auditProgress();
            return OptionalLong.of(Math.max(0, pass.bytesTotal() - pass.bytesRead()) / Math.max(1, auditPerSecond));
        });
        metrics.gauge(
                "torc_device_failed",
                "1 if the device takes no more work",
                () -> device.status().failed().isEmpty() ? 0 : 1,
                "device",
                name);
        metrics.gauge(
                "torc_device_capacity_bytes",
                "size of the device's file system",
                () -> (double) device.status().capacityBytes(),
                "device",
                name);
        metrics.gauge(
                "torc_device_blobs",
                "blobs on the device",
                () -> (double) device.status().blobs(),
                "device",
                name);
        metrics.gauge(
                "torc_device_live_bytes",
                "bytes of blobs on the device",
                () -> (double) device.status().liveBytes(),
                "device",
                name);
        metrics.gauge(
                "torc_device_free_bytes",
                "what the device would still take",
                () -> (double) device.status().freeBytes(),
                "device",
                name);
        metrics.gauge(
                "torc_device_quarantined",
                "copies found damaged and not yet repaired",
                () -> (double) device.status().quarantined(),
                "device",
                name);
    }

    private static double audited(AuditProgress pass) {
        return pass.bytesTotal() == 0 ? 1 : Math.min(1, (double) pass.bytesRead() / pass.bytesTotal());
    }
}
