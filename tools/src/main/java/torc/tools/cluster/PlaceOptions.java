package torc.tools.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;

/// Where other nodes reach a node.
final class PlaceOptions {
    @Option(
            names = "--address",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Where other nodes reach this one: IP address or host name (default: ${DEFAULT-VALUE}).")
    String address = "127.0.0.1";

    @Option(
            names = "--cluster-port",
            paramLabel = "PORT",
            defaultValue = "7480",
            description = "Port of the node API and the devices (default: ${DEFAULT-VALUE}).")
    int clusterPort = 7480;

    @Option(
            names = "--raft-port",
            paramLabel = "PORT",
            defaultValue = "7481",
            description = "Port of the replicated metadata (default: ${DEFAULT-VALUE}).")
    int raftPort = 7481;

    void check() {
        checked(() -> NodeNames.checkAddress(address));
        checked(() -> NodeNames.checkPort(clusterPort));
        checked(() -> NodeNames.checkPort(raftPort));
        if (clusterPort == raftPort)
            throw new CommandFailed(ExitCode.USAGE, "--cluster-port and --raft-port are the same.");
    }

    /// What the check gives; a wrong option ends the command.
    static <T> T checked(Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    /// The host's name up to its first dot.
    static String hostName() {
        try {
            return InetAddress.getLocalHost()
                    .getHostName()
                    .toLowerCase(Locale.ROOT)
                    .split("\\.", 2)[0];
        } catch (UnknownHostException e) {
            throw new CommandFailed(ExitCode.USAGE, "This host has no name; give --name.");
        }
    }
}
