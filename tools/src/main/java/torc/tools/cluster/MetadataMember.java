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
/// kept any more. So is one whose folder is an old copy ([Starts]). The node goes on with another member, under
/// a name that nobody had, which the leader takes
/// into the
/// group instead ([GroupKeeper]) and which gets everything from it. Each has a folder, named by its number.
public final class MetadataMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataMember.class);
    private static final String GIVEN_UP = ".damaged";

    private final String nodeId;
    private final Member member;
    private final Starts.Known starts;
    private final ReplicatedMetadataStore store;

    private MetadataMember(String nodeId, Member member, Starts.Known starts, ReplicatedMetadataStore store) {
        this.nodeId = nodeId;
        this.member = member;
        this.starts = starts;
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
        int number = Math.max(1, newest(beginning.folder()));
        var counted = Starts.counted(beginning.folder());
        var told = Starts.ask(beginning.identity(), beginning.tls());
        if (told.starts() > counted) {
            LOG.error("This folder is an old copy, its member is given up starts={} known={}", counted, told.starts());
            giveUp(beginning.folder().resolve(Integer.toString(number)));
            number = Math.max(number, told.member()) + 1;
        }
        var starts = Math.max(counted, told.starts()) + 1;
        try {
            return open(beginning, number, starts);
        } catch (MetadataDamaged damaged) {
            if (beginning.identity().file().members().size() == 1)
                throw new CommandFailed(
                        ExitCode.DAMAGED,
                        "The cluster's metadata is damaged, and no other node has it: " + damaged.getMessage());
            LOG.error("A member of the metadata is given up, another takes its place number={}", number, damaged);
            giveUp(beginning.folder().resolve(Integer.toString(number)));
            return open(beginning, number + 1, starts);
        }
    }

    private static MetadataMember open(Beginning beginning, int number, long starts) {
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
            Starts.count(beginning.folder(), starts);
            var store = ReplicatedMetadataStore.open(config, Optional.of(beginning.tls()), beginning.world());
            return new MetadataMember(identity.nodeId(), member, new Starts.Known(starts, number), store);
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
            if (!Files.exists(folder)) return;
            Files.move(folder, folder.resolveSibling(folder.getFileName() + GIVEN_UP));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The cluster's rows.
    public ReplicatedMetadataStore store() {
        return store;
    }

    /// Tells the cluster that this start happened; before the node says that it is up.
    public void tellStart() {
        Starts.tell(store, nodeId, starts);
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
