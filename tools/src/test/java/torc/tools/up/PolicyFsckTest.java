package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.tools.up.CommandCluster.bytes;
import static torc.tools.up.CommandCluster.run;
import static torc.tools.up.CommandCluster.tried;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.segment.SegmentDeviceConfig;
import torc.tools.fsck.FsckCommand;

/// `torc fsck` counts fragments of blobs as it counts copies, and makes the rows of their objects anew.
final class PolicyFsckTest {
    private static final String SIX_DEVICES = "devices: 6\nreplicas: 3\npolicies: [cold=4+2]\n";
    private static final int FIRST_PARTITION = 1 << 20;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void fragmentsAreCountedAndObjectsOfAPolicyComeBackFromThem() throws Exception {
        try (var cloud = up()) {
            var login = cloud.logIn();
            cloud.swift(login, "PUT", "/cold", new byte[0], Map.of("X-Storage-Policy", "cold"));
            cloud.swift(login, "PUT", "/warm", new byte[0]);
            for (int i = 0; i < 4; i++) {
                var meta = Map.of("X-Object-Meta-Number", "" + i);
                assertThat(cloud.swift(login, "PUT", "/cold/" + i, bytes(i, 300_000 + i), meta)
                                .statusCode())
                        .isEqualTo(201);
            }
            cloud.swift(login, "PUT", "/warm/w", bytes(9, 50_000));
        }
        assertThat(run(new FsckCommand(), data())).contains("5 blobs checked: 0 lost, 0 wrong");

        dropFragment();
        var few = tried(new FsckCommand(), data());
        assertThat(few.code()).isEqualTo(17);
        assertThat(few.printed()).contains("few-copies", "5 of 6 copies are there", "5 blobs checked: 0 lost, 1 wrong");

        for (int device = 0; device < 6; device++) delete(folder.resolve("data/devices/d" + device + "/metadata"));
        var rebuilt = tried(new FsckCommand(), "--rebuild-metadata", "--policy=cold=4+2", data());
        assertThat(rebuilt.printed()).contains("2 containers and 5 objects", "0 lost, 1 wrong");

        try (var cloud = up()) {
            var login = cloud.logIn();
            for (int i = 0; i < 4; i++) {
                var object = cloud.swift(login, "GET", "/cold/" + i, new byte[0]);
                assertThat(object.body()).isEqualTo(bytes(i, 300_000 + i));
                assertThat(object.headers().firstValue("X-Object-Meta-Number")).contains("" + i);
            }
            assertThat(cloud.swift(login, "HEAD", "/cold", new byte[0])
                            .headers()
                            .firstValue("X-Storage-Policy"))
                    .contains("cold");
            assertThat(cloud.swift(login, "GET", "/warm/w", new byte[0]).body()).isEqualTo(bytes(9, 50_000));
        }
    }

    private RunningCloud up() throws Exception {
        return RunningCloud.start(folder.resolve("data"), SIX_DEVICES, client);
    }

    private String data() {
        return "--data=" + folder.resolve("data");
    }

    /// Behind the store's back.
    private void dropFragment() {
        var config = SegmentDeviceConfig.of("d4", folder.resolve("data/devices/d4/blobs"))
                .withoutUpkeep();
        try (var device =
                SegmentBlobDevice.open(config, InstantSource.system(), System::nanoTime, new SecureRandom())) {
            var partition = device.digests(FIRST_PARTITION, FIRST_PARTITION + 1024)
                    .getFirst()
                    .partition();
            device.drop(device.list(partition, Optional.empty(), 1).getFirst().id());
        }
    }

    private static void delete(Path top) throws Exception {
        if (!Files.exists(top)) return;
        try (var paths = Files.walk(top)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
