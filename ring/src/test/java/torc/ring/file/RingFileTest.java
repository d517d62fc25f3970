package torc.ring.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torc.ring.builder.RingBuilder;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

class RingFileTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRingComesBackAsItWasWritten(int version) {
        var ring = builder().ring().orElseThrow();

        var read = RingFile.decode(RingFile.of(ring, version).encode());

        assertThat(read).isEqualTo(new RingFile(version, 2, ring));
        assertThat(read.ring().devices().getLast().meta()).isEqualTo("größer \"quoted\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theSameRingIsTheSameBytes(int version) {
        var one = RingFile.of(builder().ring().orElseThrow(), version).encode();
        var other = RingFile.of(builder().ring().orElseThrow(), version).encode();

        assertThat(one).isEqualTo(other);
    }

    @Test
    void aRingWithAPreparedPartPowerSaysSo() {
        var builder = builder();
        builder.prepareIncreasePartPower();
        var ring = builder.ring().orElseThrow();

        for (var version = 1; version <= 2; version++)
            assertThat(RingFile.decode(RingFile.of(ring, version).encode())
                            .ring()
                            .nextPartPower())
                    .isEqualTo(OptionalInt.of(7));
    }

    @Test
    void idsAboveTwoBytesNeedVersionTwo() {
        var devices = new ArrayList<Device>();
        for (var id = 0; id < 70_000; id++) devices.add(Device.of(id, 1, 1, "10.0.0.1", 6200, "sd" + id, 1));
        var ring = Ring.of(1, devices, new int[] {69_999, 0}, 1, OptionalInt.empty());

        assertThatThrownBy(() -> RingFile.of(ring, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(RingFile.decode(RingFile.of(ring, 2).encode())).isEqualTo(new RingFile(2, 4, ring));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void f07_anyDamagedByteIsFoundOrChangesNothing(int version) {
        var ring = builder().ring().orElseThrow();
        var whole = RingFile.of(ring, version).encode();
        var refused = 0;

        for (var at = 0; at < whole.length; at++) {
            var damaged = whole.clone();
            damaged[at] ^= 0x10;
            try {
                assertThat(RingFile.decode(damaged).ring()).isEqualTo(ring);
            } catch (RingFileDamaged found) {
                refused++;
            }
        }

        // All but some of gzip's own header, and the padding in the heads of a few stored blocks.
        assertThat(refused).isGreaterThan(whole.length - 40);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void f07_aCutOffFileIsRefused(int version) {
        var whole = RingFile.of(builder().ring().orElseThrow(), version).encode();

        for (var length : List.of(0, 1, whole.length / 2, whole.length - 1))
            assertThatThrownBy(() -> RingFile.decode(Arrays.copyOf(whole, length)))
                    .isInstanceOf(RingFileDamaged.class);
    }

    @Test
    void aBuilderComesBackAsItWasWritten(@TempDir Path directory) {
        var builder = builder();
        builder.remove(2);
        var path = directory.resolve("object.builder");

        BuilderFile.write(builder.state(), path);

        assertThat(BuilderFile.read(path)).isEqualTo(builder.state());
        assertThat(directory).isDirectoryContaining(each -> each.endsWith("object.builder"));
    }

    @Test
    void aBuilderThatWasNeverRebalancedComesBack() {
        var builder = new RingBuilder(ID, 4, 2.5, 1);

        assertThat(BuilderFile.decode(BuilderFile.encode(builder.state()))).isEqualTo(builder.state());
    }

    @Test
    void f07_aDamagedBuilderFileIsRefused() {
        var whole = BuilderFile.encode(builder().state());
        var refused = 0;

        for (var at = 0; at < whole.length; at++) {
            var damaged = whole.clone();
            damaged[at] ^= 0x10;
            try {
                assertThat(BuilderFile.decode(damaged)).isEqualTo(builder().state());
            } catch (RingFileDamaged found) {
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(whole.length - 10);
    }

    @Test
    void aBuilderOfSwiftsIsNamedAsSuch() {
        assertThatThrownBy(() -> BuilderFile.decode(new byte[] {(byte) 0x80, 2, '}', 'q'}))
                .hasMessageContaining("write_builder");
    }

    @Test
    void writingLeavesNothingElseBehind(@TempDir Path directory) throws Exception {
        RingFile.of(builder().ring().orElseThrow(), 1).write(directory.resolve("object.ring.gz"));
        RingFile.of(builder().ring().orElseThrow(), 2).write(directory.resolve("object.ring.gz"));

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("object.ring.gz"));
        }
        assertThat(RingFile.read(directory.resolve("object.ring.gz")).formatVersion())
                .isEqualTo(2);
    }

    private static RingBuilder builder() {
        var builder = new RingBuilder(ID, 6, 2.5, 1);
        for (var id = 0; id < 5; id++)
            builder.add(new Device(
                    0, 1, id % 3, "10.0.0." + id, 6200, "10.1.0." + id, 6300, "sda", 100.5, "größer \"quoted\""));
        builder.add(new Device(0, 1, 1, "::1", 6200, "::1", 6200, "sdb", 0, "größer \"quoted\""));
        builder.rebalance(1, Instant.EPOCH.plusSeconds(1_000_000));
        return builder;
    }
}
