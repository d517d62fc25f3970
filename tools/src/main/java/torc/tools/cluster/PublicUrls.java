package torc.tools.cluster;

import java.util.Comparator;
import java.util.Optional;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Where clients reach the nodes that serve them, as rows of the shard `cluster`. A node that serves identity
/// and no
/// objects tells its clients another's address.
public final class PublicUrls {
    private static final ShardKey SHARD = new ShardKey("cluster");
    private static final int FORMAT = 1;

    private final MetadataStore rows;
    private final Membership membership;

    public PublicUrls(MetadataStore rows, Membership membership) {
        this.rows = rows;
        this.membership = membership;
    }

    /// @param api base URL of the OpenStack APIs
    public record Urls(int format, String api, String s3) {
        public static Urls of(String api, String s3) {
            return new Urls(FORMAT, api, s3);
        }
    }

    /// Tells where this node serves clients.
    ///
    /// @throws IllegalStateException if it cannot be written
    public void tell(String nodeId, String api, String s3) {
        var urls = Urls.of(api, s3);
        if (of(nodeId).filter(urls::equals).isPresent()) return;
        var outcome = rows.commit(
                Transaction.on(SHARD).put(key(nodeId), Json.bytes(urls)).build());
        if (!(outcome instanceof CommitOutcome.Committed))
            throw new IllegalStateException("the node's addresses cannot be written: " + outcome);
    }

    /// Those of the oldest node that serves objects and has said where.
    public Optional<Urls> ofProxy() {
        return membership.nodes().stream()
                .filter(node ->
                        node.state() == NodeRecord.State.IN && node.roles().contains(Roles.PROXY))
                .sorted(Comparator.comparing(NodeRecord::joinedAt).thenComparing(NodeRecord::id))
                .map(node -> of(node.id()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Urls> of(String nodeId) {
        return rows.get(SHARD, key(nodeId)).map(row -> Json.read(row.value(), Urls.class));
    }

    private static RowKey key(String nodeId) {
        return RowKey.of('e', nodeId);
    }
}
