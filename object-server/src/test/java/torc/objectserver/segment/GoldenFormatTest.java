package torc.objectserver.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.segment.RecordHeader.Kind;

/// The bytes of format 1, which later releases must read for ever.
class GoldenFormatTest {
    private static final String HEAD = "544f5243534547310000000100000007000000021234567890abcdef1548f25e";
    private static final String RECORD =
            "5452656301010060000000000000002a000000000000200000000007000003e80000000000000063"
                    + "0123456789abcdef1122334455667788000000006b49d20000000005000800070000000041555448"
                    + "5f612f6270c3a46976c3a400a07b0ef554456e640000000000000000000000630000000000000005"
                    + "00000000000000c0091a685c4cac11f168656c6c6f6b9b2d6f";
    private static final String RECORD_ABOUT =
            "5452656302010068000000000000002a000000000000200000000007000003e80000000000000063"
                    + "0123456789abcdef1122334455667788000000006b49d20000000005000800070006000041555448"
                    + "5f612f6270c3a46976c3a4415149442d5f00000072a22e13";
    private static final Id128 ID = new Id128(0x0123456789abcdefL, 0x1122334455667788L);

    @Test
    void d18_theHeadOfASegmentKeepsItsBytes() {
        var format = new SegmentFormat(7, TailKind.LARGE, 0x1234567890abcdefL);

        var head = format.encode();

        assertThat(hex(head, 0, 32)).isEqualTo(HEAD);
        assertThat(hex(head, 4096, 32)).isEqualTo(HEAD);
        assertThat(SegmentFormat.decode(head)).contains(format);
        head.put(3, (byte) 0);
        assertThat(SegmentFormat.decode(head)).contains(format);
    }

    @Test
    void d18_aRecordKeepsItsBytes() {
        var owner = new BlobOwner("AUTH_a/b", "päivä", Instant.ofEpochSecond(1_800_000_000L, 5));
        var header = new RecordHeader(Kind.BLOB, 42, 7, 8192, 1000, 99, ID, owner);
        var data = ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII));
        var checksums = new BlockChecksums(ID);
        checksums.add(data);
        var bytes = ByteBuffer.allocate(256);
        var dataOffset = RecordHeader.dataOffset(owner);

        assertThat(checksums.end()).isEqualTo(1);
        var tableCrc = checksums.encode(bytes, dataOffset + 5);
        bytes.put(dataOffset, data.array());
        header.encode(bytes, 0);
        new EndMark(99, 5, SegmentFormat.recordBytes(dataOffset, 5), tableCrc)
                .encode(bytes, dataOffset - EndMark.BYTES);

        assertThat(hex(bytes, 0, dataOffset + 9)).isEqualTo(RECORD);
        assertThat(RecordHeader.decode(bytes, 0, 42, 7, 8192)).isEqualTo(header);
        assertThat(RecordHeader.decode(bytes, 0, 42, 7, 8256)).isNull();
        assertThat(RecordHeader.decode(bytes, 0, 43, 7, 8192)).isNull();
        assertThat(EndMark.decode(bytes, dataOffset - EndMark.BYTES, 99)).isEqualTo(new EndMark(99, 5, 192, tableCrc));
    }

    @Test
    void d18_aHeaderThatTellsAboutItsRowIsOfVersion2AndReadBack() {
        var owner = new BlobOwner("AUTH_a/b", "päivä", Instant.ofEpochSecond(1_800_000_000L, 5), "AQID-_");
        var header = new RecordHeader(Kind.BLOB, 42, 7, 8192, 1000, 99, ID, owner);
        var bytes = ByteBuffer.allocate(256);

        header.encode(bytes, 0);

        assertThat(hex(bytes, 0, RecordHeader.bytes(owner))).isEqualTo(RECORD_ABOUT);
        assertThat(RecordHeader.decode(bytes, 0, 42, 7, 8192)).isEqualTo(header);
        bytes.put(4, (byte) 3);
        assertThat(RecordHeader.decode(bytes, 0, 42, 7, 8192)).isNull();
    }

    private static String hex(ByteBuffer bytes, int from, int length) {
        var copy = new byte[length];
        bytes.get(from, copy);
        return HexFormat.of().formatHex(copy);
    }
}
