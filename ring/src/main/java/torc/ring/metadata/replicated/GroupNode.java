package torc.ring.metadata.replicated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.grpc.client.GrpcClientRpc;
import org.apache.ratis.io.CorruptedFileException;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.ChecksumException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.tls.NodeTls;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.OtherRelease;
import torc.ring.metadata.state.StateBroken;

/// A member's Raft server, and the way to the group's leader: at home if this member leads, else over the
/// network. A
/// request that got no answer is sent again, to whoever leads then, until the patience ends.
final class GroupNode implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GroupNode.class);

    /// A request that got no answer in so long is sent again; the network has forgotten it a little before.
    static final Duration ATTEMPT = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 20;
    private static final Duration HAND_OVER = Duration.ofSeconds(1);

    static {
        // What goes wrong in one group must not end the process; Ratis throws instead.
        ExitUtils.disableSystemExit();
    }

    private final GroupConfig config;
    private final LongSupplier nanoTime;
    private final RaftGroupId groupId;
    private final RaftPeerId self;
    private final Supplier<RowMachine> machines;
    private final RaftProperties properties;
    private final Parameters parameters = new Parameters();
    private final GrpcClientRpc rpc;
    private final ClientId clientId = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private volatile RowMachine machine;
    private volatile RaftServer server;
    private volatile Collection<RaftPeer> knownPeers = List.of();
    private volatile boolean down;
    private volatile boolean closed;
    private volatile RaftPeerId leader;

    /// @param machines makes one for each opening of the member
    GroupNode(GroupConfig config, Supplier<RowMachine> machines, Optional<NodeTls> tls, LongSupplier nanoTime)
            throws IOException {
        this.config = config;
        this.machines = machines;
        this.nanoTime = nanoTime;
        groupId = RaftGroupId.valueOf(
                new java.util.UUID(config.group().high(), config.group().low()));
        self = config.self().id();
        leader = self;
        properties = GroupProperties.of(config);
        tls.ifPresent(each -> GrpcConfigKeys.TLS.setConf(
                parameters, new GrpcTlsConfig(each.keyManager(), each.trustManager(), true)));
        rpc = new GrpcFactory(parameters).newRaftClientRpc(clientId, properties);
        machine = machines.get();
        try {
            server = started(machine);
        } catch (IOException | RuntimeException e) {
            rpc.close();
            throw e;
        }
    }

    /// Whether this member takes no part until it is opened anew: its log cannot be written, or it has met an error in
    /// its rows.
    boolean hasFailed() {
        return machine.refusal().isEmpty() && (machine.hasFailedLog() || !isAlive());
    }

    /// Whether [#shutDown] was called, and [#reopen] has not succeeded since.
    boolean isDown() {
        return down;
    }

    /// Leaves the group, so that another may lead, without closing what clients hold.
    void shutDown() {
        down = true;
        peers();
        new ServerClosing(self, server).run();
    }

    /// Opens the member from its folder, as a start of the process would.
    ///
    /// @throws IOException if that is not possible now
    /// @throws MetadataDamaged if its folder is damaged
    void reopen() throws IOException {
        var next = machines.get();
        server = started(next);
        machine = next;
        down = false;
    }

    /// Why this member takes no part any more; empty if it does.
    Optional<OtherRelease> refusal() {
        return machine.refusal();
    }

    private RaftServer started(RowMachine rowMachine) throws IOException {
        new VoteFile(config.folder().resolve(config.groupFolder())).check();
        var built = build(rowMachine);
        try {
            built.start();
            return built;
        } catch (IOException | RuntimeException e) {
            new ServerClosing(self, built).run();
            throw damagedOrBusy(e);
        }
    }

    private RaftServer build(RowMachine rowMachine) throws IOException {
        var founders = config.founders().stream().map(Member::peer).toList();
        try {
            return RaftServer.newBuilder()
                    .setServerId(self)
                    .setGroup(RaftGroup.valueOf(groupId, founders))
                    .setStateMachine(rowMachine)
                    .setOption(StartupOption.RECOVER)
                    .setProperties(properties)
                    .setParameters(parameters)
                    .build();
        } catch (RuntimeException e) {
            throw damagedOrBusy(e);
        }
    }

    /// What is wrong with the folder is told from what is wrong with the world around it.
    private IOException damagedOrBusy(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof OtherRelease newer) throw newer;
            if (cause instanceof ChecksumException
                    || cause instanceof CorruptedFileException
                    || cause instanceof InvalidProtocolBufferException
                    || cause instanceof IllegalStateException
                    || cause instanceof StateBroken)
                throw new MetadataDamaged("this member's folder is damaged: " + config.folder(), failed);
        }
        return new IOException("the member of the metadata does not start: " + failed.getMessage(), failed);
    }

    /// The group did not answer in time, or this member is closed.
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1;

        NoAnswer(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// Puts an entry into the log, and gives what the leader's machine says to it.
    ///
    /// @throws NoAnswer if that is not known in time; the entry may be in the log then
    ByteBuffer propose(ByteBuffer entry) throws NoAnswer {
        var reply = send(
                RaftClientRequest.writeRequestType(), UnsafeByteOperations.unsafeWrap(entry)::asReadOnlyByteBuffer);
        return reply.getMessage().getContent().asReadOnlyByteBuffer();
    }

    /// Waits until this member's rows have all that was acknowledged anywhere before the call.
    ///
    /// @throws NoAnswer if there is no leader in time who can tell
    void catchUp() throws NoAnswer {
        send(RaftClientRequest.readRequestType(), () -> ByteBuffer.allocate(0));
    }

    /// What is sent.
    private interface Content {
        ByteBuffer bytes();
    }

    private RaftClientReply send(RaftClientRequest.Type type, Content content) throws NoAnswer {
        long until = nanoTime.getAsLong() + config.patience().toNanos();
        long call = calls.incrementAndGet();
        // A member asks the leader itself how far its rows have to be; entries go to the leader.
        boolean isRead = type.is(org.apache.ratis.proto.RaftProtos.RaftClientRequestProto.TypeCase.READ);
        var target = isRead ? self : leader;
        Throwable last = null;
        while (!closed && nanoTime.getAsLong() < until) {
            if (isRead && down) throw new NoAnswer("this member is opened anew", last);
            if (isRead && !knowsLeader()) { // Whoever is asked now would wait for long.
                pause();
                continue;
            }
            var request = RaftClientRequest.newBuilder()
                    .setClientId(clientId)
                    .setServerId(target)
                    .setGroupId(groupId)
                    .setCallId(call)
                    .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(content.bytes())))
                    .setType(type)
                    .build();
            try {
                var future = target.equals(self)
                        ? server.submitClientRequestAsync(request)
                        : rpc.sendRequestAsyncUnordered(request);
                var reply = future.get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
                if (reply.isSuccess()) {
                    if (!isRead) leader = target;
                    return reply;
                }
                last = reply.getException();
            } catch (TimeoutException e) {
                last = e;
            } catch (ExecutionException e) {
                last = e.getCause();
            } catch (IOException e) {
                last = e;
            } catch (RuntimeException e) { // Of a server that is being closed.
                if (!down && !closed) throw e;
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NoAnswer("interrupted", e);
            }
            if (!isRead) target = next(target, last);
            pause();
        }
        throw new NoAnswer(closed ? "the metadata store is closed" : "no leader of the metadata answered", last);
    }

    /// Whom to ask after this one: the leader that it names, or else the next member in turn.
    private RaftPeerId next(RaftPeerId asked, @Nullable Throwable answer) {
        var peers = peers();
        rpc.addRaftPeers(peers);
        if (answer instanceof NotLeaderException elsewhere && elsewhere.getSuggestedLeader() != null) {
            rpc.addRaftPeers(List.of(elsewhere.getSuggestedLeader()));
            return elsewhere.getSuggestedLeader().getId();
        }
        if (!(answer instanceof NotLeaderException) && !asked.equals(self) && answer != null)
            rpc.handleException(asked, answer, true);
        if (peers.isEmpty()) return self;
        var ids = peers.stream().map(RaftPeer::getId).toList();
        return ids.get((ids.indexOf(asked) + 1) % ids.size());
    }

    /// The members, as far as this member knows.
    private Collection<RaftPeer> peers() {
        try {
            var peers = division().getRaftConf().getCurrentPeers();
            knownPeers = peers;
            return peers;
        } catch (IOException _) {
            return knownPeers;
        }
    }

    private RaftServer.Division division() throws IOException {
        return server.getDivision(groupId);
    }

    private void pause() throws NoAnswer {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted", e);
        }
    }

    /// Whether this member leads and the others still follow, as far as it knows.
    boolean isLeader() {
        try {
            return division().getInfo().isLeaderReady();
        } catch (IOException _) {
            return false;
        }
    }

    private boolean knowsLeader() {
        try {
            return division().getInfo().getLeaderId() != null;
        } catch (IOException _) {
            return false;
        }
    }

    /// Whether this member takes part; one that has met damage does not.
    boolean isAlive() {
        try {
            return division().getInfo().isAlive();
        } catch (IOException _) {
            return false;
        }
    }

    Membership membership() throws IOException {
        return new Membership(
                peers().stream().map(Member::of).toList(),
                Optional.ofNullable(division().getInfo().getLeaderId()).map(RaftPeerId::toString));
    }

    /// Changes the members, if they still are as `from` says. New ones first get all that the group has.
    ///
    /// @throws NoAnswer if that did not happen in time; it may happen yet
    void change(Membership from, List<Member> to) throws NoAnswer {
        var arguments = SetConfigurationRequest.Arguments.newBuilder()
                .setServersInCurrentConf(raftPeers(from.members()))
                .setServersInNewConf(raftPeers(to))
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .build();
        administer(() -> server.setConfigurationAsync(
                new SetConfigurationRequest(clientId, self, groupId, calls.incrementAndGet(), arguments)));
    }

    private static List<RaftPeer> raftPeers(List<Member> members) {
        return members.stream().map(Member::peer).toList();
    }

    /// Lets another member lead, so that nobody has to find out that this one is gone.
    private void handOver() {
        if (!isLeader()) return;
        var others = peers().stream().filter(peer -> !peer.getId().equals(self)).toList();
        for (var other : others) {
            try {
                administer(() -> server.transferLeadershipAsync(new TransferLeadershipRequest(
                        clientId, self, groupId, calls.incrementAndGet(), other.getId(), HAND_OVER.toMillis())));
                return;
            } catch (NoAnswer e) {
                log.info("Leadership not handed over to={} reason={}", other.getId(), e.getMessage());
            }
        }
    }

    /// What the leader is asked to do with its group.
    private interface Administration {
        CompletableFuture<RaftClientReply> begin() throws IOException;
    }

    private void administer(Administration administration) throws NoAnswer {
        try {
            var reply = administration.begin().get(config.patience().toMillis(), TimeUnit.MILLISECONDS);
            if (!reply.isSuccess()) throw new NoAnswer(String.valueOf(reply.getException()), reply.getException());
        } catch (IOException | TimeoutException e) {
            throw new NoAnswer(String.valueOf(e.getMessage()), e);
        } catch (ExecutionException e) {
            throw new NoAnswer(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (!closed) handOver();
        closed = true;
        rpc.close();
        new ServerClosing(self, server).run();
    }
}
