package torc.tools.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import torc.tools.devcluster.NodeProcess;

/// A node's wall clock is wrong, by libfaketime; its monotonic clock is not. The node is started anew for it,
/// and anew to
/// end it.
record ClockJump(String name) implements Fault {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));
    private static final List<String> JUMPS = List.of("+300s", "-300s", "+3600s", "-3600s");

    private static Optional<Path> library() {
        return LIBRARIES.stream().filter(Files::exists).findFirst();
    }

    @Override
    public Optional<String> missing(Target target) {
        return library().isPresent() ? Optional.empty() : Optional.of("needs libfaketime (faketime)");
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var taken = target.take(1, random);
        var node = taken.getFirst();
        var jump = JUMPS.get(random.nextInt(JUMPS.size()));
        var file = target.scratch().resolve("clock-" + node.place().name());
        write(file, "+0s");
        node.kill();
        launch(node, file);
        try {
            node.awaitServing();
        } catch (IllegalStateException slow) {
            node.kill();
            Target.startAll(taken);
            target.release(taken);
            throw slow;
        }
        write(file, jump);
        return new Injection("clock of " + node.place().name() + " jumps by " + jump, () -> {
            write(file, "+0s");
            node.kill();
            Target.startAll(taken);
            target.release(taken);
        });
    }

    /// The library reads the file again once a second: at each look at the clock would be a thousand times slower.
    private static void launch(NodeProcess node, Path file) {
        node.launch(Map.of(
                "LD_PRELOAD",
                library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1"));
    }

    private static void write(Path file, String offset) {
        try {
            Files.writeString(file, offset + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
