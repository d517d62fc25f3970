package torc.tools.ringbuilder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;
import torc.ring.file.RingFile;

class RingBuilderCommandTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private String builder = "";
    private String answer = "";
    private String out = "";
    private String err = "";
    private final Instant now = START;

    @BeforeEach
    void createBuilder() {
        builder = directory.resolve("object.builder").toString();
        assertThat(run("create", "6", "3", "1")).isZero();
    }

    @Test
    void aSessionOfAnOperatorEndsInARing() {
        addSixDevices();

        assertThat(run("rebalance", "--seed", "1")).isZero();

        assertThat(out)
                .isEqualTo("Reassigned 192 (300.00%) partitions. Balance is now 0.00.  Dispersion is now 0.00\n");
        assertThat(RingFile.read(ringPath()).formatVersion()).isEqualTo(1);
        assertThat(run("validate")).isZero();
        assertThat(run()).isZero();
        assertThat(out)
                .contains("64 partitions, 3.000000 replicas, 1 regions, 3 zones, 6 devices, 2-byte IDs, 0.00 balance")
                .contains("reassigned is 1 (1:00:00 remaining)")
                .contains("is up-to-date");
        assertThat(directory.resolve("backups")).isDirectoryContaining("glob:**.object.ring.gz");
    }

    @Test
    void aRebalanceTooEarlyWarnsAndChangesNothing() throws IOException {
        addSixDevices();
        run("rebalance", "1");
        var before = Files.readAllBytes(Path.of(builder));

        assertThat(run("rebalance")).isEqualTo(1);

        assertThat(out).contains("No partitions could be reassigned.").contains("1 hours (1:00:00 remaining)");
        assertThat(Path.of(builder)).hasBinaryContent(before);
    }

    @Test
    void aRebalanceWithTooFewDevicesIsAnError() {
        run("add", "z1-10.0.0.1:6200/sda", "1");

        assertThat(run("rebalance")).isEqualTo(2);

        assertThat(out).contains("Replica count of 3.0 requires more than 1 devices");
    }

    @Test
    void aBadlySpreadRingIsAWarning() {
        run("add", "z1-10.0.0.1:6200/sda", "1", "z2-10.0.0.2:6200/sda", "1", "z3-10.0.0.3:6200/sda", "1");
        run("add", "z1-10.0.0.1:6200/sdb", "1");

        assertThat(run("rebalance")).isEqualTo(1);

        assertThat(out).contains("NOTE: Dispersion of");
        assertThat(run("dispersion", "-v", "r\\d+z\\d+$")).isEqualTo(1);
        assertThat(out).contains("Worst tier is").contains("r1z1 ").doesNotContain("r1z1-10");
    }

    @ParameterizedTest
    @CsvSource({
        "d3, 1",
        "r1, 6",
        "r9, 0",
        "z2, 2",
        "z1-10.0.0.1, 2",
        "10.0.0.1, 2",
        "z1:6200, 2",
        ":6201, 0",
        "R10.0.0.3, 2",
        "R:6200, 6",
        "10.0.0.1R10.0.0.1, 2",
        "/sdb, 3",
        "_shi, 3",
        "d0r1z1-10.0.0.1:6200R10.0.0.1:6200/sda_shiny, 1",
    })
    void searchFindsWhatTheValueSays(String value, int devices) {
        addSixDevices();

        assertThat(run("search", value)).isEqualTo(devices == 0 ? 2 : 0);

        assertThat(out.lines()).hasSize(devices + 1);
    }

    @Test
    void searchTakesOptionsToo() {
        addSixDevices();

        assertThat(run("search", "--region", "1", "-z2", "--device=sda")).isZero();

        assertThat(out.lines()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x1", "d", "z", "1.2.3", "[::1", "d1 ", "999.1.1.1", ":"})
    void aMalformedSearchValueIsAnError(String value) {
        addSixDevices();

        assertThat(run("search", value)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1:6200/sda",
                "z1-10.0.0.1/sda",
                "z1-10.0.0.1:6200",
                "z1-10.0.0.1:70000/sda",
                "z1-host:6200/sda",
                "z1-10.0.0.1:6200/ sda",
                "z1-10.0.0.1:6200/",
                "d5z1-10.0.0.1:6200/sda",
            })
    void aMalformedDeviceIsNotAdded(String value) throws IOException {
        var before = Files.readAllBytes(Path.of(builder));

        assertThat(run("add", value, "1")).isEqualTo(2);

        assertThat(Path.of(builder)).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "NaN", "x", "Infinity"})
    void aMalformedWeightIsRefused(String weight) {
        assertThat(run("add", "z1-10.0.0.1:6200/sda", weight)).isEqualTo(2);
        addSixDevices();
        assertThat(run("set_weight", "d0", weight)).isEqualTo(2);
    }

    @Test
    void theSameDeviceIsNotAddedTwice() {
        addSixDevices();

        assertThat(run("add", "z9-10.0.0.1:6200/sda", "1")).isEqualTo(2);

        assertThat(out).contains("Device 0 already uses 10.0.0.1:6200/sda.").contains("unchanged");
    }

    @Test
    void anIpv6AddressIsComparedInItsShortestForm() {
        run("add", "z1-[2001:DB8:0:0:0:0:0:1]:6200/sda", "1");

        assertThat(run("search", "[2001:db8::1]")).isZero();
        assertThat(run(
                        "add",
                        "--region",
                        "1",
                        "--zone",
                        "1",
                        "--ip",
                        "2001:db8::1",
                        "--port",
                        "6200",
                        "--device",
                        "sda",
                        "--weight",
                        "1"))
                .isEqualTo(2);
        assertThat(run()).isZero();
        assertThat(out).contains("[2001:db8::1]:6200");
    }

    @Test
    void aChangeOfSeveralDevicesAsksFirst() {
        addSixDevices();

        answer = "n\n";
        assertThat(run("set_weight", "z1", "7")).isEqualTo(2);
        assertThat(out).contains("Matched more than one device:").contains("Aborting");
        answer = "y\n";
        assertThat(run("set_weight", "z1", "7")).isZero();
        answer = "";
        assertThat(run("set_weight", "z2", "8", "--yes")).isZero();
        run("search", "-w7");
        assertThat(out.lines()).hasSize(3);
    }

    @Test
    void everySettingOfADeviceCanBeChanged() {
        addSixDevices();

        assertThat(run("set_region", "d0", "4")).isZero();
        assertThat(run("set_zone", "--id", "0", "5")).isZero();
        assertThat(run("set_info", "d0", "10.9.9.9:7000R10.8.8.8:7001/sdz_\"new\""))
                .isZero();
        assertThat(run("set_info", "--id", "0", "--change-port", "7002")).isZero();

        run("search", "d0r4z5-10.9.9.9:7002R10.8.8.8:7001/sdz_\"new\"");
        assertThat(out.lines()).hasSize(2);
    }

    @Test
    void aRemovedDeviceLeavesAtTheNextRebalance() {
        addSixDevices();
        run("add", "z1-10.0.0.1:6200/sdc", "100");
        run("rebalance", "1");

        assertThat(run("remove", "d6")).isZero();
        run();
        assertThat(out).contains("DEL");
        run("pretend_min_part_hours_passed");
        assertThat(run("rebalance", "1")).isZero();
        assertThat(run("search", "d6")).isEqualTo(2);
    }

    @Test
    void figuresOfTheBuilderCanBeSet() {
        assertThat(run("set_replicas", "2.5")).isZero();
        assertThat(out).contains("The replica count is now 2.500000.");
        assertThat(run("set_replicas", "0.5")).isEqualTo(2);
        assertThat(run("set_min_part_hours", "12")).isZero();
        assertThat(run("set_min_part_hours", "-1")).isEqualTo(2);
        assertThat(run("set_overload", "10%")).isZero();
        assertThat(out).contains("10.00% (0.100000)");
        assertThat(run("set_overload", "10")).isEqualTo(1);
        assertThat(run("set_overload", "-1")).isEqualTo(2);
        assertThat(run("pretend_min_part_hours_passed")).isZero();
    }

    @Test
    void thePartPowerGrowsInSteps() {
        addSixDevices();
        run("rebalance", "1");

        assertThat(run("increase_partition_power")).isEqualTo(2);
        assertThat(run("prepare_increase_partition_power")).isZero();
        assertThat(run("add", "z1-10.0.0.1:6200/sdx", "1")).isEqualTo(2);
        assertThat(run("rebalance")).isEqualTo(2);
        assertThat(run("increase_partition_power")).isZero();
        assertThat(run("cancel_increase_partition_power")).isEqualTo(2);
        assertThat(run("finish_increase_partition_power")).isZero();
        assertThat(run("write_ring", "--format-version", "2")).isZero();
        assertThat(RingFile.read(ringPath()).ring().partPower()).isEqualTo(7);
        assertThat(run("version")).isZero();
        assertThat(out).contains("Serialization version: 2 (2-byte IDs), build version: ");
    }

    @Test
    void aLostBuilderIsMadeFromItsRing() throws IOException {
        addSixDevices();
        run("rebalance", "1");
        assertThat(run("write_builder")).isEqualTo(2);
        Files.delete(Path.of(builder));

        assertThat(run("write_builder", "24")).isZero();

        assertThat(run("validate")).isZero();
        assertThat(run("list_parts", "d0")).isZero();
        assertThat(out.lines()).hasSize(33);
    }

    @Test
    void jsonIsGivenWhereAskedFor() {
        addSixDevices();
        run("rebalance", "1", "--json");
        var rebalance = JsonMapper.builder().build().readTree(out);
        run("--json");
        var listing = JsonMapper.builder().build().readTree(out);

        assertThat(rebalance.path("reassigned").intValue()).isEqualTo(192);
        assertThat(listing.path("devices").size()).isEqualTo(6);
        assertThat(listing.path("min_part_seconds_left").intValue()).isEqualTo(3600);
        assertThat(run("search", "d77", "--json")).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).contains("No matching devices found");
    }

    @Test
    void aScenarioIsPlayedRoundByRound() throws IOException {
        builder = Files.writeString(directory.resolve("scenario.json"), """
                        {"part_power": 6, "replicas": 2, "overload": 0, "random_seed": 1, "rounds": [
                          [["add", "z1-10.0.0.1:6200/sda", 1], ["add", "z2-10.0.0.2:6200/sda", 1]],
                          [["add", "z3-10.0.0.3:6200/sda", 1]], [["remove", 0]]]}
                        """).toString();

        assertThat(run("analyze")).isZero();

        assertThat(out).contains("Round 3").contains("Rebalance 1: moved 128 parts, balance is 0.000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "create", "set_info", "list_parts"})
    void aWrongCallIsAnErrorThatSaysWhatIsRight(String verb) {
        assertThat(run(verb)).isEqualTo(2);
        assertThat(out).isNotBlank();
    }

    @Test
    void aMissingOrForeignBuilderIsAnError() throws IOException {
        builder = directory.resolve("other.builder").toString();
        assertThat(run()).isEqualTo(2);
        assertThat(out).contains("does not exist");
        Files.write(Path.of(builder), new byte[] {(byte) 0x80, 2, '}'});
        assertThat(run()).isEqualTo(2);
        assertThat(out).contains("Python pickle");
        builder = directory.resolve("nowhere/x.builder").toString();
        assertThat(run("create", "6", "3", "1")).isEqualTo(2);
    }

    @Test
    void whileAnotherHoldsTheLockNothingIsDone() throws IOException {
        try (var channel = FileChannel.open(directory.resolve(".lock"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(run("add", "z1-10.0.0.1:6200/sda", "1")).isEqualTo(2);
        }
        assertThat(out).contains("currently locked");
    }

    @Test
    void allArgumentsPassThroughPicocliUntouched() {
        var text = new StringWriter();
        var command =
                new CommandLine(new RingBuilderCommand(InstantSource.fixed(now), new Random(1), new StringReader("")));
        command.setOut(new PrintWriter(text));

        var exitCode = command.execute(
                builder, "add", "-r", "1", "--zone=1", "-i", "10.0.0.1", "-p6200", "-d", "sda", "-w", "3", "-m", "a b");

        assertThat(exitCode).isZero();
        assertThat(text.toString()).contains("d0r1z1-10.0.0.1:6200R10.0.0.1:6200/sda_\"a b\" with 3.0 weight got id 0");
    }

    private Path ringPath() {
        return directory.resolve("object.ring.gz");
    }

    private void addSixDevices() {
        for (var zone = 1; zone <= 3; zone++)
            assertThat(run(
                            "add",
                            "r1z" + zone + "-10.0.0." + zone + ":6200/sda_shiny",
                            "100",
                            "r1z" + zone + "-10.0.0." + zone + ":6200/sdb",
                            "100"))
                    .isZero();
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addFirst(builder);
        var outText = new StringWriter();
        var errText = new StringWriter();
        var command = new RingBuilderCommand(InstantSource.fixed(now), new Random(1), new StringReader(answer));
        var exitCode = command.run(all, new PrintWriter(outText, true), new PrintWriter(errText, true));
        out = outText.toString();
        err = errText.toString();
        return exitCode;
    }
}
