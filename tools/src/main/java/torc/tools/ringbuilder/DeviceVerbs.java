package torc.tools.ringbuilder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import torc.ring.builder.RingBuilder;
import torc.ring.placement.Device;

/// The verbs that add, change and remove devices. Partitions move at the next rebalance only.
final class DeviceVerbs {
    private DeviceVerbs() {}

    static int add(Session session, List<String> arguments) {
        var builder = session.builder();
        if (builder.nextPartPower().isPresent())
            throw Refusal.error("Partition power increase in progress. You need \n"
                    + "to finish the increase first before adding devices.");
        var options = Options.parse(arguments, Options.OF_DEVICES, Options.YES);
        var given = options.arguments();
        if (given.isEmpty() == !options.nameDevices() || given.size() % 2 != 0) throw Usage.of("add");
        var devices = new ArrayList<Device>();
        for (var at = 0; at < given.size(); at += 2)
            devices.add(DeviceText.added(given.get(at), Options.number(given.get(at + 1), "weight")));
        if (given.isEmpty()) devices.add(DeviceText.added(options));
        var added = new ArrayList<Device>();
        for (var device : devices) {
            refuseDuplicate(builder, device, "\nThe on-disk ring builder is unchanged.");
            var withId = device.withId(builder.add(device));
            added.add(withId);
            session.say("Device %s with %s weight got id %d", withId, withId.weight(), withId.id());
        }
        session.save(builder);
        session.give(Map.of("added", added));
        return RingBuilderCommand.SUCCESS;
    }

    private static void refuseDuplicate(RingBuilder builder, Device device, String more) {
        for (var other : builder.devices())
            if (other.id() != device.id() || !more.isEmpty())
                if (other.ip().equals(device.ip())
                        && other.port() == device.port()
                        && other.name().equals(device.name()))
                    throw Refusal.error("Device " + other.id() + " already uses " + other.ip() + ":" + other.port()
                            + "/" + other.name() + "." + more);
    }

    static int remove(Session session, List<String> arguments) {
        var builder = session.builder();
        if (builder.nextPartPower().isPresent())
            throw Refusal.error("Partition power increase in progress. You need \n"
                    + "to finish the increase first before removing devices.");
        var options = Options.parse(arguments, Options.OF_DEVICES, Options.YES);
        var devices = matching(builder, options, "remove");
        confirm(session, options, devices, "remove these " + devices.size() + " devices", "Aborting device removals");
        for (var device : devices) {
            builder.remove(device.id());
            session.say("%s marked for removal and will be removed next rebalance.", device);
        }
        session.save(builder);
        session.give(Map.of("removed", devices));
        return RingBuilderCommand.SUCCESS;
    }

    /// Devices that the search values or the options name, each once.
    static List<Device> matching(RingBuilder builder, Options options, String verb) {
        var searches = new ArrayList<DeviceText>();
        if (options.arguments().isEmpty() == !options.nameDevices()) throw Usage.of(verb);
        for (var value : options.arguments()) searches.add(DeviceText.search(value));
        if (searches.isEmpty()) searches.add(DeviceText.ofOptions(options));
        return builder.devices().stream()
                .filter(device -> searches.stream().anyMatch(search -> search.matches(device)))
                .toList();
    }

    private static void confirm(Session session, Options options, List<Device> devices, String act, String aborting) {
        if (devices.isEmpty())
            throw Refusal.error("Search value matched 0 devices.\nThe on-disk ring builder is unchanged.");
        if (devices.size() == 1 || options.has("yes")) return;
        session.say("Matched more than one device:");
        for (var device : devices) session.say("    %s", device);
        if (!session.confirmed("Are you sure you want to " + act + "? (y/N) ")) throw Refusal.error(aborting);
    }

    static int setWeight(Session session, List<String> arguments) {
        return set(session, arguments, "weight", (device, value) -> {
            var weight = Options.number(value, "weight");
            if (weight < 0) throw Refusal.error("Invalid weight value: " + value);
            return device.withWeight(weight);
        });
    }

    static int setRegion(Session session, List<String> arguments) {
        return set(session, arguments, "region", (device, value) -> device.withRegion(domain(value, "region")));
    }

    static int setZone(Session session, List<String> arguments) {
        return set(session, arguments, "zone", (device, value) -> device.withZone(domain(value, "zone")));
    }

    private static int domain(String value, String what) {
        var number = Options.whole(value, what);
        if (number < 0) throw Refusal.error("Invalid " + what + " value: " + value);
        return number;
    }

    private interface Change {
        Device apply(Device device, String value);
    }

    private static int set(Session session, List<String> arguments, String what, Change change) {
        var builder = session.builder();
        var options = Options.parse(arguments, Options.OF_DEVICES, Options.YES);
        var given = options.arguments();
        if (options.nameDevices() ? given.size() != 1 : given.isEmpty() || given.size() % 2 != 0)
            throw Usage.of("set_" + what);
        var changed = new ArrayList<Device>();
        for (var at = 0; at < given.size(); at += 2) {
            var search = options.nameDevices() ? DeviceText.ofOptions(options) : DeviceText.search(given.get(at));
            var value = given.get(options.nameDevices() ? at : at + 1);
            var devices = builder.devices().stream().filter(search::matches).toList();
            var act = "update the " + what + " for these " + devices.size() + " devices";
            confirm(session, options, devices, act, "Aborting device modifications");
            for (var device : devices) {
                var after = change.apply(device, value);
                builder.change(after);
                changed.add(after);
                session.say("%s %s set to %s", device, what, shown(after, what));
            }
        }
        session.save(builder);
        session.give(Map.of("changed", changed));
        return RingBuilderCommand.SUCCESS;
    }

    private static String shown(Device device, String what) {
        return switch (what) {
            case "weight" -> Double.toString(device.weight());
            case "region" -> Integer.toString(device.region());
            default -> Integer.toString(device.zone());
        };
    }

    static int setInfo(Session session, List<String> arguments) {
        var builder = session.builder();
        var options = Options.parse(arguments, Options.OF_DEVICES, Options.YES);
        var given = options.arguments();
        if (options.nameDevices() ? !given.isEmpty() : given.isEmpty() || given.size() % 2 != 0)
            throw Usage.of("set_info");
        var changed = new ArrayList<Device>();
        if (options.nameDevices())
            setInfo(
                    session,
                    builder,
                    options,
                    DeviceText.ofOptions(options),
                    DeviceText.changeOfOptions(options),
                    changed);
        for (var at = 0; at < given.size(); at += 2) {
            var change = DeviceText.change(given.get(at + 1));
            setInfo(session, builder, options, DeviceText.search(given.get(at)), change, changed);
        }
        session.save(builder);
        session.give(Map.of("changed", changed));
        return RingBuilderCommand.SUCCESS;
    }

    private static void setInfo(
            Session session,
            RingBuilder builder,
            Options options,
            DeviceText search,
            DeviceText change,
            List<Device> changed) {
        if (change.changesNothing()) throw Refusal.error("Invalid set info change value: nothing would change");
        var devices = builder.devices().stream().filter(search::matches).toList();
        var act = "update the info for these " + devices.size() + " devices";
        confirm(session, options, devices, act, "Aborting device modifications");
        for (var device : devices) {
            var after = change.applyTo(device);
            refuseDuplicate(builder, after, "");
            builder.change(after);
            changed.add(after);
            session.say("Device %s is now %s", device, after);
        }
    }
}
