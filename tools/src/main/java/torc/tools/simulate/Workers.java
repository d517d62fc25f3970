package torc.tools.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Spreads seeds over processes, each of which simulates in one thread.
final class Workers {
    private final int processes;
    private final Planted planted;
    private final Consumer<String> story;

    /// @param story hears the lines of the runs' stories
    Workers(int processes, Planted planted, Consumer<String> story) {
        this.processes = processes;
        this.planted = planted;
        this.story = story;
    }

    /// What each seed gave, in the order of the seeds.
    List<Line> run(long first, long count, boolean tells) throws IOException, InterruptedException {
        var patches = Files.createTempDirectory("torc-simulate");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SimulatedJdk.writePatches(patches);
            var parts = new ArrayList<Future<List<Line>>>();
            for (int i = 0; i < Math.min(processes, count); i++) {
                var begin = first + i;
                var share = (count - i + processes - 1) / processes;
                parts.add(threads.submit(() -> worker(patches, begin, share, tells)));
            }
            var lines = new ArrayList<Line>();
            for (var part : parts) lines.addAll(part.get());
            lines.sort(Comparator.comparingLong(Line::seed));
            return lines;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            remove(patches);
        }
    }

    private List<Line> worker(Path patches, long first, long count, boolean tells) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SimulatedJdk.jvmArguments(patches));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
        command.addAll(List.of("" + first, "" + count, "" + processes, planted.name(), "" + tells));
        var process = new ProcessBuilder(command)
                .redirectError(tells ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD)
                .start();
        var lines = new ArrayList<Line>();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var text = out.readLine(); text != null; text = out.readLine()) {
                var line = Line.parse(text);
                if (line != null) lines.add(line);
                else story.accept(text);
            }
        } finally {
            process.destroy();
        }
        if (lines.size() != count)
            throw new IllegalStateException("a worker ended after " + lines.size() + " of " + count + " seeds");
        return lines;
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
