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

    private GroupProperties() {}

    static RaftProperties of(GroupConfig config) {
        var properties = new RaftProperties();
        var address = config.self().address();
        RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
        GrpcConfigKeys.Server.setHost(properties, address.getHostString());
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
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false); // An entry more for each commit.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, config.keptEntries());
        RaftServerConfigKeys.Log.setPurgeGap(properties, 16);
        // A stream of chunks that breaks is noticed only by its time limit, which is the product of these two.
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(properties, size(256L << 10));
        GrpcConfigKeys.Server.setInstallSnapshotRequestElementLimit(properties, 4);
        GrpcConfigKeys.Server.setInstallSnapshotRequestTimeout(properties, time(Duration.ofMillis(1250)));
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
