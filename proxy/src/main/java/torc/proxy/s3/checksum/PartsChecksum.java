package torc.proxy.s3.checksum;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The checksum of an object that is made of parts, from theirs.
public final class PartsChecksum {
    private final ChecksumAlgorithm algorithm;
    private final List<byte[]> values = new ArrayList<>();
    private final List<Long> lengths = new ArrayList<>();

    public PartsChecksum(ChecksumAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    /// Adds the next part.
    ///
    /// @param base64 the part's checksum
    public void add(String base64, long bytes) {
        values.add(Base64.getDecoder().decode(base64));
        lengths.add(bytes);
    }

    /// The whole's checksum of this type.
    public ObjectChecksum finish(ChecksumType type) {
        var text = switch (type) {
            case FULL_OBJECT -> base64(combined());
            case COMPOSITE -> base64(summed()) + "-" + values.size();
        };
        return new ObjectChecksum(algorithm, text, type);
    }

    private byte[] combined() {
        var sum = values.getFirst();
        for (int i = 1; i < values.size(); i++) sum = algorithm.combine(sum, values.get(i), lengths.get(i));
        return sum;
    }

    private byte[] summed() {
        var sum = algorithm.start();
        for (var value : values) sum.update(ByteBuffer.wrap(value));
        return sum.value();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
