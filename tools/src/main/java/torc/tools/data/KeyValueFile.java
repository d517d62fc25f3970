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
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import torc.tools.command.ExitCode;

/// Small files, most of them of `key=value` lines, replaced as a whole and readable by their owner alone. The last
/// line is a checksum of all before it, so that a damaged file is refused and not believed (FAULTS F07).
public final class KeyValueFile {
    private static final String CHECKED = ", checked";
    private static final String CHECK = "check=";
    private static final long MOST_BYTES = 1 << 20;

    private KeyValueFile() {}

    /// @throws DataRefused if the file is damaged
    static Map<String, String> read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) throw damaged(file, "it is too long");
            // Any byte is a sign, so that a damaged one is met by the checksum and not by the decoder.
            var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            var checked = withoutCheck(file, text);
            var values = new TreeMap<String, String>();
            for (var line : checked.split("\n", -1)) {
                var equals = line.indexOf('=');
                if (equals > 0 && !line.startsWith("#"))
                    values.put(utf8(line.substring(0, equals)), utf8(line.substring(equals + 1)));
            }
            return values;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /// The file up to its last line, which must tell its checksum. A file of a release that wrote none says so by
    /// its heading.
    private static String withoutCheck(Path file, String text) {
        var at = text.lastIndexOf('\n' + CHECK) + 1;
        if (at > 0) {
            var lines = text.substring(0, at);
            if (!text.substring(at).equals(check(lines))) throw damaged(file, "its checksum is wrong");
            return lines;
        }
        if (text.lines().findFirst().orElse("").endsWith(CHECKED)) throw damaged(file, "its end is missing");
        return text;
    }

    private static String check(String lines) {
        var crc = new CRC32C();
        crc.update(lines.getBytes(StandardCharsets.ISO_8859_1));
        return CHECK + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n";
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /// What a file says cannot be, or cannot be read.
    static DataRefused damaged(Path file, String what) {
        return new DataRefused(
                ExitCode.DAMAGED,
                file + " is damaged: " + what + "; bring it back from a backup of the data directory");
    }

    /// A value that has to be there.
    static String need(Path file, Map<String, String> values, String key) {
        var value = values.get(key);
        if (value == null) throw damaged(file, "it lacks '" + key + "'");
        return value;
    }

    /// Writes durably: a crash leaves the old file or the new one.
    static void write(Path file, String heading, Map<String, String> values) {
        var text = new StringBuilder("# ").append(heading).append(CHECKED).append('\n');
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        var octets = new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        writeSecretly(file, (octets + check(octets)).getBytes(StandardCharsets.ISO_8859_1));
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
