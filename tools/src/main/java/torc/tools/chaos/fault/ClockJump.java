package torc.tools.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import torc.tools.devcluster.Shell;

/// A node's wall clock is wrong; its monotonic clock is not. The node is started anew for it, with a library before
/// libc that adds a number of seconds, read from a mapped file, to the wall clock only. (libfaketime stretches the
/// JVM's timed waits so that a node of a cluster does not come up in time.)
record ClockJump(String name) implements Fault {
    private static final String SOURCE = "wallclock.c";
    private static final List<Integer> JUMPS = List.of(300, -300, 3600, -3600);

    @Override
    public Optional<String> missing(Target target) {
        return Shell.has("cc") ? Optional.empty() : Optional.of("needs cc (a C compiler)");
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var taken = target.take(1, random);
        var node = taken.getFirst();
        var jump = JUMPS.get(random.nextInt(JUMPS.size()));
        var library = library(target.scratch());
        var file = target.scratch().resolve("clock-" + node.place().name());
        write(file, 0);
        node.kill();
        node.launch(Map.of("LD_PRELOAD", library.toString(), "TORC_CHAOS_CLOCK", file.toString()));
        node.awaitServing();
        write(file, jump);
        return new Injection("clock of " + node.place().name() + " jumps by " + jump + " s", () -> {
            write(file, 0);
            node.kill();
            Target.launchAll(taken);
        });
    }

    private static Path library(Path scratch) throws InterruptedException {
        var library = scratch.resolve("wallclock.so");
        if (Files.exists(library)) return library;
        var source = scratch.resolve(SOURCE);
        try (var text = ClockJump.class.getResourceAsStream(SOURCE)) {
            if (text == null) throw new IllegalStateException(SOURCE + " is not in the program");
            Files.write(source, text.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Shell.must("cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl");
        return library;
    }

    /// In place: the node has it mapped.
    private static void write(Path file, long seconds) {
        try (var open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            open.write(bytes.putLong(seconds).flip(), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
