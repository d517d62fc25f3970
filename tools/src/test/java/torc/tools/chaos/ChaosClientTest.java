package torc.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import torc.tools.chaos.history.History;

/// The whole check, clients and verdict, against a cloud in memory: what is right passes, and no flaw does.
class ChaosClientTest {
    private static final int CLIENTS = 6;
    private static final int STEPS = 400;

    private static List<String> violationsOf(FakeCloud cloud) throws InterruptedException {
        var findings = new Findings(_ -> {});
        var run = new Sender.Run(
                new Keys(),
                new History(1_000_000),
                new ServiceLog("test", System.nanoTime()),
                findings,
                System::nanoTime,
                Duration.ZERO);
        var swift = List.of(cloud.dialect("swift"), cloud.dialect("swift"));
        var s3 = List.of(cloud.dialect("s3"), cloud.dialect("s3"));
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            var client = new ChaosClient(i, i % 2 == 0 ? swift : s3, run, new SplittableRandom(i));
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int step = 0; step < STEPS; step++) client.step();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (var thread : threads) thread.join();

        var check = new FinalCheck(run, swift, s3);
        check.look(_ -> cloud.counters());
        var all = new ArrayList<>(findings.all());
        all.addAll(check.judge(0));
        return all;
    }

    @Test
    void aCloudThatKeepsItsPromisesPasses() throws Exception {
        assertThat(violationsOf(new FakeCloud(FakeCloud.Flaw.NONE, 1))).isEmpty();
    }

    @Test
    void aCloudThatDoesNotAlwaysAnswerPassesToo() throws Exception {
        assertThat(violationsOf(new FakeCloud(FakeCloud.Flaw.SILENT, 60)))
                .filteredOn(each -> !each.contains("does not tell"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeCloud.Flaw.class,
            mode = Mode.EXCLUDE,
            names = {"NONE", "SILENT"})
    void noFlawPasses(FakeCloud.Flaw flaw) throws Exception {
        assertThat(violationsOf(new FakeCloud(flaw, 40))).isNotEmpty();
    }
}
