package torc.ring.metadata.replicated;

import java.time.Duration;
import java.util.List;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/// How Ratis is set: few fat entries, all synced, memory bounded, reads linearizable by the leader's lease.
final class GroupProperties {
    /// A transaction takes up to 16 MiB, and what was gathered before it 1 MiB; Ratis keeps a buffer of this size.
    private static final int MAX_ENTRY_BYTES = 20 << 20;

    /// What is on its way to a member that lags, which may take it slowly: so many messages, each of as many entries of
    /// 1 MiB, or one that is larger.
    private static final int MESSAGES_ON_THEIR_WAY = 3;

    private static final int ENTRIES_IN_A_MESSAGE = 4;

    private static final int CHUNK_BYTES = 256 << 10;
    private static final int CHUNKS_ON_THEIR_WAY = 4;
    private static final Duration CHUNK_LIMIT = Duration.ofSeconds(5);

    private GroupProperties() {}

    /// Chunks of snapshots that may be sent in a second, when each is kept until its time limit has passed, and all
    /// that are kept may take so many bytes.
    static long chunksPerSecond(long bytes) {
        return Math.max(1, bytes / CHUNK_BYTES / CHUNK_LIMIT.toSeconds());
    }

    static RaftProperties of(GroupConfig config) {
        var properties = new RaftProperties();
        var address = config.self().address();
        RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
        GrpcConfigKeys.Server.setHost(properties, address.getHostString());
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, MESSAGES_ON_THEIR_WAY);
        GrpcConfigKeys.Server.setPort(properties, address.getPort());
        GrpcConfigKeys.setMessageSizeMax(properties, size(MAX_ENTRY_BYTES + (8L << 20)));
        GrpcConfigKeys.setFlowControlWindow(properties, size(4L << 20));
        RaftServerConfigKeys.setStorageDir(properties, List.of(config.folder().toFile()));
        // A process that was stopped for long catches up; Ratis would close the member instead.
        RaftServerConfigKeys.setCloseThreshold(properties, time(Duration.ofDays(365)));
        RaftServerConfigKeys.LeaderElection.setMemberMajorityAdd(properties, true); // From one member to two.
        log(properties, config);
        var timeout = config.electionTimeout();
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, time(timeout));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, time(timeout.multipliedBy(2)));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, time(Duration.ofSeconds(3)));
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, true);
        RaftServerConfigKeys.Read.setTimeout(properties, time(Duration.ofSeconds(3)));
        RaftServerConfigKeys.Write.setByteLimit(properties, size(64L << 20));
        // For a request whose answer was lost and that is sent again; later ones find the proposer's number taken.
        RaftServerConfigKeys.RetryCache.setExpiryTime(properties, time(GroupNode.ATTEMPT.multipliedBy(3)));
        RaftClientConfigKeys.Rpc.setRequestTimeout(properties, time(GroupNode.ATTEMPT.minusMillis(500)));
        return properties;
    }

    private static void log(RaftProperties properties, GroupConfig config) {
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, size(config.segmentBytes()));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, size(32L << 20));
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, size(MAX_ENTRY_BYTES + (1 << 20)));
        RaftServerConfigKeys.Log.setQueueByteLimit(properties, size(64L << 20));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, size(MAX_ENTRY_BYTES));
        RaftServerConfigKeys.Log.Appender.setBufferElementLimit(properties, ENTRIES_IN_A_MESSAGE);
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false); // An entry more for each commit.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, config.keptEntries());
        RaftServerConfigKeys.Log.setPurgeGap(properties, 16);
        // A stream of chunks that breaks is noticed only by its time limit, which Ratis multiplies by their number.
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(properties, size(CHUNK_BYTES));
        GrpcConfigKeys.Server.setInstallSnapshotRequestElementLimit(properties, CHUNKS_ON_THEIR_WAY);
        GrpcConfigKeys.Server.setInstallSnapshotRequestTimeout(
                properties, time(CHUNK_LIMIT.dividedBy(CHUNKS_ON_THEIR_WAY)));
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, config.snapshotEntries());
        RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
    }

    private static TimeDuration time(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private static SizeInBytes size(long bytes) {
        return SizeInBytes.valueOf(bytes);
    }
}
