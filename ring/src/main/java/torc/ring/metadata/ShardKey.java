package torc.ring.metadata;

import java.nio.charset.StandardCharsets;

/// The first component of every row's key: an account, a container, a project. All rows of one shard key live
/// in one shard and can change in one transaction; rows of two shard keys never do.
///
/// @param text at most [#MAX_BYTES] bytes of UTF-8; by convention a kind and a name, such as `container/a1/photos`
public record ShardKey(String text) implements Comparable<ShardKey> {
    /// Greatest length in UTF-8 bytes.
    public static final int MAX_BYTES = 2048;

    public ShardKey {
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)
            throw new IllegalArgumentException("a shard key takes 1 to " + MAX_BYTES + " bytes");
    }

    @Override
    public int compareTo(ShardKey other) {
        return text.compareTo(other.text);
    }
}
