package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import torc.tools.cluster.InitCommand;
import torc.tools.command.CommandFailed;

/// Storage policies of a Torc that runs alone, and that becomes a cluster's first node.
final class PoliciesTest {
    private static final String SIX =
            "devices: 6\nreplicas: 3\npolicies: [cold=4+2]\nrepair:\n  comparison-pause: 1s\n  delay: 1s\n";

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private static byte[] bytes(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aContainerOfFragmentsOutlivesTwoDevicesAndTheStepToACluster() throws Exception {
        var data = folder.resolve("data");
        var large = bytes(1, 3_000_001);
        try (var cloud = RunningCloud.start(data, SIX, client)) {
            var account = cloud.logIn();
            assertThat(cloud.swift(account, "PUT", "/c", new byte[0], Map.of("X-Storage-Policy", "Cold"))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(cloud.swift(account, "PUT", "/d", new byte[0]).statusCode())
                    .isEqualTo(201);
            assertThat(cloud.swift(account, "PUT", "/c/large", large).statusCode())
                    .isEqualTo(201);
            assertThat(cloud.swift(account, "PUT", "/d/large", large).statusCode())
                    .isEqualTo(201);
            assertThat(cloud.swift(account, "HEAD", "/c", new byte[0]).headers().firstValue("X-Storage-Policy"))
                    .contains("cold");
            // Fragments of 4+2 and three copies: a quarter of the object on each of six, and three times all of it.
            awaitStored(cloud, 9);
        }
        for (var lost : new int[] {1, 4})
            deleteAll(data.resolve("devices").resolve("d" + lost).resolve("blobs"));
        try (var cloud = RunningCloud.start(data, SIX, client)) {
            var account = cloud.logIn();
            assertThat(cloud.swift(account, "GET", "/c/large", new byte[0]).body())
                    .isEqualTo(large);
            assertThat(cloud.swift(account, "GET", "/c/large", new byte[0], Map.of("Range", "bytes=1000000-1000099"))
                            .body())
                    .isEqualTo(Arrays.copyOfRange(large, 1_000_000, 1_000_100));
            awaitStored(cloud, 9);
        }
        init(data);
        try (var cloud = RunningCloud.start(data, SIX, client)) {
            var account = cloud.logIn();
            assertThat(cloud.swift(account, "GET", "/c/large", new byte[0]).body())
                    .isEqualTo(large);
            assertThat(cloud.swift(account, "PUT", "/c/more", large).statusCode())
                    .isEqualTo(201);
            awaitStored(cloud, 15);
            assertThat(cloud.swift(account, "DELETE", "/c/more", new byte[0]).statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void aPolicyForWhichThereAreTooFewDevicesIsAFaultyConfiguration() {
        var five = "devices: 5\nreplicas: 3\npolicies: [cold=4+2]\n";

        assertThatThrownBy(() -> RunningCloud.start(folder.resolve("five"), five, client))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("The storage policies cannot be made: The policy needs 6 devices; there are 5");
    }

    private static void init(Path data) {
        var out = new StringWriter();
        var code = new CommandLine(new InitCommand())
                .setOut(new PrintWriter(out))
                .execute(
                        "--data=" + data,
                        "--name=n1",
                        "--cluster-port=" + ClusterPoliciesTest.freePort(),
                        "--raft-port=" + ClusterPoliciesTest.freePort());
        assertThat(code).as(out.toString()).isZero();
    }

    /// Waits until the devices hold so many records of blobs together.
    static void awaitStored(RunningCloud cloud, int records) throws Exception {
        for (int i = 0; i < 300; i++) {
            if (ClusterPoliciesTest.stored(cloud) == records) return;
            Thread.sleep(100);
        }
        throw new AssertionError("not " + records + " records: " + cloud.health());
    }

    private static void deleteAll(Path top) throws Exception {
        try (var paths = Files.walk(top)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
