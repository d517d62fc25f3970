package torc.proxy.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.proxy.objects.ObjectAttributes;

/// The bytes of rows are those of docs/formats.md: what one version of the program wrote, every later one
/// reads.
final class RowsGoldenTest {
    private static final Id128 BLOB = new Id128(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    private static final Id128 REFERENCE = new Id128(0xa0, 0xb0);
    private static final ObjectAttributes ATTRIBUTES = new ObjectAttributes(
            "a/b", Map.of("h", "1"), Map.of("m", "2", "k", ""), Map.of("s", "\u00e9"), OptionalLong.of(99));
    private static final String ATTRIBUTES_HEX = "03612f62" + "64" + "01" + "0168" + "0131" + "02" + "016b" + "00"
            + "016d" + "0132" + "01" + "0173" + "02c3a9";
    private static final String BODY_HEX =
            "02" + "01" + "00" + "00".repeat(16) + "0102030405060708090a0b0c0d0e0f10" + "00"
                    + "8010" + "01" + "0178" + "00000000000000a0" + "00000000000000b0"
                    + "0102030405060708090a0b0c0d0e0f10" + "05"
                    + "07";
    private static final Body BODY =
            new Body(List.of(Extent.owned(BLOB, 2048), new Extent(BLOB, 5, 7, "x", REFERENCE)));

    @Test
    void anObjectsRow() {
        var row = ObjectRow.inBlobs(
                "0123456789abcdef0123456789abcdef", 258, ATTRIBUTES, REFERENCE, new long[] {300}, BODY);
        var hex = "01" + "8710" + "0000000000000102" + "00" + "0123456789abcdef0123456789abcdef" + ATTRIBUTES_HEX
                + "00000000000000a0" + "00000000000000b0" + "02" + "01" + "ac02" + BODY_HEX;

        assertThat(HexFormat.of().formatHex(row.encode())).isEqualTo(hex);
        var read = ObjectRow.decode(HexFormat.of().parseHex(hex), null);
        assertThat(read.body()).isEqualTo(BODY);
        assertThat(read.attributes()).isEqualTo(ATTRIBUTES);
        assertThat(read.partBytes()).containsExactly(300);
        assertThat(read.bytes()).isEqualTo(2055);
        assertThat(HexFormat.of().formatHex(read.encode())).isEqualTo(hex);
    }

    @Test
    void anObjectWithoutBytesAndWithATagOfItsOwn() {
        var plain = new ObjectAttributes("", Map.of(), Map.of(), Map.of(), OptionalLong.empty());
        var row = ObjectRow.inline(0, "t-2", 1, plain);

        assertThat(HexFormat.of().formatHex(row.encode()))
                .isEqualTo("01" + "00" + "0000000000000001" + "01" + "03742d32" + "00" + "00" + "00" + "00" + "00"
                        + "00".repeat(16) + "00");
    }

    @Test
    void manyExtentsMoveToTheDataRow() {
        var extents = LongStream.range(0, 100)
                .mapToObj(i -> Extent.owned(new Id128(i, 1), 64 << 20))
                .toList();
        var row = ObjectRow.inBlobs("t", 1, ATTRIBUTES, REFERENCE, new long[] {1, 2}, new Body(extents));

        assertThat(row.place()).isEqualTo(ObjectRow.Place.ELSEWHERE);
        assertThat(row.encode().length).isLessThan(100);
        assertThat(ObjectRow.decode(row.encode(), null).body()).isEqualTo(Body.EMPTY);
        var read = ObjectRow.decode(row.encode(), row.encodeExtents());
        assertThat(read.body().extents()).isEqualTo(extents);
        assertThat(read.partBytes()).containsExactly(1, 2);
        assertThat(read.bytes()).isEqualTo(100L * (64 << 20));
    }

    @Test
    void rowsWithSeals() {
        var seal =
                new Seal(3, new Id128(0x11, 0x12), new Id128(0x21, 0x22), new Id128(0x31, 0x32), new Id128(0x41, 0x42));
        var sealHex = "0000000000000003" + "00000000000000110000000000000012" + "00000000000000210000000000000022"
                + "00000000000000310000000000000032" + "00000000000000410000000000000042";
        var body =
                new Body(List.of(Extent.owned(BLOB, 2048, Optional.of(seal)), new Extent(BLOB, 5, 7, "x", REFERENCE)));
        var bodyHex = "02" + "01" + "00" + "00".repeat(16) + "0102030405060708090a0b0c0d0e0f10" + "00" + "8010" + "01"
                + sealHex + "01" + "0178" + "00000000000000a0" + "00000000000000b0"
                + "0102030405060708090a0b0c0d0e0f10" + "05" + "07" + "00";
        var etag = "0123456789abcdef0123456789abcdef";
        var row = ObjectRow.inBlobs(etag, 258, ATTRIBUTES, REFERENCE, new long[] {300}, body);

        assertThat(hex(row.encode()))
                .isEqualTo("03" + "8710" + "0000000000000102" + "00".repeat(8) + "00" + etag + ATTRIBUTES_HEX
                        + "00000000000000a0" + "00000000000000b0" + "02" + "01" + "ac02" + bodyHex);
        assertThat(ObjectRow.decode(row.encode(), null).body()).isEqualTo(body);
        assertThat(ObjectRow.decode(row.as(7).encode(), null).version()).isEqualTo(7);
        assertThat(ObjectRow.version(row.as(7).encode())).isEqualTo(7);
        var part = new PartRow(2055, "00".repeat(16), 1, ATTRIBUTES, body);
        assertThat(hex(part.encode()))
                .isEqualTo("02" + "8710" + "0000000000000001" + "00" + "00".repeat(16) + ATTRIBUTES_HEX + bodyHex);
        assertThat(PartRow.decode(part.encode())).isEqualTo(part);
        assertThat(hex(new DeadBodyRow(1, body).encode()))
                .as("the dead need no seal")
                .isEqualTo("01" + "0000000000000001" + BODY_HEX);
        assertThat(hex(seal.encode())).isEqualTo(sealHex);
        assertThat(Seal.decode(seal.encode(), 0)).isEqualTo(seal);
        var many = new Body(Collections.nCopies(20, Extent.owned(BLOB, 1, Optional.of(seal))));
        var elsewhere = ObjectRow.inBlobs("t", 1, ATTRIBUTES, REFERENCE, new long[0], many);
        assertThat(elsewhere.encode()[0]).isEqualTo((byte) 1);
        assertThat(elsewhere.encodeExtents()[0]).isEqualTo(ObjectRow.SEALED_DATA_VERSION);
        assertThat(ObjectRow.decode(elsewhere.encode(), elsewhere.encodeExtents())
                        .body())
                .isEqualTo(many);
    }

    @Test
    void theOtherRows() {
        assertThat(hex(new ContainerRow(1, 2, REFERENCE, Map.of("a", "b")).encode()))
                .isEqualTo("01" + "0000000000000001" + "0000000000000002" + "00000000000000a000000000000000b0" + "01"
                        + "01610162");
        var entry = "0000000000000001" + "00000000000000a000000000000000b0";
        assertThat(hex(new EntryRow(1, REFERENCE, true).encode())).isEqualTo("02" + entry + "01");
        assertThat(EntryRow.decode(HexFormat.of().parseHex("01" + entry))).isEqualTo(new EntryRow(1, REFERENCE, false));
        assertThat(hex(new UploadRow(1, REFERENCE, ATTRIBUTES).encode()))
                .isEqualTo("01" + "0000000000000001" + "00000000000000a000000000000000b0" + ATTRIBUTES_HEX);
        assertThat(hex(new PartRow(2055, "00".repeat(16), 1, ATTRIBUTES, BODY).encode()))
                .isEqualTo("01" + "8710" + "0000000000000001" + "00" + "00".repeat(16) + ATTRIBUTES_HEX + BODY_HEX);
        assertThat(hex(new DeadBodyRow(1, BODY).encode())).isEqualTo("01" + "0000000000000001" + BODY_HEX);
        assertThat(hex(new ReferenceRow("c", 1).encode())).isEqualTo("01" + "0163" + "0000000000000001");
        assertThat(hex(new KeptBlobRow("n", 300).encode())).isEqualTo("01" + "016e" + "ac02");
        assertThat(hex(MarkRow.named("n"))).isEqualTo("01" + "016e");
        var used = new BitSet();
        used.set(1);
        used.set(9);
        assertThat(hex(new EndedUploadRow("n", used).encode())).isEqualTo("01" + "016e" + "02" + "0202");
        assertThat(hex(new UsageRow(1, 2, 3, 0).encode()))
                .isEqualTo("0000000000000001" + "0000000000000002" + "0000000000000003");
    }

    @Test
    void theyAreReadAsTheyWereWritten() {
        var part = new PartRow(2055, "00".repeat(16), 1, ATTRIBUTES, BODY);
        assertThat(PartRow.decode(part.encode())).isEqualTo(part);
        var upload = new UploadRow(1, REFERENCE, ATTRIBUTES);
        assertThat(UploadRow.decode(upload.encode())).isEqualTo(upload);
        var container = new ContainerRow(1, 2, REFERENCE, Map.of("a", "b"));
        assertThat(ContainerRow.decode(container.encode())).isEqualTo(container);
        var dead = new DeadBodyRow(1, BODY);
        assertThat(DeadBodyRow.decode(dead.encode())).isEqualTo(dead);
        var used = new BitSet();
        used.set(10_000);
        var ended = new EndedUploadRow("n", used);
        assertThat(EndedUploadRow.decode(ended.encode())).isEqualTo(ended);
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        var row = new DeadBodyRow(1, BODY).encode();
        for (int length = 0; length < row.length; length++) {
            var cut = Arrays.copyOf(row, length);
            assertThatThrownBy(() -> DeadBodyRow.decode(cut)).isInstanceOf(RowUnreadable.class);
        }
        row[0] = 2;
        assertThatThrownBy(() -> DeadBodyRow.decode(row)).isInstanceOf(RowUnreadable.class);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
