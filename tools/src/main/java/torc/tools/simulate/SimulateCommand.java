package torc.tools.simulate;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `torc simulate`: many seeds, each a short life of a cluster in simulated time, and what they showed.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs proxies, repair and clean-up on simulated time, devices, network and metadata; a seed"
                + " repeats a run step by step.")
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seeds", defaultValue = "2000", description = "How many seeds to run.")
    private long seeds = 2000;

    @Option(names = "--from", defaultValue = "1", description = "The first of them.")
    private long from = 1;

    @Option(names = "--seed", defaultValue = "-1", description = "Runs this seed alone, twice, and tells of it.")
    private long one = -1;

    @Option(names = "--processes", defaultValue = "2", description = "Processes, each of one thread.")
    private int processes = 2;

    @Option(names = "--plant", defaultValue = "NONE", description = "A bug to be found: ${COMPLETION-CANDIDATES}.")
    private Planted planted = Planted.NONE;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return one < 0 ? many() : one();
    }

    private int many() throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var began = System.nanoTime();
        var lines = new Workers(processes, planted, _ -> {}).run(from, seeds, false);
        var trace = 0L;
        var operations = 0L;
        var failed = 0L;
        for (var line : lines) {
            trace = trace * 31 + Long.parseUnsignedLong(line.trace(), 16);
            operations += line.operations();
            if (line.isClean()) continue;
            if (failed++ < 20) out.println("seed " + line.seed() + ": " + line.violations());
        }
        out.printf(
                "%d seeds from %d, %d operations, %.1f s, trace %016x: %s%n",
                seeds,
                from,
                operations,
                (System.nanoTime() - began) / 1e9,
                trace,
                failed == 0 ? "no violation" : failed + " seeds with VIOLATIONS");
        return failed == 0 ? 0 : 1;
    }

    private int one() throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var told = new Workers(1, planted, out::println).run(one, 1, true).getFirst();
        var again = new Workers(1, planted, _ -> {}).run(one, 1, false).getFirst();
        if (!told.trace().equals(again.trace())) out.println("NOT REPEATED: trace " + again.trace());
        out.println("seed " + one + ", trace " + told.trace() + ": "
                + (told.isClean() ? "no violation" : told.violations()));
        return told.isClean() && told.trace().equals(again.trace()) ? 0 : 1;
    }
}
