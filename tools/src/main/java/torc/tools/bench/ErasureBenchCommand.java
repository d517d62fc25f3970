package torc.tools.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.objectserver.erasure.code.CodeEngine;
import torc.objectserver.erasure.code.ErasureCode;
import torc.objectserver.erasure.code.IsalEngine;
import torc.objectserver.erasure.code.JavaEngine;

/// `torc bench erasure`: how fast one core encodes and decodes, with ISA-L and without.
@Command(name = "erasure", mixinStandardHelpOptions = true, description = "Measures erasure coding on one core.")
public final class ErasureBenchCommand implements Callable<Integer> {
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 300_000_000L;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--data", defaultValue = "4", description = "Data fragments. Default: ${DEFAULT-VALUE}")
    private int data;

    @Option(names = "--parity", defaultValue = "2", description = "Parity fragments. Default: ${DEFAULT-VALUE}")
    private int parity;

    @Option(names = "--cell", defaultValue = "65536", description = "Bytes of a cell. Default: ${DEFAULT-VALUE}")
    private int cellBytes;

    @Option(
            names = "--disk",
            paramLabel = "DIR",
            description =
                    "Store blobs of mixed lengths in devices under this empty folder instead, and tell what they take.")
    private Optional<Path> disk = Optional.empty();

    @Override
    public Integer call() {
        if (spec == null) throw new IllegalStateException("picocli has not set the command up");
        var out = spec.commandLine().getOut();
        if (disk.isPresent()) {
            new ErasureOverhead(data, parity, out).run(disk.get());
            return 0;
        }
        var engines = new ArrayList<CodeEngine>();
        IsalEngine.installed().ifPresent(engines::add);
        engines.add(new JavaEngine());
        out.printf(
                Locale.ROOT, "%d+%d, cells of %d bytes; bytes of data a second of one core%n", data, parity, cellBytes);
        out.printf(Locale.ROOT, "%-8s %12s %12s %8s%n", "engine", "encode GB/s", "decode GB/s", "ratio");
        var first = 0.0;
        for (var engine : engines) {
            var encode = encodeRate(engine);
            if (first == 0) first = encode;
            out.printf(
                    Locale.ROOT,
                    "%-8s %12.2f %12.2f %8.2f%n",
                    engine.name(),
                    encode,
                    decodeRate(engine),
                    encode / first);
        }
        if (engines.size() == 1) out.println("ISA-L is not installed (tools/packages.sh)");
        return 0;
    }

    private double encodeRate(CodeEngine engine) {
        var code = new ErasureCode(data, parity, engine);
        var inputs = cells(data);
        var outputs = cells(parity);
        return rate(() -> code.encoder().apply(inputs, outputs));
    }

    /// As many data fragments lost as there may be.
    private double decodeRate(CodeEngine engine) {
        var lost = Math.min(data, parity);
        if (lost == 0) return 0;
        var code = new ErasureCode(data, parity, engine);
        var present = new int[data];
        for (var i = 0; i < data; i++) present[i] = lost + i;
        var wanted = new int[lost];
        for (var i = 0; i < lost; i++) wanted[i] = i;
        var decoder = code.decoder(present, wanted);
        var inputs = cells(data);
        var outputs = cells(lost);
        return rate(() -> decoder.apply(inputs, outputs));
    }

    /// The median of some rounds, in GB of data a second.
    private double rate(Runnable stripe) {
        var rates = new ArrayList<Double>();
        for (var round = 0; round < ROUNDS; round++) {
            var began = System.nanoTime();
            var stripes = 0L;
            while (System.nanoTime() - began < ROUND_NANOS) {
                for (var i = 0; i < 16; i++) stripe.run();
                stripes += 16;
            }
            rates.add((double) stripes * data * cellBytes / (System.nanoTime() - began));
        }
        rates.sort(null);
        return rates.get(ROUNDS / 2);
    }

    private List<ByteBuffer> cells(int count) {
        var random = new SplittableRandom(1);
        var cells = new ArrayList<ByteBuffer>();
        for (var i = 0; i < count; i++) {
            var bytes = new byte[cellBytes];
            random.nextBytes(bytes);
            cells.add(ByteBuffer.allocateDirect(cellBytes).put(bytes).flip());
        }
        return cells;
    }
}
