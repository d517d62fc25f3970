package torc.tools.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import torc.objectserver.replica.Placement;
import torc.objectserver.replica.RingPlacement;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.ring.builder.RingBuilder;
import torc.ring.placement.Device;

/// One seed: clients write and read through two proxies onto five devices while faults come and go; then everything
/// heals, and nothing may be lost, wrong, or left over.
final class Run {
    private static final int DEVICES = 5;
    private static final int PROXIES = 2;
    private static final int CLIENTS = 3;
    private static final int KEYS = 4;
    private static final long LOAD_NANOS = 20_000_000_000L;
    private static final Placement PLACEMENT = placement();
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_simulated"), "c");

    private final SimulatedTime time;
    private final SimulatedRows rows;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final Planted planted;
    private final Stage stage;
    private final Nemesis nemesis;
    private final SimulatedProcess outside;

    Run(long seed, Planted planted, boolean tells) {
        this.time = new SimulatedTime(seed);
        this.planted = planted;
        this.rows = new SimulatedRows(time, planted);
        for (int i = 0; i < DEVICES; i++) devices.add(new SimulatedDevice("d" + i, time, planted));
        var names = new ArrayList<ObjectName>();
        for (int i = 0; i < CLIENTS * KEYS; i++) names.add(new ObjectName(CONTAINER, "k" + i));
        this.stage = new Stage(time, names, tells);
        this.nemesis = new Nemesis(stage, devices, rows, this::proxyDies);
        this.outside = new SimulatedProcess(time);
    }

    /// How a run ended.
    ///
    /// @param trace the same for the same seed, always
    record Verdict(long trace, long operations, long steps, List<String> violations, List<String> story) {}

    private static Placement placement() {
        var ring = new ArrayList<Device>();
        for (int i = 0; i < DEVICES; i++) ring.add(Device.of(i, 1, i + 1, "127.0.0.1", 6200, "d" + i, 100));
        return new RingPlacement(RingBuilder.build(ring, 4, 3, 1));
    }

    Verdict run() {
        SimulatedJdk.goBy(time::nanos);
        outside.newThread(this::play).start();
        try {
            time.run();
        } catch (IllegalStateException e) {
            stage.violation(String.valueOf(e.getMessage()));
        }
        return new Verdict(
                time.trace(),
                stage.operations(),
                time.steps(),
                List.copyOf(stage.violations()),
                List.copyOf(stage.story()));
    }

    private void play() {
        try {
            for (int i = 0; i < PROXIES; i++) startProxy();
            var proxy = stage.proxy();
            proxy.call(() -> proxy.service().containers().create(CONTAINER, _ -> Map.of()));
            load();
            var healed = heal();
            if (stage.violations().isEmpty()) new FinalLook(stage, devices, healed).check();
        } catch (RuntimeException | Error | InterruptedException e) { // The outermost frame of this thread.
            stage.violation("the run met " + e, e);
        } finally {
            time.end();
        }
    }

    private SimulatedProxy startProxy() {
        var links = new ArrayList<SimulatedLink>();
        for (var device : devices) links.add(new SimulatedLink(time, device, planted));
        var proxy = new SimulatedProxy(time, PLACEMENT, links, rows);
        stage.proxies().add(proxy);
        proxy.startDaemons();
        return proxy;
    }

    private void proxyDies() {
        var proxy = stage.proxy();
        startProxy();
        stage.proxies().remove(proxy);
        proxy.kill();
    }

    private void load() {
        var names = new ArrayList<>(stage.names());
        Collections.reverse(names);
        for (int i = 0; i < CLIENTS; i++) {
            stage.clientBegins();
            var own = List.copyOf(names.subList(i * KEYS, (i + 1) * KEYS));
            outside.newThread(new SimulatedClient(stage, own, LOAD_NANOS)).start();
        }
        while (stage.hasClients() && stage.violations().isEmpty()) {
            time.sleep(time.random().nextLong(2_000_000_000L));
            if (time.nanos() > LOAD_NANOS) nemesis.heal();
            else if (time.random().nextInt(3) == 0) nemesis.relent();
            else nemesis.strike();
        }
    }

    /// A new proxy that has brought everything in order.
    private SimulatedProxy heal() throws InterruptedException {
        nemesis.heal();
        stage.proxies().forEach(SimulatedProxy::kill);
        devices.forEach(SimulatedDevice::audit);
        var links = new ArrayList<SimulatedLink>();
        for (var device : devices) links.add(new SimulatedLink(time, device, planted));
        var proxy = new SimulatedProxy(time, PLACEMENT, links, rows);
        for (int round = 0; round < 4; round++) {
            time.sleep(1_000_000_000L * 3600);
            proxy.call(() -> {
                try {
                    proxy.settle();
                    return true;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        return proxy;
    }
}
