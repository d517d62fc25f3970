package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.log.FaultDisk;
import torc.ring.log.RealDisk;

/// Flushes and copies go on, whatever one of them meets.
final class StateKeeperTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(30)
    void aFailureThatNobodyForesawDoesNotEndTheKeeping() throws IOException {
        var failures = new AtomicInteger(1);
        var world = new StoreSurroundings(
                new FaultDisk(),
                new Random(1),
                () -> {
                    if (Thread.currentThread().getName().equals("metadata-state") && failures.getAndDecrement() > 0)
                        throw new IllegalStateException("injected");
                    return System.nanoTime();
                },
                Thread.ofPlatform().daemon().factory());
        try (var store = EmbeddedMetadataStore.open(TestWorld.small(devices()), world)) {
            var model = new Model(new Random(2), 3000);
            while (failures.get() > 0) model.commit(store);
            long failedBefore = store.logPosition();

            while (copies(1).stream().noneMatch(copy -> sequence(copy) > failedBefore)) model.commit(store);

            model.requireSame(store);
        }
    }

    @Test
    void f05_aDeviceThatTakesNoCopyKeepsNoneFromTheOthers() throws IOException {
        var disk = new FaultDisk();
        try (var store = EmbeddedMetadataStore.open(TestWorld.small(devices()), TestWorld.on(disk))) {
            var model = new Model(new Random(2), 3000);
            disk.failSyncs(
                    path -> path.startsWith(devices().get(1)) && path.toString().contains("copy-"));
            for (int i = 0; i < 100; i++) model.commit(store);
            long reached = store.logPosition();

            store.keepState();

            assertThat(copies(2)).anyMatch(copy -> sequence(copy) >= reached);
            disk.failSyncs(_ -> false);
        }
    }

    @Test
    void d14_twoWhoKeepAtOnceLeaveEveryCopyWhole() throws Exception {
        try (var store = EmbeddedMetadataStore.open(TestWorld.small(devices()), TestWorld.on(new FaultDisk()));
                var threads = Executors.newFixedThreadPool(2)) {
            var model = new Model(new Random(2), 3000);
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 20; i++) model.commit(store);
                long reached = store.logPosition();
                Callable<Void> keep = () -> {
                    store.keepState();
                    return null;
                };
                for (var done : threads.invokeAll(List.of(keep, keep, keep))) done.get();

                for (int device = 1; device < 3; device++) {
                    assertThat(copies(device)).anyMatch(copy -> sequence(copy) >= reached);
                    for (var copy : copies(device))
                        assertThat(new StateCopy(new RealDisk()).isSound(copy)).isTrue();
                }
            }
        }
    }

    private static long sequence(Path copy) {
        return Long.parseLong(copy.getFileName().toString().substring("copy-".length()));
    }

    private List<Path> copies(int device) throws IOException {
        try (var files = Files.list(devices().get(device))) {
            return files.filter(file -> file.getFileName().toString().startsWith("copy-"))
                    .filter(file -> Files.exists(file.resolve("FILES")))
                    .toList();
        }
    }

    private List<Path> devices() {
        var devices = new ArrayList<Path>();
        for (int i = 0; i < 3; i++) devices.add(folder.resolve("device" + i));
        return devices;
    }
}
