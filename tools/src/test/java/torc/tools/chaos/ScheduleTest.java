package torc.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import torc.tools.chaos.fault.Fault;
import torc.tools.chaos.fault.Target;
import torc.tools.devcluster.NodeNetwork;

class ScheduleTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    private final List<String> done = new ArrayList<>();
    private final Findings findings = new Findings(_ -> {});
    private final StringWriter out = new StringWriter();

    private Fault fault(String name, boolean undoFails) {
        return new Fault() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> missing(Target target) {
                return Optional.empty();
            }

            @Override
            public Injection inject(Target target, SplittableRandom random) {
                done.add(name);
                return new Injection(name + " happens", () -> {
                    done.add("un" + name);
                    if (undoFails) throw new IllegalStateException(name + " stays");
                });
            }
        };
    }

    private List<String> run(long seed, Fault... faults) throws InterruptedException {
        done.clear();
        var target = new Target(List.of(), NodeNetwork.loopback(), Optional.empty(), 0, List.of(), Path.of("none"));
        var log = new ServiceLog(ServiceLog.CALM, 0);
        var rhythm = new Schedule.Rhythm(0, 1, 2);
        new Schedule(
                        List.of(faults),
                        rhythm,
                        target,
                        new SplittableRandom(seed),
                        log,
                        findings,
                        new PrintWriter(out),
                        0)
                .run(SHORT);
        return List.copyOf(done);
    }

    @Test
    void everythingThatWasDoneIsUndone() throws Exception {
        var steps = run(7, fault("a", false), fault("b", false), fault("c", false));

        assertThat(steps).isNotEmpty().contains("a", "b", "c");
        for (var name : List.of("a", "b", "c"))
            assertThat(steps.stream().filter(name::equals).count())
                    .isEqualTo(steps.stream().filter(("un" + name)::equals).count());
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void oneThatCannotBeUndoneIsAFindingAndKeepsNoOther() throws Exception {
        var steps = run(7, fault("a", true), fault("b", false));

        assertThat(findings.all()).isNotEmpty().allMatch(each -> each.contains("a stays"));
        assertThat(steps).contains("una", "unb");
    }

    @Test
    void aSeedRepeatsTheOrder() throws Exception {
        var first = run(11, fault("a", false), fault("b", false), fault("c", false));
        var again = run(11, fault("a", false), fault("b", false), fault("c", false));

        var common = Math.min(first.size(), again.size());
        assertThat(first.subList(0, common)).isEqualTo(again.subList(0, common));
    }
}
