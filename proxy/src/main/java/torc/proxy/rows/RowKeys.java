package torc.proxy.rows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import torc.common.id.Id128;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;

/// Where each row of the object service stands.
public final class RowKeys {
    /// Start of the shard key of every account.
    public static final String ACCOUNT_SHARDS = "account/";

    /// Start of the shard key of every container.
    public static final String CONTAINER_SHARDS = "container/";

    /// Start of the shard key of every range of a container but the first, which stays in the container's own
    /// shard.
    public static final String RANGE_SHARDS = "range/";

    /// In an account's shard: the account.
    public static final RowKey ACCOUNT = RowKey.of("A");

    /// In an account's shard: one counter, the number of entries.
    public static final RowKey ENTRY_COUNT = RowKey.of("N");

    /// In an account's shard: start of the containers' entries.
    public static final RowKey ENTRIES = RowKey.of("c");

    /// In a container's shard: the container.
    public static final RowKey CONTAINER = RowKey.of("C");

    /// In a container's shard: counters [#USAGE_OBJECTS], [#USAGE_BYTES], [#USAGE_EXPIRING] and, where there
    /// ever was one, [#USAGE_VERSIONS].
    public static final RowKey USAGE = RowKey.of("U");

    public static final int USAGE_OBJECTS = 0;

    /// Index of the counter of the bytes of objects and versions.
    public static final int USAGE_BYTES = 1;

    /// Index of the counter of objects that have an end.
    public static final int USAGE_EXPIRING = 2;

    /// Index of the counter of versions that are not current, delete markers among them.
    public static final int USAGE_VERSIONS = 3;

    public static final RowKey OBJECTS = RowKey.of("o");
    public static final RowKey DATA = RowKey.of("d");
    public static final RowKey EXPIRIES = RowKey.of("e");
    public static final RowKey UPLOADS = RowKey.of("u");
    public static final RowKey PARTS = RowKey.of("p");
    public static final RowKey ENDED_UPLOADS = RowKey.of("g");
    public static final RowKey DUE_BODIES = RowKey.of("x");
    public static final RowKey DEAD_BODIES = RowKey.of("z");
    public static final RowKey KEPT_BLOBS = RowKey.of("k");
    public static final RowKey REFERENCES = RowKey.of("r");
    public static final RowKey HOLDERS = RowKey.of("h");

    public static final RowKey MARKS = RowKey.of("m");

    /// What last happened under the names of a container that is synchronised with another one.
    public static final RowKey SYNC_MARKS = RowKey.of("y");

    /// Where the notes of all synchronised containers stand.
    public static final ShardKey SYNCED_SHARD = new ShardKey("sync/containers");

    /// In that shard: start of the notes.
    public static final RowKey SYNCED = RowKey.of("s");

    /// In a container's own shard, while it has more than one range or one is on its way: the table of its
    /// ranges.
    public static final RowKey RANGE_TABLE = RowKey.of("R");

    /// In each shard of a container that was ever split: which names are its own.
    public static final RowKey BOUNDS = RowKey.of("B");

    /// In a shard that a range is on its way to: how far it has come.
    public static final RowKey INCOMING = RowKey.of("I");

    /// In a shard that a range is on its way to: the counters of what has come.
    public static final RowKey INCOMING_USAGE = RowKey.of("V");

    /// Ends the name in the key of a version that is not current. No client's name holds it.
    private static final char VERSION_FOLLOWS = '\0';

    private static final int VERSION_DIGITS = 16;

    /// The greatest that the digits can say.
    private static final long LAST_VERSION = 9_999_999_999_999_999L;

    private static final int PART_KEY_BYTES = 1 + Id128.BYTES + Short.BYTES;

    private RowKeys() {}

    public static ShardKey shard(AccountName account) {
        return new ShardKey(ACCOUNT_SHARDS + account.text());
    }

    public static ShardKey shard(ContainerName container) {
        return new ShardKey(CONTAINER_SHARDS + container.account().text() + "/" + container.text());
    }

    /// The shard of a range of a container.
    ///
    /// @param range drawn anew for each, so that nothing of an earlier range, or of an earlier container, is
    /// ever met
    public static ShardKey shard(ContainerName container, Id128 range) {
        return new ShardKey(RANGE_SHARDS + range + "/" + container.account().text() + "/" + container.text());
    }

    /// Whether a shard holds rows of a container.
    public static boolean isOfContainer(String shard) {
        return shard.startsWith(CONTAINER_SHARDS) || shard.startsWith(RANGE_SHARDS);
    }

    /// The account of a shard made by [#shard(AccountName)].
    public static AccountName account(ShardKey shard) {
        return new AccountName(shard.text().substring(ACCOUNT_SHARDS.length()));
    }

    /// The container of a shard made by [#shard(ContainerName)] or [#shard(ContainerName, Id128)].
    public static ContainerName container(ShardKey shard) {
        var text = shard.text();
        var first = text.startsWith(RANGE_SHARDS)
                ? text.indexOf('/', RANGE_SHARDS.length()) + 1
                : CONTAINER_SHARDS.length();
        var slash = text.lastIndexOf('/');
        return new ContainerName(new AccountName(text.substring(first, slash)), text.substring(slash + 1));
    }

    public static RowKey entry(String container) {
        return RowKey.of('c', container);
    }

    public static RowKey object(String name) {
        return RowKey.of('o', name);
    }

    /// The object's name in a key made by [#object]; of a version, [#versionName].
    public static String objectName(RowKey key) {
        return key.text(1);
    }

    /// The name under which the rows of a version stand that is not current: directly behind its object's, the
    /// latest one first. Its digits are no part of a delimiter that listings of versions take.
    public static String versionName(String name, long version) {
        var digits = Long.toString(LAST_VERSION - version);
        return name + VERSION_FOLLOWS + "0".repeat(VERSION_DIGITS - digits.length()) + digits;
    }

    /// Whether a name, or the begin of one, is of a version that is not current.
    public static boolean isVersion(String name) {
        return name.indexOf(VERSION_FOLLOWS) >= 0;
    }

    /// The version of a name made by [#versionName].
    public static long version(String versionName) {
        return LAST_VERSION - Long.parseLong(versionName.substring(versionName.indexOf(VERSION_FOLLOWS) + 1));
    }

    /// The name without the version.
    public static String baseName(String name) {
        var end = name.indexOf(VERSION_FOLLOWS);
        return end < 0 ? name : name.substring(0, end);
    }

    /// Start of the keys of all versions of a name that are not current.
    public static RowKey versions(String name) {
        return object(name + VERSION_FOLLOWS);
    }

    /// The key that stands among the rows of one kind where another stands among those of its own; also of the
    /// end of a range, which may lie just behind all of its kind.
    public static RowKey alike(char kind, char other, RowKey key) {
        var bytes = key.bytes();
        bytes[0] += (byte) (kind - other);
        return RowKey.of(bytes);
    }

    /// Says of a name in a range that is on its way that it has changed since it may have been copied.
    public static RowKey mark(String name) {
        return RowKey.of('m', name);
    }

    public static RowKey syncMark(String name) {
        return RowKey.of('y', name);
    }

    public static RowKey synced(ContainerName container) {
        return RowKey.of('s', container.account().text() + "/" + container.text());
    }

    /// The container of a key made by [#synced].
    public static ContainerName syncedContainer(RowKey key) {
        var text = key.text(1);
        var slash = text.lastIndexOf('/');
        return new ContainerName(new AccountName(text.substring(0, slash)), text.substring(slash + 1));
    }

    /// Start of the keys of all uploads of a name.
    public static RowKey uploads(String name) {
        return RowKey.of('u', name + "\0");
    }

    /// The row that holds an object's bytes, or its extents where they are many.
    public static RowKey data(String name) {
        return RowKey.of('d', name);
    }

    public static RowKey expiry(long atSeconds, String name) {
        var encoded = name.getBytes(StandardCharsets.UTF_8);
        return key(ByteBuffer.allocate(1 + Long.BYTES + encoded.length)
                .put((byte) 'e')
                .putLong(atSeconds)
                .put(encoded));
    }

    /// First key above those of objects that end at or before this second.
    public static RowKey expiriesEnd(long atSeconds) {
        return key(ByteBuffer.allocate(1 + Long.BYTES).put((byte) 'e').putLong(Math.addExact(atSeconds, 1)));
    }

    public static long expirySeconds(RowKey key) {
        return ByteBuffer.wrap(key.bytes()).getLong(1);
    }

    public static String expiryName(RowKey key) {
        return key.text(1 + Long.BYTES);
    }

    /// Uploads stand in order of their objects' names and then of their ids, which grow with time.
    public static RowKey upload(String name, Id128 upload) {
        return named('u', name, upload);
    }

    /// Name of the object of a key made by [#upload] or [#deadBody].
    public static String nameBeforeId(RowKey key) {
        var bytes = key.bytes();
        return new String(bytes, 1, bytes.length - 2 - Id128.BYTES, StandardCharsets.UTF_8);
    }

    /// The id that ends a key.
    public static Id128 lastId(RowKey key) {
        var bytes = ByteBuffer.wrap(key.bytes());
        var at = bytes.limit() - Id128.BYTES;
        return new Id128(bytes.getLong(at), bytes.getLong(at + Long.BYTES));
    }

    public static RowKey part(Id128 upload, int number) {
        return key(ByteBuffer.allocate(PART_KEY_BYTES)
                .put((byte) 'p')
                .putLong(upload.high())
                .putLong(upload.low())
                .putShort((short) number));
    }

    public static RowKey parts(Id128 upload) {
        return id('p', upload);
    }

    public static int partNumber(RowKey key) {
        return ByteBuffer.wrap(key.bytes()).getShort(1 + Id128.BYTES) & 0xffff;
    }

    /// The upload of a key made by [#part].
    public static Id128 uploadOfPart(RowKey key) {
        var bytes = ByteBuffer.wrap(key.bytes());
        return new Id128(bytes.getLong(1), bytes.getLong(1 + Long.BYTES));
    }

    public static RowKey endedUpload(Id128 upload) {
        return id('g', upload);
    }

    public static RowKey due(long dueMicros, Id128 dead) {
        return key(ByteBuffer.allocate(1 + Long.BYTES + Id128.BYTES)
                .put((byte) 'x')
                .putLong(dueMicros)
                .putLong(dead.high())
                .putLong(dead.low()));
    }

    /// First key above those of bodies that are due at or before this moment.
    public static RowKey dueEnd(long dueMicros) {
        return key(ByteBuffer.allocate(1 + Long.BYTES).put((byte) 'x').putLong(Math.addExact(dueMicros, 1)));
    }

    public static RowKey deadBody(String name, Id128 dead) {
        return named('z', name, dead);
    }

    /// Start of the keys of all dead bodies of a name.
    public static RowKey deadBodies(String name) {
        return RowKey.of('z', name + "\0");
    }

    public static RowKey keptBlob(Id128 blob) {
        return id('k', blob);
    }

    public static RowKey reference(Id128 blob, Id128 reference) {
        return key(ByteBuffer.allocate(1 + 2 * Id128.BYTES)
                .put((byte) 'r')
                .putLong(blob.high())
                .putLong(blob.low())
                .putLong(reference.high())
                .putLong(reference.low()));
    }

    public static RowKey references(Id128 blob) {
        return id('r', blob);
    }

    /// The blob of a key made by [#reference].
    public static Id128 referencedBlob(RowKey key) {
        var bytes = ByteBuffer.wrap(key.bytes());
        return new Id128(bytes.getLong(1), bytes.getLong(1 + Long.BYTES));
    }

    public static RowKey holder(Id128 reference) {
        return id('h', reference);
    }

    private static RowKey id(char kind, Id128 id) {
        return key(ByteBuffer.allocate(1 + Id128.BYTES)
                .put((byte) kind)
                .putLong(id.high())
                .putLong(id.low()));
    }

    private static RowKey named(char kind, String name, Id128 id) {
        var encoded = name.getBytes(StandardCharsets.UTF_8);
        return key(ByteBuffer.allocate(2 + encoded.length + Id128.BYTES)
                .put((byte) kind)
                .put(encoded)
                .put((byte) 0)
                .putLong(id.high())
                .putLong(id.low()));
    }

    @SuppressWarnings("ByteBufferBackingArray") // All come from allocate().
    private static RowKey key(ByteBuffer filled) {
        return RowKey.of(filled.array());
    }
}
