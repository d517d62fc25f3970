package torc.tools.ringbuilder;

import java.util.Optional;
import java.util.OptionalDouble;
import torc.ring.placement.Device;

/// The parts of a device that an operator named; all others are left open. Reads Swift's search values,
/// change values and add values, and the options that say the same.
record DeviceText(
        Optional<Integer> id,
        Optional<Integer> region,
        Optional<Integer> zone,
        Optional<String> ip,
        Optional<Integer> port,
        Optional<String> replicationIp,
        Optional<Integer> replicationPort,
        Optional<String> name,
        OptionalDouble weight,
        Optional<String> meta) {
    /// `d<id>r<region>z<zone>-<ip>:<port>R<ip>:<port>/<name>_<meta>`, any part of which may be missing.
    static DeviceText search(String text) {
        var cursor = new TextCursor(text);
        var id = cursor.numberAfter('d');
        var region = cursor.numberAfter('r');
        var zone = cursor.numberAfter('z');
        cursor.skip('-');
        var found = addresses(cursor, id, region, zone);
        if (!cursor.atEnd()) throw Refusal.error("Invalid <search-value>: '" + text + "'");
        return found;
    }

    /// `<ip>:<port>R<ip>:<port>/<name>_<meta>`, at least one part.
    static DeviceText change(String text) {
        var cursor = new TextCursor(text);
        var found = addresses(cursor, Optional.empty(), Optional.empty(), Optional.empty());
        if (text.isEmpty() || !cursor.atEnd()) throw Refusal.error("Invalid set info change value: '" + text + "'");
        return found;
    }

    private static DeviceText addresses(
            TextCursor cursor, Optional<Integer> id, Optional<Integer> region, Optional<Integer> zone) {
        var ip = cursor.ip();
        var port = cursor.numberAfter(':');
        Optional<String> replicationIp = Optional.empty();
        Optional<Integer> replicationPort = Optional.empty();
        if (cursor.skip('R')) {
            replicationIp = cursor.ip();
            replicationPort = cursor.numberAfter(':');
        }
        var name = cursor.textAfter('/', '_');
        var meta = cursor.restAfter('_');
        return new DeviceText(
                id, region, zone, ip, port, replicationIp, replicationPort, name, OptionalDouble.empty(), meta);
    }

    /// The device that `--region`, `--ip` and so on describe.
    static DeviceText ofOptions(Options options) {
        return ofOptions(options, "");
    }

    /// What `--change-ip` and so on ask for.
    static DeviceText changeOfOptions(Options options) {
        return ofOptions(options, "change-");
    }

    private static DeviceText ofOptions(Options options, String prefix) {
        var weight = options.value(prefix + "weight").map(text -> Options.number(text, "option --weight"));
        return new DeviceText(
                options.whole(prefix + "id"),
                options.whole(prefix + "region"),
                options.whole(prefix + "zone"),
                options.value(prefix + "ip").map(Address::ipOrHost),
                options.whole(prefix + "port"),
                options.value(prefix + "replication-ip").map(Address::ipOrHost),
                options.whole(prefix + "replication-port"),
                options.value(prefix + "device"),
                weight.isPresent() ? OptionalDouble.of(weight.get()) : OptionalDouble.empty(),
                options.value(prefix + "meta").filter(meta -> !meta.isEmpty()));
    }

    boolean matches(Device device) {
        return is(id, device.id())
                && is(region, device.region())
                && is(zone, device.zone())
                && is(ip, device.ip())
                && is(port, device.port())
                && is(replicationIp, device.replicationIp())
                && is(replicationPort, device.replicationPort())
                && is(name, device.name())
                && (weight.isEmpty() || weight.getAsDouble() == device.weight())
                && (meta.isEmpty() || device.meta().contains(meta.get()));
    }

    private static <T> boolean is(Optional<T> wanted, T value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    /// The device with the named addresses, name and meta instead of its own.
    Device applyTo(Device device) {
        return new Device(
                device.id(),
                device.region(),
                device.zone(),
                ip.orElse(device.ip()),
                port.orElse(device.port()),
                replicationIp.orElse(device.replicationIp()),
                replicationPort.orElse(device.replicationPort()),
                name.orElse(device.name()),
                device.weight(),
                meta.orElse(device.meta()));
    }

    boolean changesNothing() {
        return ip.isEmpty()
                && port.isEmpty()
                && replicationIp.isEmpty()
                && replicationPort.isEmpty()
                && name.isEmpty()
                && meta.isEmpty();
    }

    /// A whole device to be added; its id is the builder's to give.
    ///
    /// @param described `[r<region>]z<zone>-<ip>:<port>[R<ip>:<port>]/<name>[_<meta>]`
    static Device added(String described, double weight) {
        var text = search(described);
        if (text.id().isPresent()
                || text.zone().isEmpty()
                || text.ip().isEmpty()
                || text.name().isEmpty()) throw Refusal.error("Invalid add value: " + described);
        if (text.port().isEmpty()) throw Refusal.error("Invalid port in add value");
        return text.device(text.region().orElse(1), weight);
    }

    /// A whole device to be added, by options.
    static Device added(Options options) {
        for (var required :
                new String[] {"-r/--region", "-z/--zone", "-i/--ip", "-p/--port", "-d/--device", "-w/--weight"})
            if (options.value(required.substring(5)).isEmpty())
                throw Refusal.error("Required argument " + required + " not specified.");
        var text = ofOptions(options);
        return text.device(text.region().orElseThrow(), text.weight().orElseThrow());
    }

    private Device device(int inRegion, double ofWeight) {
        var ownIp = ip.orElseThrow();
        int ownPort = port.orElseThrow();
        var ownName = name.orElseThrow();
        if (ownName.isBlank() || !ownName.equals(ownName.strip())) throw Refusal.error("Invalid device name");
        if (ofWeight < 0) throw Refusal.error("Invalid weight value: " + ofWeight);
        try {
            return new Device(
                    0,
                    inRegion,
                    zone.orElseThrow(),
                    ownIp,
                    ownPort,
                    replicationIp.orElse(ownIp),
                    replicationPort.orElse(ownPort),
                    ownName,
                    ofWeight,
                    meta.orElse(""));
        } catch (IllegalArgumentException impossible) {
            throw Refusal.error(String.valueOf(impossible.getMessage()));
        }
    }
}
