package torc.objectserver.client;

import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import torc.common.id.Id128;
import torc.common.version.VersionRange;
import torc.objectserver.api.BlobApi;
import torc.objectserver.api.ClusterSecret;
import torc.objectserver.api.Wire;
import torc.objectserver.api.WireDamaged;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.CopyChecksum;
import torc.objectserver.device.CopyStanding;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceStatus;
import torc.objectserver.device.DeviceUnavailable;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.device.StoredBlob;

/// A device of another node, over HTTP (docs/formats.md, "Inner blob API").
public final class HttpBlobDevice implements BlobDevice {
    /// Greatest answer that is taken into memory: 1,000 blobs whose owners are as long as they may be.
    private static final int MOST_RECORD_BYTES = 8 << 20;

    private static final int DAMAGED = 422;

    /// A path that the node does not know.
    private static final int UNKNOWN = 400;

    private final String name;
    private final String label;
    private final Map<String, String> admission;
    private final VersionRange spoken;
    private final InnerHttp http;

    /// A device of a node that this node shows its certificate to.
    ///
    /// @param name of the device on its node
    /// @param label what it is called here, where other nodes have devices of that name too
    /// @throws IllegalArgumentException if the address is without TLS
    public HttpBlobDevice(String name, String label, InnerAddress address) {
        this(name, label, address, Map.of(), BlobApi.SPOKEN);
        if (address.tls().isEmpty()) throw new IllegalArgumentException("a node is talked to over TLS");
    }

    /// A device of a node that knows a secret.
    public HttpBlobDevice(String name, InnerAddress address, ClusterSecret secret) {
        this(name, address, secret, BlobApi.SPOKEN);
    }

    /// @param spoken versions of the API that this client speaks
    public HttpBlobDevice(String name, InnerAddress address, ClusterSecret secret, VersionRange spoken) {
        this(name, name, address, Map.of(BlobApi.SECRET, secret.reveal()), spoken);
    }

    private HttpBlobDevice(
            String name, String label, InnerAddress address, Map<String, String> admission, VersionRange spoken) {
        this.name = name;
        this.label = label;
        this.spoken = spoken;
        var said = new HashMap<>(admission);
        if (spoken.newest() > 1) said.put(BlobApi.VERSIONS, spoken.text());
        this.admission = Map.copyOf(said);
        this.http = new InnerHttp(address);
    }

    @Override
    public String name() {
        return label;
    }

    /// Every wait for the node has a limit.
    @Override
    public boolean endsInTime() {
        return true;
    }

    private Map<String, String> headers() {
        return admission;
    }

    @Override
    public BeginOutcome begin(BlobHeader header) {
        if (header.maxBytes() < 0 || header.maxBytes() > BlobStore.MAX_BLOB_BYTES)
            throw new IllegalArgumentException("a blob has 0 to 64 MiB: " + header.maxBytes());
        var headers = new HashMap<>(admission);
        headers.put(BlobApi.PARTITION, Integer.toString(header.partition()));
        headers.put(BlobApi.MAX_BYTES, Long.toString(header.maxBytes()));
        headers.put(BlobApi.OWNER, Base64.getUrlEncoder().withoutPadding().encodeToString(Wire.owner(header.owner())));
        if (!header.owner().about().isEmpty())
            headers.put(BlobApi.ABOUT, header.owner().about());
        try {
            return switch (http.announce("PUT", BlobApi.blob(name, header.id()), headers)) {
                case InnerHttp.Sending.Welcome(var upload) ->
                    new BeginOutcome.Begun(new HttpBlobWriter(upload, header.maxBytes()));
                case InnerHttp.Sending.Answered(var answer) -> refused(answer);
            };
        } catch (NodeUnreachable e) {
            return new BeginOutcome.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static BeginOutcome refused(InnerHttp.Answer answer) {
        try (var _ = answer.body()) {
            return switch (answer.status()) {
                case 409 -> new BeginOutcome.Exists();
                case 410 -> new BeginOutcome.Deleted();
                case 507 -> new BeginOutcome.Full(Math.max(0, number(answer, BlobApi.FREE_BYTES)));
                default -> new BeginOutcome.Unavailable(cause(answer));
            };
        }
    }

    /// A header field that is a number from 0; -1 if it is not there or anything else.
    static long number(InnerHttp.Answer answer, String name) {
        var text = answer.header(name).orElse("");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    static String cause(InnerHttp.Answer answer) {
        return answer.header(BlobApi.CAUSE).orElse("status " + answer.status());
    }

    @Override
    public DeviceReadOutcome read(Id128 blob, long firstByte, long endByte) {
        if (firstByte < 0 || endByte < firstByte)
            throw new IllegalArgumentException("range " + firstByte + ".." + endByte);
        try {
            var answer =
                    http.ask("GET", BlobApi.blob(name, blob) + "?first=" + firstByte + "&end=" + endByte, headers());
            var blobBytes = number(answer, BlobApi.BLOB_BYTES);
            if (answer.status() == DAMAGED && blobBytes >= 0) return openedDamaged(blob, blobBytes, answer);
            if (answer.status() != 200 || blobBytes < 0) return unread(answer);
            var bytes = Math.max(0, Math.min(endByte, blobBytes) - firstByte);
            return new DeviceReadOutcome.Opened(
                    blobBytes, new HttpBlobSource(this, blob, answer.body(), firstByte, firstByte + bytes));
        } catch (NodeUnreachable e) {
            return new DeviceReadOutcome.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    /// The device opened the blob and found the first bytes damaged, before the answer could begin.
    private DeviceReadOutcome openedDamaged(Id128 blob, long blobBytes, InnerHttp.Answer answer) {
        answer.body().close();
        return new DeviceReadOutcome.Opened(blobBytes, new DamagedSource(name, blob, cause(answer)));
    }

    private static DeviceReadOutcome unread(InnerHttp.Answer answer) {
        try (var _ = answer.body()) {
            return switch (answer.status()) {
                case 404 ->
                    cause(answer).equals(BlobApi.NO_SUCH_BLOB)
                            ? new DeviceReadOutcome.Missing()
                            : new DeviceReadOutcome.Unavailable(cause(answer));
                case DAMAGED -> new DeviceReadOutcome.Damaged(cause(answer));
                default -> new DeviceReadOutcome.Unavailable(cause(answer));
            };
        }
    }

    @Override
    public Optional<StoredBlob> head(Id128 blob) {
        try {
            var answer = head("HEAD", BlobApi.blob(name, blob));
            if (answer.status() == 404 && cause(answer).equals(BlobApi.NO_SUCH_BLOB)) return Optional.empty();
            var stored = described(answer);
            if (answer.status() != 200 || stored.isEmpty()) throw new DeviceUnavailable(name, cause(answer));
            return stored;
        } catch (NodeUnreachable | WireDamaged e) {
            throw new DeviceUnavailable(name, String.valueOf(e.getMessage()));
        }
    }

    /// An answer that is all head.
    private InnerHttp.Answer head(String method, String path) {
        var answer = http.ask(method, path, headers());
        try (var body = answer.body()) {
            body.next(); // It ends at once; read to its end, it leaves the connection whole.
        }
        return answer;
    }

    private Optional<StoredBlob> described(InnerHttp.Answer answer) {
        return answer.header(BlobApi.OWNER)
                .map(record -> Wire.blobs(Base64.getUrlDecoder().decode(record), version(answer))
                        .getFirst());
    }

    @Override
    public CopyStanding standing(int partition, Id128 blob) {
        try {
            var answer = head("GET", BlobApi.blob(name, blob) + "/standing?partition=" + partition);
            // A node of an earlier release does not know the question.
            if (answer.status() == UNKNOWN) return BlobDevice.super.standing(partition, blob);
            var words = answer.header(BlobApi.STANDING);
            if (answer.status() != 200 || words.isEmpty()) throw new DeviceUnavailable(name, cause(answer));
            var said = List.of(words.get().split(","));
            var stored = described(answer);
            if (said.contains("sound") != stored.isPresent()) throw new DeviceUnavailable(name, "contradicts itself");
            return new CopyStanding(stored, said.contains("deleted"), said.contains("quarantined"));
        } catch (NodeUnreachable | WireDamaged e) {
            throw new DeviceUnavailable(name, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CopyChecksum checksum(Id128 blob) {
        try {
            var answer = head("GET", BlobApi.blob(name, blob) + "/checksum");
            if (answer.status() == UNKNOWN) return BlobDevice.super.checksum(blob);
            var bytes = number(answer, BlobApi.BLOB_BYTES);
            var sum = answer.header(BlobApi.CRC32C).orElse("");
            return answer.status() == 200 && bytes >= 0 && sum.matches("[0-9a-f]{8}")
                    ? new CopyChecksum.Of(bytes, HexFormat.fromHexDigitsToLong(sum))
                    : new CopyChecksum.Unread(cause(answer));
        } catch (NodeUnreachable e) {
            return new CopyChecksum.Unread(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public DeviceDeleteOutcome delete(Id128 blob) {
        return delete(BlobApi.blob(name, blob));
    }

    @Override
    public DeviceDeleteOutcome drop(Id128 blob) {
        return delete(BlobApi.copy(name, blob));
    }

    private DeviceDeleteOutcome delete(String path) {
        try {
            var answer = http.ask("DELETE", path, headers());
            try (var body = answer.body()) {
                body.next();
            }
            if (answer.status() == 204) return new DeviceDeleteOutcome.Deleted();
            // A device or path that the node does not know is no proof that the blob is gone.
            var isMissing = answer.status() == 404
                    && answer.header(BlobApi.CAUSE).orElse("").equals(BlobApi.NO_SUCH_BLOB);
            return isMissing ? new DeviceDeleteOutcome.Missing() : new DeviceDeleteOutcome.Unavailable(cause(answer));
        } catch (NodeUnreachable e) {
            return new DeviceDeleteOutcome.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Id128> deletions(int partition, Optional<Id128> after, int limit) {
        return record("/partitions/" + partition + "/deletions" + page(after, limit), Wire::ids);
    }

    @Override
    public List<Id128> quarantined(Optional<Id128> after, int limit) {
        return record("/quarantined" + page(after, limit), Wire::ids);
    }

    @Override
    public List<PartitionDigest> digests(int firstPartition, int endPartition) {
        return record("/digests?first=" + firstPartition + "&end=" + endPartition, Wire::digests);
    }

    @Override
    public List<StoredBlob> list(int partition, Optional<Id128> after, int limit) {
        return answered("/partitions/" + partition + "/blobs" + page(after, limit), Wire::blobs);
    }

    /// The version that an answer is written in.
    private int version(InnerHttp.Answer answer) {
        var text = answer.header(BlobApi.VERSIONS).orElse("1");
        if (!text.matches("[0-9]{1,6}") || !spoken.has(Integer.parseInt(text)))
            throw new DeviceUnavailable(
                    name, "its node speaks version " + text + " of the blob API, this program " + spoken.text());
        return Integer.parseInt(text);
    }

    private static String page(Optional<Id128> after, int limit) {
        return "?limit=" + limit + after.map(id -> "&after=" + id).orElse("");
    }

    @Override
    public DeviceStatus status() {
        return record("/status", Wire::status);
    }

    private <T> T record(String path, Function<byte[], T> decoding) {
        return answered(path, (bytes, _) -> decoding.apply(bytes));
    }

    /// @param decoding is told the version that the answer is written in
    private <T> T answered(String path, BiFunction<byte[], Integer, T> decoding) {
        try {
            var answer = http.ask("GET", BlobApi.PREFIX + name + path, headers());
            var bytes = HttpBlobSource.all(answer.body(), MOST_RECORD_BYTES);
            if (answer.status() != 200) throw new DeviceUnavailable(name, cause(answer));
            return decoding.apply(bytes, version(answer));
        } catch (NodeUnreachable | WireDamaged e) {
            throw new DeviceUnavailable(name, String.valueOf(e.getMessage()));
        }
    }

    /// Ends the connections. The device itself is another process's and goes on.
    @Override
    public void close() {
        http.close();
    }
}
