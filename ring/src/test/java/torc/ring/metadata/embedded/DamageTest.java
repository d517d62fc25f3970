package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torc.ring.log.LogConfig;
import torc.ring.log.RealDisk;
import torc.ring.metadata.MetadataDamaged;

/// Damage to every kind of file, of a store that was stopped or that crashed: the newest rows or a refusal,
/// never older ones. What one device lost, the others give back.
final class DamageTest {
    private static final List<String> KINDS =
            List.of(".log", ".sst", "MANIFEST", "CURRENT", "OPTIONS", "mirror", "FILES");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void d14_f07_oneDamagedDeviceOfThreeLosesNothing(long seed) throws IOException {
        for (int round = 0; round < TestWorld.ROUNDS; round++) {
            var random = new Random(seed * 100 + round);
            var devices = devices(3, "three" + round);
            var model = fill(devices, random);
            var victim = devices.get(random.nextInt(3));
            var what = damage(victim, KINDS.get((int) (seed + round) % KINDS.size()), random);

            try (var store = open(devices)) {
                model.requireSame(store);
                for (int i = 0; i < 20; i++) model.commit(store);
                model.requireSame(store);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("after " + what + " seed " + seed + " round " + round, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7})
    void d14_f07_aDamagedSingleDeviceIsRefusedOrRight(long seed) throws IOException {
        for (int round = 0; round < TestWorld.ROUNDS; round++) {
            var random = new Random(seed * 100 + round);
            var devices = devices(1, "one" + round);
            var model = fill(devices, random);
            var what = damage(devices.getFirst(), KINDS.get((int) (seed + round) % (KINDS.size() - 1)), random);

            try (var store = open(devices)) {
                model.requireSame(store);
            } catch (MetadataOpenRefused e) {
                assertThat(e.reason()).isEqualTo(MetadataOpenRefused.Reason.DAMAGED);
            } catch (MetadataDamaged _) {
                // Said so at the read that found it.
            } catch (AssertionError e) {
                throw new AssertionError("after " + what + " seed " + seed + " round " + round, e);
            }
        }
    }

    @Test
    void f07_everyDeviceCanBeLostWhole() throws IOException {
        for (int lost = 0; lost < 3; lost++) {
            var random = new Random(lost);
            var devices = devices(3, "lost" + lost);
            var model = fill(devices, random);
            TestWorld.deleteFolder(devices.get(lost));

            try (var store = open(devices)) {
                model.requireSame(store);
                assertThat(store.health().alive()).containsExactly(0, 1, 2);
            }
            // What was made anew stands in for the next loss.
            TestWorld.deleteFolder(devices.get((lost + 1) % 3));
            try (var store = open(devices)) {
                model.requireSame(store);
            }
        }
    }

    @Test
    void d14_aStateThatTurnsOutDamagedWhileInUseIsReplaced() throws IOException {
        var random = new Random(5);
        var devices = devices(2, "use");
        var model = new Model(random, 3000);
        try (var store = open(devices)) {
            for (int i = 0; i < 300; i++) model.commit(store);
        }
        var table = files(devices.getFirst().resolve("state"), ".sst").getFirst();
        var bytes = Files.readAllBytes(table);
        for (int i = 0; i < bytes.length / 2; i += 512) bytes[i] ^= 1;
        Files.write(table, bytes);

        try (var store = open(devices)) {
            model.requireSame(store);
            for (int i = 0; i < 50; i++) model.commit(store);
            model.requireSame(store);
        }
    }

    @Test
    void f07_startsWithoutCommitsWearNoDeviceOut() throws IOException {
        var devices = devices(3, "idle");
        var model = fill(devices, new Random(1));
        for (int start = 0; start < 4; start++) {
            // A device that is made anew has to stand in for the next two that are lost.
            TestWorld.deleteFolder(devices.get(start % 3));
            try (var store = open(devices)) {
                model.requireSame(store);
                TestWorld.awaitMark(store);
            }
        }
    }

    @Test
    void aSoundDeviceIsNotMadeAnewAfterACleanStop() throws IOException {
        var devices = devices(3, "clean");
        var model = fill(devices, new Random(4));
        for (int start = 0; start < 4; start++) {
            TestWorld.deleteFolder(devices.get(start % 3));
            try (var store = openKeepingLog(devices)) {
                for (int i = 0; i < start; i++) model.commit(store);
            }
            for (var device : devices) TestWorld.deleteFolder(device.resolve("quarantine"));
            try (var store = openKeepingLog(devices)) {
                model.requireSame(store);
            }
            assertThat(devices).noneMatch(device -> Files.exists(device.resolve("quarantine")));
        }
    }

    /// One device is damaged at many places at each stop, now this one, now that: what a start repairs has to stand in
    /// for whatever the next damage takes.
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void d14_f07_damageToOneDeviceAfterAnotherLosesNothing(long seed) throws IOException {
        for (int round = 0; round < TestWorld.ROUNDS; round++) {
            var random = new Random(seed * 1000 + round);
            var devices = devices(3, "chain" + round);
            var model = fill(devices, random);
            var history = new ArrayList<String>();
            for (int stop = 0; stop < 8; stop++) {
                var victim = devices.get(random.nextInt(3));
                for (int i = random.nextInt(30); i >= 0; i--) history.add(stop + ": " + flipAny(victim, random));
                try {
                    var store = open(devices);
                    model.requireSame(store);
                    if (random.nextInt(3) > 0) for (int i = random.nextInt(200); i >= 0; i--) model.commit(store);
                    else TestWorld.awaitMark(store);
                    model.requireSame(store);
                    if (random.nextInt(4) > 0) store.close();
                    else store.abandon();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + " round " + round + " after " + history, e);
                }
            }
        }
    }

    private static String flipAny(Path device, Random random) throws IOException {
        var files = files(device, "");
        return flip(files.get(random.nextInt(files.size())), random);
    }

    private static String flip(Path file, Random random) throws IOException {
        var bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        for (int i = 0; i < 64 && bytes[at] == 0; i++) at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
        return file + "@" + at;
    }

    private List<Path> devices(int count, String name) {
        var devices = new ArrayList<Path>();
        for (int i = 0; i < count; i++) devices.add(folder.resolve(name).resolve("device" + i));
        return devices;
    }

    /// A store with several segments, tables and copies, stopped or crashed.
    private static Model fill(List<Path> devices, Random random) {
        var model = new Model(random, 3000);
        var store = open(devices);
        for (int i = 0; i < 80; i++) model.commit(store);
        store.keepState();
        for (int i = 0; i < 80; i++) model.commit(store);
        store.close();
        store = open(devices);
        for (int i = 0; i < 50; i++) model.commit(store);
        TestWorld.awaitMark(store);
        if (random.nextBoolean()) store.close();
        else store.abandon();
        return model;
    }

    private static EmbeddedMetadataStore open(List<Path> devices) {
        return EmbeddedMetadataStore.open(TestWorld.small(devices), TestWorld.on(new RealDisk()));
    }

    private static EmbeddedMetadataStore openKeepingLog(List<Path> devices) {
        var config = TestWorld.small(devices)
                .withLog(new LogConfig(256 << 10, 64 << 10, 64 << 20, Duration.ofMillis(2), Duration.ofSeconds(10)));
        return EmbeddedMetadataStore.open(config, TestWorld.on(new RealDisk()));
    }

    private static List<Path> files(Path folder, String kind) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(DamageTest::isFilled)
                    .filter(path -> path.getFileName().toString().contains(kind))
                    .filter(path -> !path.toString().endsWith("LOG"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isFilled(Path path) {
        return Files.isRegularFile(path) && path.toFile().length() > 0;
    }

    private static String damage(Path device, String kind, Random random) throws IOException {
        var files = files(device, kind);
        if (files.isEmpty()) files = files(device, ".log");
        var file = files.get(random.nextInt(files.size()));
        var bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        int act = random.nextInt(6);
        switch (act) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) ~bytes[at];
            case 2 -> java.util.Arrays.fill(bytes, at, Math.min(bytes.length, at + 4096), (byte) 0);
            case 3 -> bytes = java.util.Arrays.copyOf(bytes, at);
            case 4 -> bytes = java.util.Arrays.copyOf(bytes, bytes.length - 1);
            default -> {
                Files.delete(file);
                return "removing " + file;
            }
        }
        Files.write(file, bytes);
        return "damage " + act + " at " + at + " to " + file;
    }
}
