package torc.tools.ringbuilder;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingReport;
import torc.ring.file.RingFile;
import torc.ring.file.RingFileDamaged;
import torc.ring.placement.Device;

/// What is shown without a verb: the builder's figures and its devices; and `search`, which shows some
/// devices.
final class Listing {
    private Listing() {}

    static int show(Session session, List<String> arguments) {
        var builder = session.builder();
        var report = builder.report();
        var devices = new ArrayList<>(builder.devices());
        devices.sort(Comparator.comparingInt(Device::region)
                .thenComparingInt(Device::zone)
                .thenComparing(Device::ip)
                .thenComparing(Device::name));
        var regions = devices.stream().map(Device::region).distinct().count();
        var zones = devices.stream()
                .map(device -> List.of(device.region(), device.zone()))
                .distinct()
                .count();
        session.say("%s, build version %d, id %s", session.builderPath(), builder.version(), builder.id());
        session.say(
                "%d partitions, %.6f replicas, %d regions, %d zones, %d devices, %d-byte IDs, %.02f balance, "
                        + "%.02f dispersion",
                builder.partitionCount(),
                builder.replicas(),
                regions,
                zones,
                devices.size(),
                devices.size() <= 0xffff ? 2 : 4,
                report.balance(),
                report.dispersion());
        session.say(
                "The minimum number of hours before a partition can be reassigned is %d (%s remaining)",
                builder.minPartHours(), duration(builder.minPartHoursLeft(session.now())));
        session.say("The overload factor is %.2f%% (%.6f)", builder.overload() * 100, builder.overload());
        var ringState = ringState(session, builder);
        session.say("Ring file %s %s", session.ringPath(), ringState);
        table(session, builder, report, devices);
        partPower(session, builder);
        session.give(json(session, builder, report, devices, ringState));
        return RingBuilderCommand.SUCCESS;
    }

    private static String ringState(Session session, RingBuilder builder) {
        if (!Files.exists(session.ringPath())) return "not found, probably it hasn't been written yet";
        try {
            var written = Optional.of(RingFile.read(session.ringPath()).ring());
            return written.equals(builder.ring()) ? "is up-to-date" : "is obsolete";
        } catch (RingFileDamaged damaged) {
            return "is invalid: " + damaged.getMessage();
        }
    }

    private static void table(Session session, RingBuilder builder, RingReport report, List<Device> devices) {
        var ip = 10;
        var port = 4;
        var replicationIp = 14;
        var replicationPort = 4;
        var weight = 6;
        for (var device : devices) {
            ip = Math.max(ip, Device.bracketed(device.ip()).length());
            port = Math.max(port, Integer.toString(device.port()).length());
            replicationIp = Math.max(
                    replicationIp, Device.bracketed(device.replicationIp()).length());
            replicationPort = Math.max(
                    replicationPort, Integer.toString(device.replicationPort()).length());
            weight = Math.max(
                    weight,
                    String.format(Locale.ROOT, "%6.02f", device.weight()).length());
        }
        var widths = "%" + ip + "s:%-" + port + "s %" + replicationIp + "s:%-" + replicationPort + "s %5s %" + weight;
        session.say(
                "Devices:%5s %6s %4s " + widths + "s %10s %7s %5s %s",
                "id",
                "region",
                "zone",
                "ip address",
                "port",
                "replication ip",
                "port",
                "name",
                "weight",
                "partitions",
                "balance",
                "flags",
                "meta");
        for (var device : devices)
            session.say(
                    "%13d %6d %4d " + widths + ".02f %10d %7.02f %5s %s",
                    device.id(),
                    device.region(),
                    device.zone(),
                    Device.bracketed(device.ip()),
                    device.port(),
                    Device.bracketed(device.replicationIp()),
                    device.replicationPort(),
                    device.name(),
                    device.weight(),
                    report.partitions(device),
                    report.balance(device),
                    builder.markedForRemoval(device.id()) ? "DEL" : "",
                    device.meta());
    }

    private static void partPower(Session session, RingBuilder builder) {
        builder.nextPartPower().ifPresent(next -> {
            if (next == builder.partPower() + 1)
                session.say("\nPreparing increase of partition power (%d -> %d)", builder.partPower(), next);
            else session.say("\nIncreased partition power (%d -> %d)", builder.partPower(), next);
        });
    }

    private static Map<String, Object> json(
            Session session, RingBuilder builder, RingReport report, List<Device> devices, String ringState) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", builder.id());
        json.put("version", builder.version());
        json.put("partitions", builder.partitionCount());
        json.put("part_power", builder.partPower());
        builder.nextPartPower().ifPresent(next -> json.put("next_part_power", next));
        json.put("replicas", builder.replicas());
        json.put("balance", report.balance());
        json.put("dispersion", report.dispersion());
        json.put("min_part_hours", builder.minPartHours());
        json.put(
                "min_part_seconds_left", builder.minPartHoursLeft(session.now()).toSeconds());
        json.put("overload", builder.overload());
        json.put("ring_file", ringState);
        json.put(
                "devices",
                devices.stream().map(device -> json(builder, report, device)).toList());
        return json;
    }

    private static Map<String, Object> json(RingBuilder builder, RingReport report, Device device) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", device.id());
        json.put("region", device.region());
        json.put("zone", device.zone());
        json.put("ip", device.ip());
        json.put("port", device.port());
        json.put("replication_ip", device.replicationIp());
        json.put("replication_port", device.replicationPort());
        json.put("device", device.name());
        json.put("weight", device.weight());
        json.put("partitions", report.partitions(device));
        json.put("balance", report.balance(device));
        json.put("marked_for_removal", builder.markedForRemoval(device.id()));
        json.put("meta", device.meta());
        return json;
    }

    static int search(Session session, List<String> arguments) {
        var builder = session.builder();
        var options = Options.parse(arguments, Options.OF_DEVICES, Options.YES);
        if (options.arguments().size() > 1) throw Usage.of("search");
        var devices = DeviceVerbs.matching(builder, options, "search");
        if (devices.isEmpty()) throw Refusal.error("No matching devices found");
        var report = builder.report();
        session.say("Devices:    id  region  zone      ip address  port  replication ip  replication port      name "
                + "weight partitions balance meta");
        for (var device : devices)
            session.say(
                    "         %5d %7d %5d %15s %5d %15s %17d %9s %6.02f %10d %7.02f %s",
                    device.id(),
                    device.region(),
                    device.zone(),
                    device.ip(),
                    device.port(),
                    device.replicationIp(),
                    device.replicationPort(),
                    device.name(),
                    device.weight(),
                    report.partitions(device),
                    report.balance(device),
                    device.meta());
        session.give(
                devices.stream().map(device -> json(builder, report, device)).toList());
        return RingBuilderCommand.SUCCESS;
    }

    /// As Python prints a timedelta: `1 day, 0:00:00`.
    static String duration(Duration duration) {
        var days = duration.toDays();
        var time = String.format(
                Locale.ROOT,
                "%d:%02d:%02d",
                duration.toHoursPart(),
                duration.toMinutesPart(),
                duration.toSecondsPart());
        return days == 0 ? time : days + (days == 1 ? " day, " : " days, ") + time;
    }
}
