package torc.tools.ringbuilder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.ring.builder.RingBuilder;
import torc.ring.file.RingFile;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

/// Torc's ring files and Swift's own code (installed by `tools/ring-compare/ring-compare.sh`) read each other.
class RingSwiftConformanceTest {
    private static final Path TOOLS = findTools();
    private static final Path VENV = Path.of(System.getenv()
            .getOrDefault(
                    "RING_COMPARE_VENV",
                    TOOLS.resolveSibling(".cache/ring-compare").toString()));

    @TempDir
    private Path directory;

    @BeforeAll
    static void installSwift() throws Exception {
        var install = TOOLS.resolve("ring-compare/ring-compare.sh").toString();
        var process = new ProcessBuilder(install, "--install").inheritIO().start();
        assertThat(process.waitFor()).as("installing Swift").isZero();
    }

    private static Path findTools() {
        var here = Path.of("").toAbsolutePath();
        return here.endsWith("tools") ? here : here.resolve("tools");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void swiftLoadsOurRingAndFindsTheSameDevices(int version) throws Exception {
        var ring = ring();
        var path = directory.resolve("object.ring.gz");
        RingFile.of(ring, version).write(path);

        assertSamePlaces(ring, json("handoffs", path.toString()));
    }

    @Test
    void swiftMeasuresOurRingAsWeDo() throws Exception {
        var path = directory.resolve("object.ring.gz");
        RingFile.of(ring(), 2).write(path);
        var report = RingBuilder.from(ring(), "0".repeat(32), 1).report();

        var measured = json("measure", path.toString(), "-");

        assertThat(measured.path("balance").doubleValue()).isCloseTo(report.balance(), within());
        assertThat(measured.path("dispersion").doubleValue()).isCloseTo(report.dispersion(), within());
    }

    @Test
    void weLoadSwiftsRingsAndFindTheSameDevices() throws Exception {
        var scenario = TOOLS.resolve("ring-compare/scenarios/two-regions.json").toString();
        json("run", scenario, directory.toString());

        for (var name : List.of("1-1.ring.gz", "3-1.ring.gz")) {
            var path = directory.resolve(name);
            var ring = RingFile.read(path).ring();
            assertThat(ring.partPower()).isEqualTo(12);
            assertSamePlaces(ring, json("handoffs", path.toString()));
        }
    }

    private static void assertSamePlaces(Ring ring, JsonNode swifts) {
        assertThat(swifts.size()).isEqualTo(16);
        for (var place : swifts) {
            var partition = place.path("partition").intValue();
            var handoffs = new ArrayList<Integer>();
            ring.handoffs(partition).forEach(device -> handoffs.add(device.id()));
            assertThat(ring.primaries(partition).stream().map(Device::id).toList())
                    .isEqualTo(ids(place.path("primaries")));
            assertThat(handoffs).isEqualTo(ids(place.path("handoffs")));
        }
    }

    private static List<Integer> ids(JsonNode array) {
        var ids = new ArrayList<Integer>();
        for (var id : array) ids.add(id.intValue());
        return ids;
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-6);
    }

    private static Ring ring() {
        var builder = new RingBuilder("0".repeat(32), 10, 2.75, 1);
        for (var id = 0; id < 40; id++) {
            var ip = "10.0." + id % 5 + "." + id % 10;
            builder.add(new Device(
                    0, id % 2, id % 5, ip, 6200, ip, 6300, "sd" + id, 10.5 + id % 3, "größer \"" + id + "\""));
        }
        builder.rebalance(3, Instant.EPOCH.plusSeconds(1_000_000));
        builder.remove(7);
        builder.rebalance(3, Instant.EPOCH.plusSeconds(2_000_000));
        return builder.ring().orElseThrow();
    }

    private JsonNode json(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                VENV.resolve("bin/python").toString(),
                TOOLS.resolve("ring-compare/swift_ring.py").toString()));
        command.addAll(List.of(arguments));
        var output = directory.resolve("output.json");
        var process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).as(command.toString()).isZero();
        return JsonMapper.builder().build().readTree(Files.readString(output));
    }
}
