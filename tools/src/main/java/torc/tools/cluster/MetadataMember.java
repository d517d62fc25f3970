package torc.tools.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.tls.NodeTls;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.embedded.StoreSurroundings;
import torc.ring.metadata.replicated.GroupConfig;
import torc.ring.metadata.replicated.GroupSeed;
import torc.ring.metadata.replicated.Member;
import torc.ring.metadata.replicated.ReplicatedMetadataStore;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;

/// This node's member of the group that keeps the cluster's metadata.
///
/// A member whose folder is damaged is given up: what it promised to the others (its votes, its entries) cannot
/// be
/// kept any more. The node goes on with another member, under a name that nobody had, which the leader takes
/// into the
/// group instead ([GroupKeeper]) and which gets everything from it. Each has a folder, named by its number.
public final class MetadataMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataMember.class);
    private static final String GIVEN_UP = ".damaged";

    private final Member member;
    private final ReplicatedMetadataStore store;

    private MetadataMember(Member member, ReplicatedMetadataStore store) {
        this.member = member;
        this.store = store;
    }

    /// Who this node is, and what it stands on.
    ///
    /// @param founder whether this node began the cluster
    /// @param seeding called with what takes over the rows of a Torc that ran here alone; does nothing where
    /// none did
    public record Beginning(
            Path folder,
            ClusterIdentity identity,
            NodeTls tls,
            boolean founder,
            Consumer<Seed> seeding,
            StoreSurroundings world) {}

    /// Takes rows over as the beginning of the group.
    public record Seed(GroupSeed seed, GroupConfig config) {}

    /// Starts the member. It does not wait for the others.
    ///
    /// @throws CommandFailed if the only member there is is damaged, or its port is taken
    public static MetadataMember open(Beginning beginning) {
        int number = newest(beginning.folder());
        if (number == 0) number = 1;
        try {
            return open(beginning, number);
        } catch (MetadataDamaged damaged) {
            if (beginning.identity().file().members().size() == 1)
                throw new CommandFailed(
                        ExitCode.DAMAGED,
                        "The cluster's metadata is damaged, and no other node has it: " + damaged.getMessage());
            LOG.error("A member of the metadata is given up, another takes its place number={}", number, damaged);
            giveUp(beginning.folder().resolve(Integer.toString(number)));
            return open(beginning, number + 1);
        }
    }

    private static MetadataMember open(Beginning beginning, int number) {
        var identity = beginning.identity();
        var self = identity.file().self();
        var member = new Member(
                identity.nodeId() + "-" + number, InetSocketAddress.createUnresolved(self.address(), self.raftPort()));
        var folder = beginning.folder().resolve(Integer.toString(number));
        var founds = beginning.founder() && number == 1;
        var config = GroupConfig.of(identity.raftGroup(), member, founds ? List.of(member) : List.of(), folder);
        try {
            Files.createDirectories(beginning.folder());
            if (founds && !Files.exists(folder)) beginning.seeding().accept(new Seed(new GroupSeed(folder), config));
            var store = ReplicatedMetadataStore.open(config, Optional.of(beginning.tls()), beginning.world());
            return new MetadataMember(member, store);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.PORT_IN_USE,
                    "The metadata does not start on " + self.address() + ":" + self.raftPort() + ": " + e.getMessage());
        }
    }

    /// The greatest number of a member that was, given up or not; 0 if there was none.
    private static int newest(Path folder) {
        if (!Files.exists(folder)) return 0;
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .map(name -> name.endsWith(GIVEN_UP) ? name.substring(0, name.length() - GIVEN_UP.length()) : name)
                    .filter(name -> name.matches("[0-9]{1,9}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void giveUp(Path folder) {
        try {
            Files.move(folder, folder.resolveSibling(folder.getFileName() + GIVEN_UP));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The cluster's rows.
    public ReplicatedMetadataStore store() {
        return store;
    }

    /// As it is called in the group.
    public Member member() {
        return member;
    }

    @Override
    public void close() {
        store.close();
    }
}
