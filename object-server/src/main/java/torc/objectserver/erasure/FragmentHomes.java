package torc.objectserver.erasure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.replica.DeviceMap;

/// What all devices say of the fragments of one blob.
///
/// @param sound fragments that can be read
/// @param damaged fragments in quarantine
/// @param deleted whether a device remembers that the blob was deleted
/// @param silent devices that could not be asked
/// @param away why; empty if all answered
record FragmentHomes(
        DeviceMap map,
        Id128 blob,
        int partition,
        List<Held> sound,
        List<Held> damaged,
        boolean deleted,
        Set<BlobDevice> silent,
        String away) {
    /// A fragment on a device.
    record Held(int index, BlobDevice device) {}

    /// The device where a fragment belongs; null where the ring names none.
    static @Nullable BlobDevice device(DeviceMap map, int partition, int index) {
        var device = map.placement().primary(partition, index);
        return device < 0 ? null : map.devices().get(device);
    }

    static FragmentHomes ask(DeviceMap map, Id128 blob) {
        var partition = map.placement().partition(blob);
        var sound = new ArrayList<Held>();
        var damaged = new ArrayList<Held>();
        var deleted = false;
        var silent = new HashSet<BlobDevice>();
        var away = "";
        for (var device : map.devices()) {
            try {
                deleted |= FragmentPlaces.remembersDelete(device, blob, partition);
                var held = FragmentPlaces.held(device, blob, partition);
                var whole = FragmentPlaces.sound(device, blob, partition).stream()
                        .map(StoredBlob::id)
                        .toList();
                for (var fragment : held) {
                    var place = new Held(FragmentIds.index(fragment), device);
                    (whole.contains(fragment) ? sound : damaged).add(place);
                }
            } catch (RuntimeException e) {
                silent.add(device);
                away = device.name() + ": " + e;
            }
        }
        return new FragmentHomes(map, blob, partition, sound, damaged, deleted, silent, away);
    }

    boolean isAtHome(Held held) {
        return held.device.equals(device(map, partition, held.index));
    }

    /// Whether the device where the fragment belongs has it.
    boolean isHome(int index) {
        return sound.stream().anyMatch(held -> held.index == index && isAtHome(held));
    }

    List<Held> sound(int index) {
        return sound.stream().filter(held -> held.index == index).toList();
    }
}
