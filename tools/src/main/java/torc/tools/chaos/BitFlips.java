package torc.tools.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Flips bits in the files of one device, as a bad disk would: in the parts of files that hold something.
public final class BitFlips {
    private static final int TRIES_FOR_A_BYTE = 64;

    private final SplittableRandom random;

    public BitFlips(SplittableRandom random) {
        this.random = random;
    }

    /// Flips one bit at each of `count` places, and says where.
    public List<String> flip(Path device, int count) {
        var done = new ArrayList<String>();
        var files = files(device);
        try {
            for (int i = 0; i < count && !files.isEmpty(); i++) {
                var file = files.get(random.nextInt(files.size()));
                done.add(flipOne(file));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return done;
    }

    /// Flips one bit in a file of each kind that there is, and says where: a kind is a folder and how names in it
    /// end, with numbers taken out, so that segments, tables, manifests, logs, what Raft remembers and snapshots
    /// all have their turn.
    public List<String> flipEachKind(Path device) {
        var kinds = new TreeMap<String, List<Path>>();
        for (var file : files(device))
            kinds.computeIfAbsent(kind(device.relativize(file)), _ -> new ArrayList<>())
                    .add(file);
        var done = new ArrayList<String>();
        try {
            for (var each : kinds.values()) done.add(flipOne(each.get(random.nextInt(each.size()))));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return done;
    }

    static String kind(Path file) {
        return file.toString().replaceAll("[0-9a-fA-F]{4,}(-[0-9a-fA-F]{4,})*|[0-9]+", "#");
    }

    private String flipOne(Path file) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            var position = placeOf(open);
            open.seek(position);
            var before = open.read();
            var bit = random.nextInt(8);
            open.seek(position);
            open.write(before ^ (1 << bit));
            return file.getFileName() + "@" + position + "." + bit;
        }
    }

    private static List<Path> files(Path device) {
        try (var walk = Files.walk(device)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !isIdentity(device, file))
                    .filter(BitFlips::hasBytes)
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Files are zero-filled ahead of use; a place that holds something is looked for.
    private long placeOf(RandomAccessFile open) throws IOException {
        var position = random.nextLong(open.length());
        for (int i = 0; i < TRIES_FOR_A_BYTE; i++) {
            open.seek(position);
            if (open.read() != 0) return position;
            position = random.nextLong(open.length());
        }
        return position;
    }

    /// A device that does not know any more whose it is may not be opened; that is right, and not what is tried
    /// here.
    private static boolean isIdentity(Path device, Path file) {
        return device.resolve("blobs").equals(file.getParent());
    }

    private static boolean hasBytes(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException gone) {
            return false;
        }
    }
}
