package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.tools.up.CommandCluster.bytes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.StoredBlob;
import torc.tools.fsck.FsckCommand;

/// `torc fsck` looks at the whole of a cluster while it runs, through any of its nodes.
final class ClusterFsckTest {
    private static final int OBJECTS = 5;

    @TempDir
    private Path folder;

    @Test
    void aRunningClusterIsCheckedInBothDirections() throws Exception {
        try (var cluster = CommandCluster.of(folder, 3)) {
            cluster.node(1).swift(cluster.node(1).logIn(), "PUT", "/c", new byte[0]);
            for (int i = 0; i < OBJECTS; i++) put(cluster, "/c/o" + i, i, 100_000);
            put(cluster, "/c/small", 9, 100);

            var sound = fsck(cluster, 2);
            assertThat(sound.printed()).contains(OBJECTS + " blobs checked: 0 lost, 0 wrong, 0 repaired, 0 leftovers");
            assertThat(sound.code()).isZero();

            rowsWithoutBlobsAreLosses(cluster);
            blobsWithoutRowsAreLeftovers(cluster);
            cluster.node(3).close();
            var blind = fsck(cluster, 1, "--json");
            // Who cannot be asked is not known to have lost anything.
            assertThat(blind.printed()).contains("\"device n3/d0\"", "\"lost\" : 0", "\"wrong\" : 0");
            assertThat(blind.code()).isEqualTo(19);
            cluster.up(3);
        }
    }

    private static void rowsWithoutBlobsAreLosses(CommandCluster cluster) throws Exception {
        var victim = blobs(cluster).getFirst();
        for (int node = 1; node <= 3; node++) {
            try (var device = cluster.device(node)) {
                var _ = device.delete(victim.id());
            }
        }

        var lossy = fsck(cluster, 3);

        assertThat(lossy.printed()).contains("missing-blob", victim.id().toString(), "1 lost, 0 wrong");
        assertThat(lossy.code()).isEqualTo(17);
    }

    private static void blobsWithoutRowsAreLeftovers(CommandCluster cluster) throws Exception {
        var like = blobs(cluster).getFirst();
        var id = new torc.common.id.Id128(like.id().high(), like.id().low() ^ 1);
        var owner =
                new BlobOwner(like.owner().shard(), "o:0:never", Instant.now().minus(Duration.ofMinutes(1)));
        for (int node = 1; node <= 3; node++) {
            try (var device = cluster.device(node);
                    var writer = ((BeginOutcome.Begun) device.begin(new BlobHeader(id, like.partition(), owner, 10)))
                            .writer()) {
                writer.write(java.nio.ByteBuffer.wrap(new byte[10]));
                var _ = writer.commit();
            }
        }

        assertThat(fsck(cluster, 2).printed()).contains("leftover  unnamed-blob", id.toString(), "1 leftovers");
    }

    private static List<StoredBlob> blobs(CommandCluster cluster) {
        var found = new ArrayList<StoredBlob>();
        try (var device = cluster.device(2)) {
            for (var digest : device.digests(0, 1024))
                found.addAll(device.list(digest.partition(), Optional.empty(), 100));
        }
        return found;
    }

    private static void put(CommandCluster cluster, String path, int seed, int length) throws Exception {
        var node = cluster.node(1);
        assertThat(node.swift(node.logIn(), "PUT", path, bytes(seed, length)).statusCode())
                .isEqualTo(201);
    }

    private static CommandCluster.Ended fsck(CommandCluster cluster, int node, String... more) {
        var arguments = new ArrayList<>(List.of(more));
        arguments.add("--data=" + cluster.data(node));
        return CommandCluster.tried(new FsckCommand(), arguments.toArray(String[]::new));
    }
}
