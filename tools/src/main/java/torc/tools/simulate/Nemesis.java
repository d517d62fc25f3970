package torc.tools.simulate;

import java.util.List;
import torc.common.id.Id128;

/// Draws faults and undoes them. It never takes the last sound copy of a blob: what nobody can survive shows nothing.
final class Nemesis {
    private final Stage stage;
    private final List<SimulatedDevice> devices;
    private final SimulatedRows rows;
    private final Runnable proxyDies;

    Nemesis(Stage stage, List<SimulatedDevice> devices, SimulatedRows rows, Runnable proxyDies) {
        this.stage = stage;
        this.devices = devices;
        this.rows = rows;
        this.proxyDies = proxyDies;
    }

    /// One fault, which stays for a while or for good.
    void strike() {
        var random = stage.time().random();
        var device = devices.get(random.nextInt(devices.size()));
        var kind = random.nextInt(12);
        stage.tell("fault " + kind + " at " + device.name());
        switch (kind) {
            case 0, 1 -> crash(device);
            case 2 -> device.start();
            case 3 -> stage.proxy().links().get(devices.indexOf(device)).cut();
            case 4 -> stage.proxy().links().forEach(link -> link.lose(1 + random.nextInt(100)));
            case 5 -> device.faults.slow(1 + random.nextLong(2_000_000_000L));
            case 6 -> device.faults.fail(1 + random.nextInt(200));
            case 7 -> device.faults.fill();
            case 8 -> damage(device);
            case 9 -> replace(device);
            case 10 -> rows.trouble(1 + random.nextInt(100));
            default -> proxyDies.run();
        }
    }

    /// Most faults end.
    void relent() {
        var random = stage.time().random();
        rows.trouble(0);
        for (var device : devices) {
            if (random.nextBoolean()) device.faults.clear();
            if (random.nextBoolean()) device.start();
        }
        for (var proxy : stage.proxies()) for (var link : proxy.links()) if (random.nextBoolean()) link.mend();
    }

    /// Every fault ends.
    void heal() {
        rows.trouble(0);
        for (var device : devices) {
            device.faults.clear();
            device.start();
        }
        for (var proxy : stage.proxies()) for (var link : proxy.links()) link.mend();
    }

    private void crash(SimulatedDevice device) {
        if (stage.time().random().nextInt(4) == 0) devices.forEach(SimulatedDevice::crash);
        else device.crash();
    }

    private void damage(SimulatedDevice device) {
        for (var blob : device.held()) {
            if (stage.time().random().nextInt(4) == 0 && isElsewhere(device, blob)) device.damage(blob);
        }
    }

    private void replace(SimulatedDevice device) {
        if (!device.held().stream().allMatch(blob -> isElsewhere(device, blob))) return;
        device.crash();
        device.wipe();
    }

    private boolean isElsewhere(SimulatedDevice device, Id128 blob) {
        return devices.stream().anyMatch(other -> other != device && other.isSound(blob));
    }
}
