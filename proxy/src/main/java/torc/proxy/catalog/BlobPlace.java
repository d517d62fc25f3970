package torc.proxy.catalog;

import java.util.Optional;
import torc.common.id.Id128;

/// What a blob's header says about the row that it was written for (docs/formats.md, "Owners of blobs").
public sealed interface BlobPlace {
    /// Where the blob begins in the body.
    long offset();

    /// Name of the object.
    String name();

    String text();

    record OfObject(long offset, String name) implements BlobPlace {
        @Override
        public String text() {
            return "o:" + offset + ":" + name;
        }
    }

    record OfPart(Id128 upload, int number, long offset, String name) implements BlobPlace {
        @Override
        public String text() {
            return "p:" + upload + ":" + number + ":" + offset + ":" + name;
        }
    }

    /// Empty if this program does not understand it.
    static Optional<BlobPlace> parse(String text) {
        try {
            if (text.startsWith("o:")) {
                var fields = text.split(":", 3);
                return Optional.of(new OfObject(Long.parseLong(fields[1]), fields[2]));
            }
            if (text.startsWith("p:")) {
                var fields = text.split(":", 5);
                return Optional.of(new OfPart(
                        Id128.parse(fields[1]), Integer.parseInt(fields[2]), Long.parseLong(fields[3]), fields[4]));
            }
            return Optional.empty();
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }
}
