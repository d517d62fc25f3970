package torc.tools.simulate;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import torc.common.id.Id128;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.StoredObject;

/// Checks that everything is right once all has healed: each key, the listing, the counters, the copies, and that
/// nothing is left over.
final class FinalLook {
    private static final int COPIES = 3;

    private final Stage stage;
    private final List<SimulatedDevice> devices;
    private final SimulatedProxy proxy;

    FinalLook(Stage stage, List<SimulatedDevice> devices, SimulatedProxy proxy) {
        this.stage = stage;
        this.devices = devices;
        this.proxy = proxy;
    }

    void check() {
        var live = keys();
        listing(live);
        counters(live);
        copies(live);
    }

    /// What each key holds now.
    private Map<String, Long> keys() {
        var live = new TreeMap<String, Long>();
        for (var name : stage.names()) {
            var history = stage.history(name);
            var found = stage.look(proxy, name);
            if (!history.canBe(found))
                stage.violation("at the end " + name.text() + " holds " + found + " instead of " + history.possible());
            if (found != KeyHistory.ABSENT) live.put(name.text(), found);
        }
        return live;
    }

    private ContainerName container() {
        return stage.names().getFirst().container();
    }

    private void listing(Map<String, Long> live) {
        var listed = proxy.call(() -> proxy.service().containers().list(container(), ListQuery.firstPage(1000)));
        var names = new TreeSet<String>();
        for (var entry : listed.orElseThrow().entries())
            if (entry instanceof Listing.Entry.Item<StoredObject>(var item))
                names.add(item.name().text());
        if (!names.equals(live.keySet())) stage.violation("listed are " + names + " instead of " + live.keySet());
    }

    private void counters(Map<String, Long> live) {
        var usage = proxy.call(() -> proxy.service().containers().find(container()))
                .orElseThrow()
                .usage();
        var bytes = live.values().stream()
                .mapToLong(content -> Contents.of(content).length)
                .sum();
        if (usage.objects() != live.size() || usage.bytes() != bytes)
            stage.violation("counted are " + usage + " instead of " + live.size() + " objects, " + bytes + " bytes");
    }

    private void copies(Map<String, Long> live) {
        var holders = new TreeMap<Id128, Integer>();
        for (var device : devices) {
            if (device.isWriting()) stage.violation(device.name() + " keeps room for a write that nobody makes");
            for (var blob : device.held()) {
                if (!device.isSound(blob)) stage.violation(device.name() + " has a damaged copy of " + blob);
                holders.merge(blob, 1, Integer::sum);
            }
        }
        holders.forEach((blob, count) -> {
            if (count != COPIES) stage.violation("blob " + blob + " has " + count + " copies");
        });
        var stored = new HashSet<Long>();
        for (var content : live.values())
            if (Contents.of(content).length > SimulatedProxy.CONFIG.inlineLimitBytes()) stored.add(content);
        if (holders.size() != stored.size())
            stage.violation("there are " + holders.size() + " blobs for " + stored.size() + " contents");
    }
}
