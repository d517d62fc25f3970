package torc.proxy.s3.chunked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.signature.FakeKeys;
import torc.proxy.s3.signature.HmacKey;
import torc.proxy.s3.signature.VerifiedSignature;

/// The example of the Amazon S3 API Reference, "Transferring payload in multiple chunks", with and without a
/// trailer:
/// 65,536 and 1,024 times the letter a.
class PublishedChunksTest {
    private static final String SEED = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    private static final String FIRST = "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
    private static final String SECOND = "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497";
    private static final String LAST = "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9";
    private static final String TRAILER_SEED = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
    private static final byte[] PAYLOAD = letters(66_560);

    @Test
    void signedChunksGiveTheirBytes() {
        assertThat(read(framed(FIRST, SECOND, LAST), 7000)).isEqualTo(PAYLOAD);
    }

    @Test
    void s02_aForgedChunkSignatureAnywhereBreaksTheBody() {
        var forged = "0".repeat(64);
        for (var body :
                new byte[][] {framed(forged, SECOND, LAST), framed(FIRST, forged, LAST), framed(FIRST, SECOND, forged)})
            assertThatThrownBy(() -> read(body, 7000)).isInstanceOf(S3Failure.class);
    }

    @Test
    void s02_aFlippedByteOrAMissingLastChunkBreaksTheBody() {
        var whole = framed(FIRST, SECOND, LAST);
        var flipped = whole.clone();
        flipped[66_000] ^= 1;
        var cut = Arrays.copyOf(whole, new String(whole, StandardCharsets.ISO_8859_1).indexOf("0;chunk"));

        assertThatThrownBy(() -> read(flipped, 7000)).isInstanceOf(S3Failure.class);
        assertThatThrownBy(() -> read(cut, 7000)).isInstanceOf(S3Failure.class);
    }

    @Test
    void s03_aCutAtAnyPlaceAroundAHeaderChangesNothing() {
        var whole = framed(FIRST, SECOND, LAST);
        var text = new String(whole, StandardCharsets.ISO_8859_1);
        for (var header : new int[] {0, text.indexOf("400;"), text.indexOf("0;chunk-signature=" + LAST)}) {
            for (int cut = Math.max(1, header - 2); cut <= Math.min(whole.length - 1, header + 90); cut++)
                assertThat(collect(source(SEED, "", parts(whole, cut)))).isEqualTo(PAYLOAD);
        }
        assertThat(collect(source(SEED, "", bytewise(framed(FIRST, SECOND, LAST)))))
                .isEqualTo(PAYLOAD);
    }

    @Test
    void aSignedTrailerIsGivenBack() {
        var source = source(TRAILER_SEED, "x-amz-checksum-crc32c", parts(trailed("sOO8/Q==", TRAILER_SIGNATURE), 100));

        assertThat(collect(source)).isEqualTo(PAYLOAD);
        assertThat(source.trailer()).isEqualTo("sOO8/Q==");
    }

    @Test
    void s02_aTrailerThatIsForgedOrUnsignedBreaksTheBody() {
        for (var body : new byte[][] {
            trailed("sOO8/A==", TRAILER_SIGNATURE), trailed("sOO8/Q==", "0".repeat(64)), trailed("sOO8/Q==", "")
        }) {
            var source = source(TRAILER_SEED, "x-amz-checksum-crc32c", parts(body, 100));
            assertThatThrownBy(() -> collect(source)).isInstanceOf(S3Failure.class);
        }
    }

    private static final String TRAILER_SIGNATURE = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435";

    private static byte[] trailed(String checksum, String signature) {
        var out = new ByteArrayOutputStream();
        chunk(out, "10000", "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2", 65_536);
        chunk(out, "400", "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7", 1024);
        write(out, "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n");
        write(out, "x-amz-checksum-crc32c:" + checksum + "\n\r\n");
        if (!signature.isEmpty()) write(out, "x-amz-trailer-signature:" + signature + "\r\n\r\n");
        return out.toByteArray();
    }

    private static byte[] framed(String first, String second, String last) {
        var out = new ByteArrayOutputStream();
        chunk(out, "10000", first, 65_536);
        chunk(out, "400", second, 1024);
        write(out, "0;chunk-signature=" + last + "\r\n\r\n");
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String length, String signature, int bytes) {
        write(out, length + ";chunk-signature=" + signature + "\r\n");
        out.writeBytes(letters(bytes));
        write(out, "\r\n");
    }

    private static byte[] read(byte[] body, int cut) {
        return collect(source(SEED, "", parts(body, cut)));
    }

    private static AwsChunkedSource source(String seed, String trailer, ByteSource body) {
        return new AwsChunkedSource(body, new ChunkSignatures(head(seed)), trailer);
    }

    private static VerifiedSignature head(String seed) {
        var secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        var day = new HmacKey(("AWS4" + secret).getBytes(StandardCharsets.UTF_8)).mac("20130524");
        var service = new HmacKey(new HmacKey(day).mac("us-east-1")).mac("s3");
        return new VerifiedSignature(
                new FakeKeys().add("AKIAIOSFODNN7EXAMPLE", secret, "p", "member"),
                new HmacKey(new HmacKey(service).mac("aws4_request")),
                seed,
                "20130524T000000Z",
                "20130524/us-east-1/s3/aws4_request",
                false);
    }

    /// The body in two pieces.
    private static ByteSource parts(byte[] body, int cut) {
        return new Pieces(body, new int[] {cut, body.length});
    }

    private static ByteSource bytewise(byte[] body) {
        var ends = new int[body.length];
        Arrays.setAll(ends, i -> i + 1);
        return new Pieces(body, ends);
    }

    private static byte[] collect(ByteSource source) {
        var out = new ByteArrayOutputStream();
        for (var chunk = source.next(); chunk != null; chunk = source.next()) {
            var bytes = new byte[chunk.bytes().remaining()];
            chunk.bytes().get(bytes);
            chunk.release();
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] letters(int count) {
        var bytes = new byte[count];
        Arrays.fill(bytes, (byte) 'a');
        return bytes;
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static final class Pieces implements ByteSource {
        private final byte[] body;
        private final int[] ends;
        private int next;

        Pieces(byte[] body, int[] ends) {
            this.body = body;
            this.ends = ends;
        }

        @Override
        public @Nullable Chunk next() {
            if (next == ends.length) return null;
            var from = next == 0 ? 0 : ends[next - 1];
            return Chunk.unpooled(Arrays.copyOfRange(body, from, ends[next++]));
        }

        @Override
        public void close() {
            next = ends.length;
        }
    }
}
