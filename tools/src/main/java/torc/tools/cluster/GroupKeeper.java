package torc.tools.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.tls.NodeTls;
import torc.ring.metadata.replicated.Member;

/// Brings the members of the metadata's group to what the nodes' rows say, one at a time: nodes that joined come
/// in,
/// removed ones go, and a node whose member was given up gets its new one. Works where the group's leader is,
/// and asks
/// each node over the node API which member it has.
public final class GroupKeeper {
    /// Nodes that keep the metadata: three of five may stay away and it goes on, and more would only slow
    /// commits.
    static final int MOST_MEMBERS = 7;

    private static final Logger LOG = LoggerFactory.getLogger(GroupKeeper.class);
    private static final String PATH = "/metadata";

    private final MetadataMember own;
    private final Membership membership;
    private final NodeTls tls;

    public GroupKeeper(MetadataMember own, Membership membership, NodeTls tls) {
        this.own = own;
        this.membership = membership;
        this.tls = tls;
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

    /// One round; does nothing where the leader is not.
    public void round() {
        var store = own.store();
        if (!store.isLeader()) return;
        try {
            var now = store.membership();
            var nodes = membership.nodes().stream()
                    .filter(node -> node.state() != NodeRecord.State.REMOVED)
                    .sorted(Comparator.comparing(NodeRecord::joinedAt).thenComparing(NodeRecord::id))
                    .limit(MOST_MEMBERS)
                    .toList();
            var next = next(now.members(), nodes);
            if (next.isEmpty()) return;
            LOG.info("Metadata group changes from={} to={}", names(now.members()), names(next.get()));
            store.change(now, next.get()).ifPresent(cause -> LOG.warn("Metadata group not changed reason={}", cause));
        } catch (IOException e) {
            LOG.warn("Metadata group not looked at", e);
        }
    }

    /// The first change that brings the group nearer to what the nodes say; empty if there is none to make.
    private Optional<List<Member>> next(List<Member> now, List<NodeRecord> nodes) {
        try (var client = NodeClient.of(tls)) {
            for (var node : nodes) {
                var before = of(node, now);
                var told = ask(client, node);
                if (told.isEmpty() || told.equals(before)) continue;
                var next = new ArrayList<>(now);
                before.ifPresent(next::remove);
                next.add(told.get());
                return Optional.of(next);
            }
        }
        var staying = now.stream()
                .filter(member -> nodes.stream().anyMatch(node -> isOf(node, member)))
                .toList();
        return staying.size() == now.size() || staying.isEmpty() ? Optional.empty() : Optional.of(staying);
    }

    private Optional<Member> ask(NodeClient client, NodeRecord node) {
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

    private static List<String> names(List<Member> members) {
        return members.stream().map(Member::name).toList();
    }
}
