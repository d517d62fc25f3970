package torc.tools.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.tls.NodeTls;
import torc.common.version.VersionRange;
import torc.ring.metadata.replicated.Member;

/// Brings the members of the metadata's group to what the nodes' rows say, one at a time: nodes that joined come
/// in,
/// removed ones go, and a node whose member was given up gets its new one. Works where the group's leader is,
/// and asks
/// each node over the node API which member it has.
public final class GroupKeeper implements AutoCloseable {
    /// Nodes that keep the metadata: three of five may stay away and it goes on, and more would only slow
    /// commits.
    static final int MOST_MEMBERS = 7;

    private static final Logger LOG = LoggerFactory.getLogger(GroupKeeper.class);
    private static final String PATH = "/metadata";

    /// A node that does not answer in so long is taken for away.
    private static final Duration ASKING = Duration.ofSeconds(3);

    private final MetadataMember own;
    private final Membership membership;
    private final NodeTls tls;
    private final NodeClient client;
    private volatile List<Sight> sights = List.of();

    public GroupKeeper(MetadataMember own, Membership membership, NodeTls tls) {
        this.own = own;
        this.membership = membership;
        this.tls = tls;
        this.client = NodeClient.of(tls, ASKING);
    }

    /// What a node tells of its member.
    record Told(String name, String address, int port) {
        Member member() {
            return new Member(name, InetSocketAddress.createUnresolved(NodeNames.checkAddress(address), port));
        }
    }

    /// Tells which member this node has, on [#PATH] of the node API.
    public HttpHandler route() {
        return this::tell;
    }

    /// Where [#route] belongs.
    public static String path() {
        return PATH;
    }

    private HttpResponse tell(HttpRequest request) {
        if (!request.method().equals("GET")) return HttpResponse.of(405);
        var member = own.member();
        return NodeApi.json(
                200,
                new Told(
                        member.name(),
                        member.address().getHostString(),
                        member.address().getPort()));
    }

    /// One round: asks all nodes, and changes the group where its leader is.
    public void round() {
        var nodes = membership.nodes().stream()
                .filter(node -> node.state() != NodeRecord.State.REMOVED)
                .sorted(Comparator.comparing(NodeRecord::joinedAt).thenComparing(NodeRecord::id))
                .toList();
        var told = new LinkedHashMap<NodeRecord, Optional<Member>>();
        for (var node : nodes) told.put(node, ask(node));
        sights = told.entrySet().stream()
                .map(each -> new Sight(each.getKey(), each.getValue().isPresent()))
                .toList();
        agreeOnEntries(nodes);
        if (own.store().isLeader()) change(told);
    }

    /// Entries are written in the newest format that every node reads. A node that does not say is of a release
    /// that
    /// knew one; while one does not answer, nothing changes.
    private void agreeOnEntries(List<NodeRecord> nodes) {
        var known = own.store().entryFormats();
        if (known.oldest() == known.newest()) return; // There is nothing to choose.
        var newest = known.newest();
        for (var node : nodes) {
            var authority = NodeNames.authority(node.address(), node.clusterPort());
            switch (client.get(authority, "/versions", NodeApi.Versions.class)) {
                case NodeClient.Answer.Given<NodeApi.Versions>(var versions) ->
                    newest = Math.min(
                            newest, VersionRange.parse(versions.entries()).newest());
                case NodeClient.Answer.Refused<NodeApi.Versions> _ -> newest = known.oldest();
                case NodeClient.Answer.Unreachable<NodeApi.Versions> _ -> {
                    return;
                }
            }
        }
        own.store().write(Math.max(newest, known.oldest()));
    }

    /// The nodes that were not removed, as this node saw them last.
    public List<Sight> sights() {
        return sights;
    }

    /// A node, and whether it answers this one.
    public record Sight(NodeRecord node, boolean answers) {}

    private void change(Map<NodeRecord, Optional<Member>> told) {
        var store = own.store();
        try {
            var now = store.membership();
            var next = next(now.members(), told);
            if (next.isEmpty()) return;
            LOG.info("Metadata group changes from={} to={}", names(now.members()), names(next.get()));
            store.change(now, next.get()).ifPresent(cause -> LOG.warn("Metadata group not changed reason={}", cause));
        } catch (IOException e) {
            LOG.warn("Metadata group not looked at", e);
        }
    }

    /// The first change that brings the group nearer to what the nodes say; empty if there is none to make.
    private static Optional<List<Member>> next(List<Member> now, Map<NodeRecord, Optional<Member>> told) {
        var wanted = told.keySet().stream().limit(MOST_MEMBERS).toList();
        for (var node : wanted) {
            var before = of(node, now);
            var after = told.getOrDefault(node, Optional.empty());
            if (after.isEmpty() || after.equals(before)) continue;
            var next = new ArrayList<>(now);
            before.ifPresent(next::remove);
            next.add(after.get());
            return Optional.of(next);
        }
        var staying = now.stream()
                .filter(member -> wanted.stream().anyMatch(node -> isOf(node, member)))
                .toList();
        return staying.size() == now.size() || staying.isEmpty() ? Optional.empty() : Optional.of(staying);
    }

    private Optional<Member> ask(NodeRecord node) {
        if (node.id().equals(tls.self().id())) return Optional.of(unresolved(own.member()));
        var authority = NodeNames.authority(node.address(), node.clusterPort());
        return client.get(authority, PATH, Told.class) instanceof NodeClient.Answer.Given<Told>(var told)
                ? Optional.of(told.member())
                : Optional.empty();
    }

    private static Optional<Member> of(NodeRecord node, List<Member> members) {
        return members.stream().filter(member -> isOf(node, member)).findFirst();
    }

    private static boolean isOf(NodeRecord node, Member member) {
        return member.name().startsWith(node.id() + "-");
    }

    private static Member unresolved(Member member) {
        return new Member(
                member.name(),
                InetSocketAddress.createUnresolved(
                        member.address().getHostString(), member.address().getPort()));
    }

    @Override
    public void close() {
        client.close();
    }

    private static List<String> names(List<Member> members) {
        return members.stream().map(Member::name).toList();
    }
}
