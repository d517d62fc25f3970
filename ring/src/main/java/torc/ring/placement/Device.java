package torc.ring.placement;

/// A device of a ring: a disk of a server, with the failure domains in which it stands. Servers are told
/// apart by `ip`.
///
/// @param id position in the ring's list of devices, from 0
/// @param weight share of partitions relative to the other devices; 0 asks that the device be emptied
/// @param name the disk's name on its server, such as `sdb1`
/// @param meta free text of the operator
public record Device(
        int id,
        int region,
        int zone,
        String ip,
        int port,
        String replicationIp,
        int replicationPort,
        String name,
        double weight,
        String meta) {
    public Device {
        if (id < 0) throw new IllegalArgumentException("a device id is not negative: " + id);
        if (region < 0 || zone < 0)
            throw new IllegalArgumentException("region and zone are not negative: r" + region + "z" + zone);
        if (port < 0 || port > 65_535 || replicationPort < 0 || replicationPort > 65_535)
            throw new IllegalArgumentException("a port is 0 to 65535: " + port + ", " + replicationPort);
        if (!(weight >= 0) || Double.isInfinite(weight))
            throw new IllegalArgumentException("a weight is not negative: " + weight);
    }

    /// A device whose replication traffic uses the same address as its clients' traffic.
    public static Device of(int id, int region, int zone, String ip, int port, String name, double weight) {
        return new Device(id, region, zone, ip, port, ip, port, name, weight, "");
    }

    public Device withId(int newId) {
        return new Device(newId, region, zone, ip, port, replicationIp, replicationPort, name, weight, meta);
    }

    public Device withWeight(double newWeight) {
        return new Device(id, region, zone, ip, port, replicationIp, replicationPort, name, newWeight, meta);
    }

    public Device withRegion(int newRegion) {
        return new Device(id, newRegion, zone, ip, port, replicationIp, replicationPort, name, weight, meta);
    }

    public Device withZone(int newZone) {
        return new Device(id, region, newZone, ip, port, replicationIp, replicationPort, name, weight, meta);
    }

    /// The device as Swift's tools print it, such as `d3r1z2-10.0.0.1:6200R10.0.0.1:6200/sdb1_""`.
    @Override
    public String toString() {
        return "d" + id + "r" + region + "z" + zone + "-" + bracketed(ip) + ":" + port + "R" + bracketed(replicationIp)
                + ":" + replicationPort + "/" + name + "_\"" + meta + "\"";
    }

    /// An IPv6 address in brackets, any other address as it is.
    public static String bracketed(String ip) {
        return ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip;
    }
}
