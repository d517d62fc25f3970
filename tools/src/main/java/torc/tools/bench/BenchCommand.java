package torc.tools.bench;

import picocli.CommandLine.Command;

/// `torc bench`: the benchmarks.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures endpoints and parts of Torc.",
        subcommands = {
            ObjectBenchCommand.class,
            RingBenchCommand.class,
            ErasureBenchCommand.class,
            RangesBenchCommand.class,
            MetadataBenchCommand.class
        })
public final class BenchCommand {}
