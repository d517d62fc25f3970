package torc.tools.ringbuilder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.file.BuilderFile;
import torc.ring.file.RingFile;
import torc.ring.file.RingFileDamaged;

/// One run of the command: the files that it is about, what it prints to, and the world outside.
final class Session {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path builderPath;
    private final Path ringPath;
    private final boolean json;
    private final PrintWriter out;
    private final BufferedReader answers;
    private final InstantSource clock;
    private final RandomGenerator random;

    Session(
            Path builderPath,
            Path ringPath,
            boolean json,
            PrintWriter out,
            BufferedReader answers,
            InstantSource clock,
            RandomGenerator random) {
        this.builderPath = builderPath;
        this.ringPath = ringPath;
        this.json = json;
        this.out = out;
        this.answers = answers;
        this.clock = clock;
        this.random = random;
    }

    Path builderPath() {
        return builderPath;
    }

    Path ringPath() {
        return ringPath;
    }

    boolean json() {
        return json;
    }

    Instant now() {
        return clock.instant();
    }

    RandomGenerator random() {
        return random;
    }

    String newId() {
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }

    /// Prints a line for people; nothing if the output is to be JSON.
    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a library's more; tests run every line.
    void say(String format, Object... values) {
        if (!json) out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }

    /// Prints a value (maps, lists, records, numbers, text) as JSON.
    void give(Object value) {
        if (json) out.println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    }

    /// Whether the operator answers yes.
    boolean confirmed(String question) {
        out.print(question);
        out.flush();
        try {
            return "y".equals(answers.readLine());
        } catch (IOException gone) {
            return false;
        }
    }

    RingBuilder builder() {
        if (!Files.exists(builderPath)) throw Refusal.error("Ring Builder file does not exist: " + builderPath);
        try {
            return new RingBuilder(BuilderFile.read(builderPath));
        } catch (RingFileDamaged | RingRefused damaged) {
            throw Refusal.error("Ring Builder file is invalid: " + builderPath + ": " + damaged.getMessage());
        }
    }

    RingFile ring() {
        if (!Files.exists(ringPath)) throw Refusal.error("Ring file does not exist: " + ringPath);
        try {
            return RingFile.read(ringPath);
        } catch (RingFileDamaged damaged) {
            throw Refusal.error("Ring file " + ringPath + " is invalid: " + damaged.getMessage());
        }
    }

    void save(RingBuilder builder) {
        BuilderFile.write(builder.state(), builderPath);
    }

    /// Saves a copy with the time in front of its name.
    void backUp(RingBuilder builder) {
        BuilderFile.write(builder.state(), backup(builderPath));
    }

    void writeRing(RingFile ring) {
        ring.write(backup(ringPath));
        ring.write(ringPath);
    }

    private Path backup(Path path) {
        var directory = path.resolveSibling("backups");
        try {
            Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return directory.resolve(now().getEpochSecond() + "." + path.getFileName());
    }
}
