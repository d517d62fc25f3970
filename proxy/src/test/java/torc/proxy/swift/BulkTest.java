package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests that make or delete many objects.
final class BulkTest {
    /// More than a server collects before it asks a dialect; whole records of an archive.
    private static final int SOME = 512 << 10;

    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");

    @AfterEach
    void close() {
        server.close();
    }

    /// Writes an archive.
    private interface Filling {
        void fill(TarArchiveOutputStream tar) throws IOException;
    }

    private static byte[] tar(Filling filling) throws IOException {
        var bytes = new ByteArrayOutputStream();
        write(bytes, filling);
        return bytes.toByteArray();
    }

    private static void write(OutputStream to, Filling filling) throws IOException {
        try (var tar = new TarArchiveOutputStream(to, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            filling.fill(tar);
        }
    }

    private static void file(TarArchiveOutputStream tar, String name, String text) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private Reply extract(String path, String kind, byte[] archive) {
        return ann.send("PUT", path + "?extract-archive=" + kind, archive, "Accept: application/json");
    }

    @Test
    void anArchiveBecomesContainersAndObjects() throws IOException {
        var reply = extract("/v1/AUTH_p1", "tar", tar(tar -> {
            file(tar, "c/a.txt", "one");
            file(tar, "./d/b/\u00e9", "two");
            file(tar, "none", "in no container");
            var entry = new TarArchiveEntry("c/typed");
            entry.addPaxHeader("SCHILY.xattr.user.mime_type", "text/odd");
            entry.addPaxHeader("SCHILY.xattr.user.meta.colour", "gr\u00fcn");
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("\"Number Files Created\":3").contains("\"201 Created\"");
        assertThat(ann.get("/v1/AUTH_p1/c").text()).isEqualTo("a.txt\ntyped\n");
        assertThat(ann.get("/v1/AUTH_p1/d/b/%C3%A9").text()).isEqualTo("two");
        var typed = ann.head("/v1/AUTH_p1/c/typed");
        assertThat(typed.header("content-type")).contains("text/odd");
        assertThat(typed.header("x-object-meta-colour")).contains("gr\u00c3\u00bcn");
    }

    @Test
    void packedArchivesAreUnpacked() throws IOException {
        var gz = new ByteArrayOutputStream();
        try (var packed = new GzipCompressorOutputStream(gz)) {
            write(packed, tar -> file(tar, "a", "g"));
        }
        var bz2 = new ByteArrayOutputStream();
        try (var packed = new BZip2CompressorOutputStream(bz2)) {
            write(packed, tar -> file(tar, "a", "b"));
        }
        assertThat(extract("/v1/AUTH_p1/gz/below", "tar.gz", gz.toByteArray()).text())
                .contains("201 Created");
        assertThat(extract("/v1/AUTH_p1/bz", "tar.bz2", bz2.toByteArray()).text())
                .contains("201 Created");
        assertThat(ann.get("/v1/AUTH_p1/gz/below/a").text()).isEqualTo("g");
        assertThat(ann.get("/v1/AUTH_p1/bz/a").text()).isEqualTo("b");
        assertThat(extract("/v1/AUTH_p1/gz", "tar.xz", new byte[1]).status()).isEqualTo(400);
    }

    @Test
    void noMemberLeavesItsContainerOrIsAnythingButAFile_w14() throws IOException {
        ann.put("/v1/AUTH_p2/theirs", "");
        var reply = extract("/v1/AUTH_p1/c", "tar", tar(tar -> {
            file(tar, "../theirs/o", "up");
            file(tar, "/../../AUTH_p2/theirs/o", "absolute");
            for (var kind : new byte[] {
                TarConstants.LF_LINK,
                TarConstants.LF_SYMLINK,
                TarConstants.LF_CHR,
                TarConstants.LF_BLK,
                TarConstants.LF_FIFO,
                TarConstants.LF_DIR
            }) {
                var entry = new TarArchiveEntry("odd" + kind, kind);
                entry.setLinkName("/etc/passwd");
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        }));

        assertThat(reply.text()).contains("\"Number Files Created\":2");
        assertThat(ann.get("/v1/AUTH_p1").text()).isEqualTo("c\n");
        assertThat(ann.get("/v1/AUTH_p1/c").text()).isEqualTo("../../AUTH_p2/theirs/o\n../theirs/o\n");
    }

    /// A name of a gigabyte of zeros takes a megabyte packed.
    @Test
    void aHeaderThatIsPackedSmallIsNotUnpackedIntoMemory_w14() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var packed = new GzipCompressorOutputStream(bytes);
                var tar = new TarArchiveOutputStream(packed)) {
            var entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            entry.setSize(1L << 30);
            tar.putArchiveEntry(entry);
            var zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) tar.write(zeros);
            packed.flush();
        } catch (IOException _) {
            // The archive is not complete, and nobody gets that far.
        }

        var reply = extract("/v1/AUTH_p1/c", "tar.gz", bytes.toByteArray());

        assertThat(reply.text()).contains("Invalid Tar File: a header of more than 1048576 bytes");
    }

    @Test
    void brokenArchivesAreToldApart() throws IOException {
        assertThat(extract(
                                "/v1/AUTH_p1/c",
                                "tar",
                                "this is no archive".repeat(100).getBytes(StandardCharsets.UTF_8))
                        .text())
                .contains("400 Bad Request")
                .contains("Invalid Tar File");
        assertThat(extract("/v1/AUTH_p1/c", "tar", tar(_ -> {})).text()).contains("No Valid Files");
        assertThat(server.client("")
                        .put(
                                "/v1/AUTH_p1/c?extract-archive=tar",
                                new String(tar(tar -> file(tar, "x", "y")), StandardCharsets.ISO_8859_1))
                        .text())
                .contains("401 Unauthorized");
    }

    @Test
    void anArchiveThatTakesLongShowsThatItIsBeingUnpacked() throws IOException {
        try (var slow = new SwiftServer()) {
            var sender = slow.client("ann");
            var archive = tar(tar -> {
                file(tar, "c/a", "a".repeat(SOME));
                file(tar, "c/b", "two");
                file(tar, "c/c", "three");
            });
            var head = "PUT /v1/AUTH_p1?extract-archive=tar HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: ann\r\n"
                    + "Accept: application/json\r\nContent-Length: " + archive.length + "\r\n\r\n";
            sender.write(head.getBytes(StandardCharsets.US_ASCII));
            // The first file and the head of the second: then the clock goes on before the rest comes.
            sender.write(java.util.Arrays.copyOf(archive, SOME + 1_024));
            await(() -> slow.client("ann").head("/v1/AUTH_p1/c/a").status() == 200);
            slow.catalog.advance(java.time.Duration.ofSeconds(11));
            sender.write(java.util.Arrays.copyOfRange(archive, SOME + 1_024, archive.length));
            var reply = sender.read(false);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).startsWith(" \r\n\r\n{").contains("\"Number Files Created\":3");
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        var end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void listedNamesAreDeletedObjectsFirst() {
        for (var name : new String[] {"c/a", "c/b%20b", "d/o"}) {
            ann.put("/v1/AUTH_p1/" + name.charAt(0), "");
            ann.put("/v1/AUTH_p1/" + name, "x");
        }

        var reply = ann.send(
                "POST",
                "/v1/AUTH_p1?bulk-delete",
                "c\nc/a\n/c/b%20b\nc/missing\nd\n".getBytes(StandardCharsets.UTF_8),
                "Content-Type: text/plain",
                "Accept: application/json");

        assertThat(reply.text().strip())
                .contains("\"Number Deleted\":3")
                .contains("\"Number Not Found\":1")
                .contains("[[\"d\",\"409 Conflict\"]]");
        assertThat(ann.get("/v1/AUTH_p1").text()).isEqualTo("d\n");
    }

    @Test
    void aListOfNothingOrOfTooMuchIsRefused() {
        assertThat(ann.send("POST", "/v1/AUTH_p1?bulk-delete", new byte[0]).text())
                .contains("Invalid bulk delete.");
        var many = "c/o\n".repeat(10_001).getBytes(StandardCharsets.UTF_8);
        assertThat(ann.send("POST", "/v1/AUTH_p1?bulk-delete", many).text())
                .contains("413 Request Entity Too Large")
                .contains("Maximum Bulk Deletes: 10000 per request");
        assertThat(ann.send("POST", "/v1/AUTH_p1?bulk-delete", new byte[1], "Content-Type: text/xml")
                        .text())
                .contains("406 Not Acceptable");
    }
}
