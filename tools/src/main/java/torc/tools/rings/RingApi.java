package torc.tools.rings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.replica.DeviceMap;
import torc.ring.builder.BuilderState;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.placement.Device;
import torc.ring.registry.RingPlan;
import torc.ring.registry.RingRegistry;
import torc.tools.cluster.Membership;
import torc.tools.cluster.NodeApi;
import torc.tools.cluster.NodeRecord;
import torc.tools.cluster.RingDevices;
import torc.tools.rings.RingAnswer.DeviceView;
import torc.tools.rings.RingAnswer.EpochView;

/// Answers what operators ask of rings, on `/rings` of the node API.
public final class RingApi implements HttpHandler {
    /// Where it belongs in the node API.
    public static final String PATH = "/rings";

    private final RingRegistry rings;
    private final Membership membership;
    private final Supplier<DeviceMap> maps;
    private final long bytesPerSecond;

    /// @param maps devices, to tell how much a partition holds
    /// @param bytesPerSecond what the repair of one node may read
    public RingApi(RingRegistry rings, Membership membership, Supplier<DeviceMap> maps, long bytesPerSecond) {
        this.rings = rings;
        this.membership = membership;
        this.maps = maps;
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("POST")) return NodeApi.refusal(405, "METHOD", "POST only");
        try {
            return NodeApi.json(200, answer(NodeApi.read(request, RingQuestion.class)));
        } catch (IllegalArgumentException e) {
            return NodeApi.refusal(400, "MALFORMED", String.valueOf(e.getMessage()));
        } catch (RingRefused e) {
            return NodeApi.refusal(409, "REFUSED", String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            return NodeApi.refusal(503, "UNAVAILABLE", String.valueOf(e.getMessage()));
        }
    }

    private RingAnswer answer(RingQuestion asked) {
        var ring = asked.ring();
        switch (asked.verb()) {
            case ADD -> add(ring, asked.devices());
            case SET_WEIGHT -> weigh(ring, asked.devices(), asked.weight());
            case SET_MIN_PART_HOURS -> rings.stage(ring, builder -> builder.setMinPartHours(asked.hours()));
            case REMOVE -> remove(ring, asked.devices());
            case FORGET -> rings.unstage(ring);
            case REVERT -> rings.revert(ring, asked.epoch());
            case APPLY -> {
                var plan = asked.plan().isEmpty() ? rings.apply(ring) : rings.apply(ring, asked.plan());
                return view(ring, plan, plan.number());
            }
            case PLAN -> {
                var plan = rings.plan(ring);
                return view(ring, plan, plan.number());
            }
            case SHOW, HISTORY -> {}
        }
        var staged = rings.staged(ring);
        var nothing = new RingPlan(rings.epoch(ring), current(ring, staged), staged, 0, 0, 0, Duration.ZERO, 0);
        return view(ring, nothing, "");
    }

    private BuilderState current(String ring, BuilderState staged) {
        var epochs = rings.epochs(ring, 1);
        return epochs.isEmpty() ? staged : epochs.getFirst().builder();
    }

    /// Every device that nodes have and the ring has not, or those that are named. Each node is a zone.
    private void add(String ring, List<String> wanted) {
        var nodes = membership.nodes().stream()
                .filter(node -> node.state() == NodeRecord.State.IN)
                .sorted(Comparator.comparing(NodeRecord::joinedAt).thenComparing(NodeRecord::id))
                .toList();
        for (var each : wanted)
            if (nodes.stream().noneMatch(node -> names(each, node)))
                throw new RingRefused("No node that takes part has " + each);
        var free = freeId(ring);
        rings.stage(ring, builder -> {
            var id = free;
            var added = 0;
            for (int zone = 1; zone <= nodes.size(); zone++) {
                var node = nodes.get(zone - 1);
                for (var name : node.devices()) {
                    var isWanted = wanted.isEmpty()
                            || wanted.contains(node.name())
                            || wanted.contains(node.name() + "/" + name);
                    if (!isWanted || has(builder, node, name)) continue;
                    builder.addWithId(RingDevices.describe(node, zone, name, RingDevices.WEIGHT)
                            .withId(id++));
                    added++;
                }
            }
            if (added == 0) throw new RingRefused("The ring has all of these devices");
        });
    }

    private static boolean names(String wanted, NodeRecord node) {
        return wanted.equals(node.name())
                || node.devices().stream().anyMatch(device -> wanted.equals(node.name() + "/" + device));
    }

    private static boolean has(RingBuilder builder, NodeRecord node, String name) {
        return builder.devices().stream()
                .anyMatch(device -> RingDevices.nodeId(device).equals(node.id())
                        && device.name().equals(name));
    }

    /// An id that no epoch that is kept has, so that a device of one epoch is never taken for another's.
    private int freeId(String ring) {
        var highest = rings.staged(ring).devices().size();
        for (var epoch : rings.epochs(ring, RingRegistry.MOST_EPOCHS))
            highest = Math.max(highest, epoch.builder().devices().size());
        return highest;
    }

    private void weigh(String ring, List<String> wanted, double weight) {
        rings.stage(
                ring, builder -> chosen(builder, wanted).forEach(device -> builder.change(device.withWeight(weight))));
    }

    private void remove(String ring, List<String> wanted) {
        rings.stage(ring, builder -> chosen(builder, wanted).forEach(device -> builder.remove(device.id())));
    }

    private List<Device> chosen(RingBuilder builder, List<String> wanted) {
        if (wanted.isEmpty()) throw new RingRefused("Name a node, or a device as node/device");
        var chosen = new ArrayList<Device>();
        for (var each : wanted) {
            var before = chosen.size();
            for (var device : builder.devices()) {
                var node = nodeName(device);
                if (each.equals(node) || each.equals(node + "/" + device.name())) chosen.add(device);
            }
            if (chosen.size() == before) throw new RingRefused("The ring has no device " + each);
        }
        return chosen;
    }

    private String nodeName(Device device) {
        return membership.node(RingDevices.nodeId(device)).map(NodeRecord::name).orElse(RingDevices.nodeId(device));
    }

    private RingAnswer view(String ring, RingPlan plan, String number) {
        var next = new RingBuilder(plan.next());
        var report = next.report();
        var bytes = movedBytes(plan);
        var nodes = Math.max(1, membership.members().size());
        return new RingAnswer(
                ring,
                rings.epoch(ring),
                next.partitionCount(),
                next.replicas(),
                !plan.next().equals(plan.before()),
                report.balance(),
                report.dispersion(),
                devices(plan),
                plan.moved(),
                bytes,
                bytes / (bytesPerSecond * nodes),
                number,
                plan.heldBack(),
                plan.freeIn().toSeconds(),
                plan.later(),
                next.minPartHours(),
                history(ring));
    }

    private List<DeviceView> devices(RingPlan plan) {
        var before = new RingBuilder(plan.before());
        var next = new RingBuilder(plan.next());
        var report = next.report();
        var views = new ArrayList<DeviceView>();
        for (var device : next.devices()) {
            var then = before.devices().stream()
                    .filter(each -> each.id() == device.id())
                    .findFirst();
            var change = then.isEmpty()
                    ? "added"
                    : next.markedForRemoval(device.id())
                            ? "removed"
                            : then.get().weight() != device.weight() ? "weight" : "";
            views.add(new DeviceView(
                    device.id(),
                    nodeName(device),
                    device.name(),
                    device.zone(),
                    device.weight(),
                    report.partitions(device),
                    change));
        }
        return views;
    }

    private List<EpochView> history(String ring) {
        var views = new ArrayList<EpochView>();
        for (var epoch : rings.epochs(ring, RingRegistry.MOST_EPOCHS)) {
            var builder = new RingBuilder(epoch.builder());
            views.add(new EpochView(
                    epoch.epoch(),
                    builder.devices().size(),
                    builder.replicas(),
                    builder.report().balance()));
        }
        return views;
    }

    /// As if every partition replica were as large as the mean.
    private long movedBytes(RingPlan plan) {
        if (plan.moved() == 0) return 0;
        long stored = 0;
        for (var device : maps.get().devices()) stored += stored(device);
        var replicas =
                (1L << plan.before().partPower()) * Math.max(1, plan.before().replicas());
        return (long) (stored / replicas * plan.moved());
    }

    private static long stored(BlobDevice device) {
        try {
            return device.status().liveBytes();
        } catch (RuntimeException _) {
            return 0; // It is away; the figure is an estimate.
        }
    }
}
