package torc.ring.placement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The regions, zones and servers of a ring's devices as small numbers, so that looking for handoffs
/// compares integers. Only domains with at least one partition are counted: the search ends when all that
/// can be found are.
final class FailureDomains {
    /// From the least alike to the most alike: region, zone, server, device.
    static final int LEVELS = 4;

    private final int[][] domainOfDevice;
    private final int[] assignedDomains;

    private FailureDomains(int[][] domainOfDevice, int[] assignedDomains) {
        this.domainOfDevice = domainOfDevice;
        this.assignedDomains = assignedDomains;
    }

    static FailureDomains of(@Nullable Device[] devices, int[] assignments) {
        var hasPartitions = new boolean[devices.length];
        for (var id : assignments) hasPartitions[id] = true;
        var domainOfDevice = new int[LEVELS][devices.length];
        var assignedDomains = new int[LEVELS];
        for (var level = 0; level < LEVELS; level++) {
            // Devices with partitions are numbered first, so that the size then is the count of assigned domains.
            var numbers = new HashMap<List<Object>, Integer>();
            number(devices, hasPartitions, true, level, numbers, domainOfDevice[level]);
            assignedDomains[level] = numbers.size();
            number(devices, hasPartitions, false, level, numbers, domainOfDevice[level]);
        }
        return new FailureDomains(domainOfDevice, assignedDomains);
    }

    private static void number(
            @Nullable Device[] devices,
            boolean[] hasPartitions,
            boolean wanted,
            int level,
            Map<List<Object>, Integer> numbers,
            int[] domainOfDevice) {
        for (var id = 0; id < devices.length; id++) {
            var device = devices[id];
            if (device != null && hasPartitions[id] == wanted) {
                var name = List.<Object>of(device.region(), device.zone(), device.ip(), device.id())
                        .subList(0, level + 1);
                var next = numbers.size();
                domainOfDevice[id] = numbers.computeIfAbsent(name, _ -> next);
            }
        }
    }

    int domain(int level, int deviceId) {
        return domainOfDevice[level][deviceId];
    }

    /// Domains of a level that hold at least one partition.
    int assigned(int level) {
        return assignedDomains[level];
    }
}
