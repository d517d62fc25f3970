package torc.tools.up;

import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.http.HttpHandler;
import torc.common.lifecycle.Lifecycle;
import torc.common.tls.NodeTls;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.StopSignal;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataUnavailable;
import torc.ring.metadata.embedded.EmbeddedMetadataStore;
import torc.ring.metadata.embedded.MetadataConfig;
import torc.ring.placement.Device;
import torc.tools.cluster.CertificateRenewal;
import torc.tools.cluster.ClusterIdentity;
import torc.tools.cluster.GroupKeeper;
import torc.tools.cluster.Membership;
import torc.tools.cluster.MetadataMember;
import torc.tools.cluster.NodeApi;
import torc.tools.cluster.NodeRecord;
import torc.tools.cluster.RingDevices;
import torc.tools.cluster.Starts;
import torc.tools.command.VersionCommand;
import torc.tools.data.Credentials;
import torc.tools.data.DataDirectory;
import torc.tools.data.Layout;

/// This process as a node of a cluster: its member of the metadata, and what it tells other nodes and hears from
/// them.
final class ClusterNode implements Rows {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
    private static final Duration GROUP_REST = Duration.ofSeconds(1);
    private static final Duration NODES_REST = Duration.ofSeconds(2);
    private static final Duration RENEWAL_REST = Duration.ofHours(1);

    private final DataDirectory data;
    private final World world;
    private final ClusterIdentity identity;
    private final NodeTls tls;
    private final MetadataMember member;
    private final Membership membership;
    private final GroupKeeper keeper;

    private ClusterNode(
            DataDirectory data,
            World world,
            ClusterIdentity identity,
            NodeTls tls,
            MetadataMember member,
            Credentials credentials) {
        this.data = data;
        this.world = world;
        this.identity = identity;
        this.tls = tls;
        this.member = member;
        this.membership = new Membership(member.store(), identity, credentials, world.random(), world.clock());
        this.keeper = new GroupKeeper(member, membership, tls);
    }

    /// Starts the node's part of the metadata; it does not wait for other nodes.
    static ClusterNode open(
            DataDirectory data, Layout layout, ClusterIdentity identity, Credentials credentials, World world) {
        var tls = identity.tls();
        var founder = identity.authority(data.root(), world.random()).isPresent();
        var member = MetadataMember.open(new MetadataMember.Beginning(
                data.metadata(),
                identity,
                tls,
                founder,
                seed -> takeOver(data, layout, seed, world),
                OwnRows.surroundings(world)));
        return new ClusterNode(data, world, identity, tls, member, credentials);
    }

    /// The rows of a Torc that ran here alone become the cluster's.
    private static void takeOver(DataDirectory data, Layout layout, MetadataMember.Seed seed, World world) {
        var folders = OwnRows.folders(data, layout);
        if (folders.stream().noneMatch(Files::exists)) return;
        try (var alone = EmbeddedMetadataStore.open(MetadataConfig.on(folders), OwnRows.surroundings(world))) {
            seed.seed().plant(alone, seed.config());
        }
        LOG.info("The metadata of this machine is now the cluster's");
    }

    NodeTls tls() {
        return tls;
    }

    ClusterIdentity identity() {
        return identity;
    }

    Membership membership() {
        return membership;
    }

    /// How rings describe a device of this node; empty but on the node that began the cluster.
    Optional<UnaryOperator<Device>> description() {
        if (!founded()) return Optional.empty();
        var self = membership.node(identity.nodeId()).orElseThrow();
        return Optional.of(device -> RingDevices.describe(self, 1, device.name(), device.weight()));
    }

    /// Whether this node began the cluster.
    boolean founded() {
        return identity.authority(data.root(), world.random()).isPresent();
    }

    @Override
    public MetadataStore store() {
        return member.store();
    }

    @Override
    public RowsHealth health() {
        try {
            var group = member.store().membership();
            var leader = group.leader().orElse("");
            var alive = member.store().isAlive();
            return new RowsHealth(
                    alive && !leader.isEmpty(),
                    group.members().size(),
                    alive ? group.members().size() : 0,
                    leader);
        } catch (java.io.IOException _) {
            return new RowsHealth(false, 0, 0, "");
        }
    }

    @Override
    public List<GroupKeeper.Sight> nodes() {
        return keeper.sights();
    }

    @Override
    public boolean leads() {
        return member.store().isLeader();
    }

    /// What this node answers to other nodes, with these routes besides.
    HttpHandler api(Map<String, HttpHandler> beside) {
        var routes = new HashMap<>(beside);
        routes.put(GroupKeeper.path(), keeper.route());
        routes.put(Starts.path(), Starts.route(member.store()));
        return new NodeApi(tls, membership).with(routes);
    }

    /// Waits until the cluster's rows can be read, which takes most of its nodes; then this node is one of them.
    void awaitRows() throws InterruptedException {
        patiently(() -> {
            var authority = identity.authority(data.root(), world.random());
            authority.ifPresent(membership::found);
            if (membership.node(identity.nodeId()).isEmpty())
                throw new IllegalStateException("the cluster does not know this node yet");
        });
    }

    /// A cluster that loses its leader while a node starts does not end the node: it tries until it is answered.
    private static void patiently(Runnable step) throws InterruptedException {
        var said = false;
        while (true) {
            try {
                step.run();
                return;
            } catch (MetadataUnavailable | IllegalStateException e) {
                if (!said) LOG.warn("The cluster's metadata does not answer yet reason={}", e.getMessage());
                said = true;
            }
            Thread.sleep(100);
        }
    }

    /// Tells the cluster what this node has, and begins to follow it.
    void takePart(List<String> devices, StopSignal stop, Lifecycle lifecycle) throws InterruptedException {
        patiently(member::tellStart);
        patiently(() -> {
            var _ = membership.tell(identity.nodeId(), devices, VersionCommand.VERSION);
        });
        var threads = world.virtualThreads();
        Daemons.start(new Daemon("group", GROUP_REST, threads, stop, keeper::round), "group keeper", lifecycle);
        Daemons.start(new Daemon("nodes", NODES_REST, threads, stop, this::follow), "nodes", lifecycle);
        var renewal = new CertificateRenewal(data.root(), tls, membership, identity, world.clock());
        Daemons.start(new Daemon("certificate", RENEWAL_REST, threads, stop, renewal::run), "certificate", lifecycle);
    }

    /// Who is removed is refused from now on; who is there is remembered for the next start.
    private void follow() {
        var nodes = membership.nodes();
        Set<String> removed = nodes.stream()
                .filter(node -> node.state() == NodeRecord.State.REMOVED)
                .map(NodeRecord::id)
                .collect(Collectors.toUnmodifiableSet());
        tls.refuse(peer -> removed.contains(peer.id()));
        if (!removed.contains(identity.nodeId())) {
            var _ = identity.remember(data.root(), membership.members());
        }
    }

    @Override
    public void close() {
        keeper.close();
        member.close();
    }
}
