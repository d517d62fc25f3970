package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import torc.ring.log.FaultDisk;
import torc.ring.metadata.CommitOutcome;

/// The engine against the fake: random transactions, restarts, power cuts and devices that fail in the act.
final class EmbeddedMetadataStorePropertyTest {
    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void f03_f04_oneDeviceKeepsWhatWasAcknowledgedThroughPowerCuts(@ForAll long seed) throws IOException {
        for (int round = 0; round < TestWorld.ROUNDS; round++) run(seed + round, 1, 40);
    }

    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void f03_f04_threeDevicesKeepWhatWasAcknowledgedThroughPowerCuts(@ForAll long seed) throws IOException {
        for (int round = 0; round < TestWorld.ROUNDS; round++) run(seed + round, 3, 30);
    }

    private static void run(long seed, int count, int steps) throws IOException {
        var random = new Random(seed);
        var folder = Files.createTempDirectory("torc-metadata");
        var disk = new FaultDisk();
        var devices = new ArrayList<Path>();
        for (int i = 0; i < count; i++) devices.add(folder.resolve("device" + i));
        var model = new Model(random, random.nextInt(4) == 0 ? 30_000 : 300);
        var store = open(devices, disk);
        try {
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        store.close();
                        store = open(devices, disk);
                    }
                    case 1 -> store = cutPower(store, disk, devices, random);
                    case 2 -> store = cutPowerInTheAct(store, disk, devices, random, model);
                    default -> {
                        for (int i = random.nextInt(30); i >= 0; i--) model.commit(store);
                    }
                }
                model.requireSame(store);
            }
        } finally {
            store.close();
            TestWorld.deleteFolder(folder);
        }
    }

    private static EmbeddedMetadataStore open(List<Path> devices, FaultDisk disk) {
        return EmbeddedMetadataStore.open(TestWorld.small(devices), TestWorld.on(disk));
    }

    private static EmbeddedMetadataStore cutPower(
            EmbeddedMetadataStore store, FaultDisk disk, List<Path> devices, Random random) throws IOException {
        disk.powerOff();
        store.abandon();
        disk.forgetUnsynced(random);
        return open(devices, disk);
    }

    private static EmbeddedMetadataStore cutPowerInTheAct(
            EmbeddedMetadataStore store, FaultDisk disk, List<Path> devices, Random random, Model model)
            throws IOException {
        var transaction = model.transaction();
        long before = store.revision(transaction.shard());
        disk.failSyncs(path -> path.toString().contains("log"));
        var outcome = store.commit(transaction);
        assertThat(outcome).isInstanceOfAny(CommitOutcome.Unknown.class, CommitOutcome.CheckFailed.class);
        var reopened = cutPower(store, disk, devices, random);
        model.settle(reopened, transaction, before);
        return reopened;
    }
}
