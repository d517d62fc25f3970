package torc.tools.cluster;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Ids;
import torc.common.secret.ConstantTime;
import torc.common.tls.PeerNode;
import torc.common.tls.Pem;
import torc.common.tls.PinnedTls;
import torc.control.identity.SecretBox;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.tools.cluster.JoinOutcome.Admitted;
import torc.tools.cluster.JoinOutcome.Reason;
import torc.tools.cluster.JoinOutcome.Refused;
import torc.tools.command.VersionCommand;
import torc.tools.data.Credentials;

/// The nodes of the cluster, the tokens that admit more, and the authority's key, as rows of the shard `cluster`
/// (docs/formats.md, "Cluster"). Any node that reads the rows can admit. Blocks; safe for many virtual threads.
public final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final ShardKey SHARD = new ShardKey("cluster");
    private static final RowKey AUTHORITY_KEY = RowKey.of("k");
    private static final String SEALED_NAME = "cluster/authority-key";
    /// How far apart the clocks of a joiner and of the node that admits it may be.
    static final Duration MOST_SKEW = Duration.ofMinutes(5);
    /// Longest life of a token.
    static final Duration MOST_TTL = Duration.ofDays(7);
    /// Most nodes that one token admits.
    static final int MOST_USES = 1000;
    /// How long an ended token is remembered, so that its user is told what is wrong with it.
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final int ATTEMPTS = 8;

    private final MetadataStore rows;
    private final ClusterIdentity identity;
    private final Credentials credentials;
    private final SecureRandom random;
    private final InstantSource clock;
    private final SecretBox box;
    private volatile @Nullable CertificateAuthority authority;

    public Membership(
            MetadataStore rows,
            ClusterIdentity identity,
            Credentials credentials,
            SecureRandom random,
            InstantSource clock) {
        this.rows = rows;
        this.identity = identity;
        this.credentials = credentials;
        this.random = random;
        this.clock = clock;
        this.box = new SecretBox(credentials.sealingKey(), random);
    }

    /// Writes the first node's row and the sealed key of the authority, unless they are there. At each start of
    /// a node
    /// whose directory has the authority's key; before anybody can join.
    public void found(CertificateAuthority own) {
        var self = identity.file().self();
        if (rows.get(SHARD, AUTHORITY_KEY).isEmpty()) {
            var record = record(self, keyHash(identity.keys().certificate().getPublicKey()), "");
            var sealed = box.seal(SEALED_NAME, Pem.of(own.key()));
            var outcome = rows.commit(Transaction.on(SHARD)
                    .check(new Check.Absent(AUTHORITY_KEY))
                    .put(AUTHORITY_KEY, sealed.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .put(nodeKey(self.id()), Json.bytes(record))
                    .put(nameKey(self.name()), bytes(self.id()))
                    .build());
            if (!(outcome instanceof CommitOutcome.Committed)
                    && rows.get(SHARD, AUTHORITY_KEY).isEmpty())
                throw new IllegalStateException("the cluster's first rows cannot be written: " + outcome);
            LOG.info("Cluster founded cluster={} node={}", identity.clusterId(), self.name());
        }
        authority = own;
    }

    /// All nodes, removed ones too, in the order of their ids.
    public List<NodeRecord> nodes() {
        var nodes = new ArrayList<NodeRecord>();
        for (var item : rows.scan(SHARD, Scan.prefix(RowKey.of("n"), Scan.MAX_LIMIT)))
            if (item instanceof ScanItem.Found(var row)) nodes.add(Json.read(row.value(), NodeRecord.class));
        return nodes;
    }

    /// A node by its id.
    public Optional<NodeRecord> node(String id) {
        return rows.get(SHARD, nodeKey(id)).map(row -> Json.read(row.value(), NodeRecord.class));
    }

    /// A node by its name.
    public Optional<NodeRecord> named(String name) {
        return rows.get(SHARD, nameKey(name)).flatMap(row -> node(text(row.value())));
    }

    /// Changes a node's state. A removed node's name is free again, and it never comes back.
    ///
    /// @return the node as it is now; empty if there is none of this id
    /// @throws IllegalStateException if it was removed before, or the store cannot say that it happened
    public Optional<NodeRecord> set(String id, NodeRecord.State state) {
        return change(id, node -> node.in(state));
    }

    /// Tells the cluster a node's devices and version.
    ///
    /// @throws IllegalStateException if it was removed before, or the store cannot say that it happened
    public Optional<NodeRecord> tell(String id, List<String> devices, String version) {
        return change(id, node -> node.with(devices, version));
    }

    private Optional<NodeRecord> change(String id, java.util.function.UnaryOperator<NodeRecord> changing) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var row = rows.get(SHARD, nodeKey(id));
            if (row.isEmpty()) return Optional.empty();
            var before = Json.read(row.get().value(), NodeRecord.class);
            var after = changing.apply(before);
            if (after.equals(before)) return Optional.of(after);
            if (before.state() == NodeRecord.State.REMOVED)
                throw new IllegalStateException("node " + before.name() + " was removed for good");
            var change = Transaction.on(SHARD)
                    .check(new Check.AtRevision(nodeKey(id), row.get().revision()))
                    .put(nodeKey(id), Json.bytes(after));
            if (after.state() == NodeRecord.State.REMOVED) change.delete(nameKey(after.name()));
            switch (rows.commit(change.build())) {
                case CommitOutcome.Committed _ -> {
                    return Optional.of(after);
                }
                case CommitOutcome.CheckFailed _ -> {}
                case CommitOutcome.Refused(var reason) ->
                    throw new IllegalStateException("the node's row cannot be written: " + reason);
                case CommitOutcome.Unknown(var cause) ->
                    throw new IllegalStateException("not known whether the node's row was written: " + cause);
            }
        }
        throw new IllegalStateException("others change the node all the time");
    }

    /// A new token, which is nowhere kept.
    ///
    /// @throws IllegalArgumentException if the life or the uses are out of bounds
    /// @throws IllegalStateException if the store cannot say that it was written
    JoinToken createToken(Duration life, int uses) {
        if (!life.isPositive() || life.compareTo(MOST_TTL) > 0)
            throw new IllegalArgumentException("a token lives up to " + MOST_TTL.toDays() + " days");
        if (uses < 1 || uses > MOST_USES)
            throw new IllegalArgumentException("a token admits 1 to " + MOST_USES + " nodes");
        var id = drawn(JoinToken.ID_BYTES);
        var authorities = nodes().stream()
                .filter(node -> node.state() == NodeRecord.State.IN)
                .map(node -> NodeNames.authority(node.address(), node.clusterPort()))
                .toList();
        var own = NodeNames.authority(
                identity.file().self().address(), identity.file().self().clusterPort());
        var asked = new ArrayList<>(List.of(own));
        authorities.stream().filter(each -> !each.equals(own)).limit(4).forEach(asked::add);
        var token = new JoinToken(
                PinnedTls.fingerprint(identity.keys().authority()), id, drawn(JoinToken.SECRET_BYTES), asked);
        var record = new TokenRecord(
                TokenRecord.FORMAT,
                JoinToken.hash(token.secret()),
                clock.instant().plus(life),
                uses);
        var change = Transaction.on(SHARD).put(tokenKey(token.id()), Json.bytes(record));
        endedTokens().forEach(change::delete);
        var outcome = rows.commit(change.build());
        if (!(outcome instanceof CommitOutcome.Committed))
            throw new IllegalStateException("the token cannot be written: " + outcome);
        LOG.info("Token created token={} uses={} expires={}", token.id(), uses, record.expiresAt());
        return token;
    }

    private List<RowKey> endedTokens() {
        var horizon = clock.instant().minus(REMEMBERED);
        var ended = new ArrayList<RowKey>();
        for (var item : rows.scan(SHARD, Scan.prefix(RowKey.of("t"), 1000)))
            if (item instanceof ScanItem.Found(var row)
                    && Json.read(row.value(), TokenRecord.class).expiresAt().isBefore(horizon)) ended.add(row.key());
        return ended;
    }

    private byte[] drawn(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Admits a node, or says why not. A joiner that lost the answer asks again with the same key and gets it
    /// again.
    JoinOutcome admit(JoinRequest request) {
        var skew = Duration.between(clock.instant(), request.time()).abs();
        if (request.format() != JoinRequest.FORMAT)
            return new Refused(
                    Reason.OTHER_VERSION,
                    "the joiner speaks format " + request.format() + " of the exchange, this node " + JoinRequest.FORMAT
                            + "; use the program of version " + VersionCommand.VERSION);
        if (!sameLine(request.version()))
            return new Refused(
                    Reason.OTHER_VERSION, "this cluster runs version " + VersionCommand.VERSION + "; use that program");
        if (skew.compareTo(MOST_SKEW) > 0)
            return new Refused(
                    Reason.CLOCK_SKEW,
                    "the joiner's clock is " + skew.toSeconds() + " s off this node's; set it (NTP) and join again");
        PublicKey key;
        try {
            key = SigningRequest.key(request.csr());
        } catch (GeneralSecurityException e) {
            return new Refused(Reason.MALFORMED, "signing request: " + e.getMessage());
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            var outcome = tryToAdmit(request, key);
            if (outcome.isPresent()) return outcome.get();
        }
        return new Refused(Reason.UNAVAILABLE, "too many join at once; try again");
    }

    /// Versions differ in the last number at most.
    private static boolean sameLine(String version) {
        return version.matches("[0-9]{1,6}\\.[0-9]{1,6}\\.[0-9]{1,6}")
                && version.substring(0, version.lastIndexOf('.'))
                        .equals(VersionCommand.VERSION.substring(0, VersionCommand.VERSION.lastIndexOf('.')));
    }

    /// Empty if somebody else changed a row meanwhile.
    private Optional<JoinOutcome> tryToAdmit(JoinRequest request, PublicKey key) {
        var found = request.token().matches("[0-9a-f]{16}")
                ? rows.get(SHARD, tokenKey(request.token()))
                : Optional.<torc.ring.metadata.Row>empty();
        if (found.isEmpty())
            return refused(request, Reason.BAD_TOKEN, "the token is not of this cluster, or long over");
        var token = Json.read(found.get().value(), TokenRecord.class);
        if (!ConstantTime.equal(token.hash(), JoinToken.hash(request.secret())))
            return refused(request, Reason.BAD_TOKEN, "the token is not of this cluster, or long over");
        if (!clock.instant().isBefore(token.expiresAt()))
            return refused(request, Reason.EXPIRED_TOKEN, "the token has expired; make another: torc token create");
        var before = named(request.name());
        if (before.isPresent()) {
            var again = before.get();
            if (again.token().equals(request.token()) && again.key().equals(keyHash(key)))
                return Optional.of(admitted(again, key));
            return refused(
                    request, Reason.NAME_TAKEN, "there is a node named " + request.name() + "; give another --name");
        }
        if (token.usesLeft() < 1)
            return refused(request, Reason.USED_TOKEN, "the token has been used; make another: torc token create");
        var member = new Member(
                new Ids(random).next().toString(),
                request.name(),
                request.address(),
                request.clusterPort(),
                request.raftPort(),
                request.roles());
        var node = record(member, keyHash(key), request.token());
        var outcome = rows.commit(Transaction.on(SHARD)
                .check(new Check.AtRevision(
                        tokenKey(request.token()), found.get().revision()))
                .check(new Check.Absent(nameKey(node.name())))
                .check(new Check.Absent(nodeKey(node.id())))
                .put(tokenKey(request.token()), Json.bytes(token.usedOnce()))
                .put(nodeKey(node.id()), Json.bytes(node))
                .put(nameKey(node.name()), bytes(node.id()))
                .build());
        return switch (outcome) {
            case CommitOutcome.Committed _ -> {
                LOG.info("Node admitted node={} id={} token={}", node.name(), node.id(), request.token());
                yield Optional.of(admitted(node, key));
            }
            case CommitOutcome.CheckFailed _ -> Optional.empty();
            case CommitOutcome.Refused(var reason) ->
                refused(request, Reason.UNAVAILABLE, "the cluster's metadata takes no change now: " + reason);
            case CommitOutcome.Unknown _ ->
                refused(request, Reason.UNAVAILABLE, "the cluster's metadata did not answer");
        };
    }

    private static Optional<JoinOutcome> refused(JoinRequest request, Reason reason, String message) {
        LOG.warn("Node refused name={} reason={}", request.name(), reason);
        return Optional.of(new Refused(reason, message));
    }

    private JoinOutcome admitted(NodeRecord node, PublicKey key) {
        var named = new PeerNode(identity.clusterId(), node.id(), node.name());
        var certificate = authority().issue(named, node.address(), key, clock.instant());
        return new Admitted(new Admission(
                JoinRequest.FORMAT,
                identity.clusterId(),
                identity.file().raftGroup(),
                node.id(),
                Pem.of(certificate),
                Pem.of(identity.keys().authority()),
                credentials,
                members()));
    }

    /// The nodes that have not been removed.
    public List<Member> members() {
        return nodes().stream()
                .filter(node -> node.state() != NodeRecord.State.REMOVED)
                .map(NodeRecord::member)
                .toList();
    }

    /// A new certificate for a node that has shown its old one; empty if it was removed.
    Optional<String> renew(PeerNode peer, String csr) throws GeneralSecurityException {
        var key = SigningRequest.key(csr);
        var node = node(peer.id());
        if (node.isEmpty() || node.get().state() == NodeRecord.State.REMOVED) return Optional.empty();
        var named = new PeerNode(identity.clusterId(), peer.id(), node.get().name());
        LOG.info("Certificate renewed node={}", named.name());
        return Optional.of(Pem.of(authority().issue(named, node.get().address(), key, clock.instant())));
    }

    private CertificateAuthority authority() {
        var known = authority;
        if (known != null) return known;
        var sealed = rows.get(SHARD, AUTHORITY_KEY)
                .orElseThrow(() -> new IllegalStateException("the cluster has no authority's key yet"));
        try {
            var key = Pem.key(box.open(SEALED_NAME, text(sealed.value())));
            var opened = new CertificateAuthority(key, identity.keys().authority(), random);
            authority = opened;
            return opened;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the cluster's authority key is damaged", e);
        }
    }

    private NodeRecord record(Member member, String key, String token) {
        return new NodeRecord(
                NodeRecord.FORMAT,
                member.id(),
                member.name(),
                member.address(),
                member.clusterPort(),
                member.raftPort(),
                member.roles(),
                NodeRecord.State.IN,
                List.of(),
                VersionCommand.VERSION,
                key,
                token,
                clock.instant());
    }

    private static String keyHash(PublicKey key) {
        return HexFormat.of().formatHex(JoinToken.sha256(key.getEncoded()));
    }

    private static RowKey nodeKey(String id) {
        return RowKey.of('n', id);
    }

    private static RowKey nameKey(String name) {
        return RowKey.of('N', name);
    }

    private static RowKey tokenKey(String id) {
        return RowKey.of('t', id);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
