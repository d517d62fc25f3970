package torc.tools.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Small files, most of them of `key=value` lines, replaced as a whole and readable by their owner alone.
public final class KeyValueFile {
    private KeyValueFile() {}

    static Map<String, String> read(Path file) {
        try {
            var values = new TreeMap<String, String>();
            for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                var equals = line.indexOf('=');
                if (equals > 0 && !line.startsWith("#"))
                    values.put(line.substring(0, equals), line.substring(equals + 1));
            }
            return values;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /// Writes durably: a crash leaves the old file or the new one.
    static void write(Path file, String heading, Map<String, String> values) {
        var text = new StringBuilder("# ").append(heading).append('\n');
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        writeSecretly(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// As [#write], any bytes: a crash leaves the old file or the new one.
    public static void writeSecretly(Path file, byte[] bytes) {
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.deleteIfExists(temporary);
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var channel = FileChannel.open(temporary, options, ownerOnly)) {
                var buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) channel.write(buffer);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            var folder = file.toAbsolutePath().getParent();
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot write " + file, unwritable);
        }
    }
}
