package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.tools.up.CommandCluster.bytes;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.tools.data.DataRefused;
import torc.tools.fsck.FsckCommand;

/// A real data directory loses its metadata on all devices, and what both dialects stored is made anew from the
/// blobs.
final class RebuildMetadataTest {
    private static final String TWO_DEVICES = "devices: 2\nreplicas: 2\n";
    private static final int PART = 5 << 20;

    /// Fields of a HEAD's answer that must come back; the rest is of the request.
    private static final List<String> KEPT = List.of(
            "content-length",
            "content-type",
            "content-disposition",
            "content-encoding",
            "etag",
            "x-delete-at",
            "x-object-meta-colour",
            "x-object-meta-long",
            "x-amz-meta-owner");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void whatHeadersTellComesBackAndWhatTheyDoNotIsGone() throws Exception {
        Map<String, Map<String, String>> heads;
        String account;
        double written;
        try (var cloud = RunningCloud.start(folder.resolve("data"), TWO_DEVICES, client)) {
            account = cloud.logIn().url().replaceAll(".*/", "");
            store(cloud);
            heads = heads(cloud);
            assertThat(heads).hasSize(6);
            written = timestamp(cloud);
        }
        deleteMetadata();

        assertThatThrownBy(() -> RunningCloud.start(folder.resolve("data"), TWO_DEVICES, client))
                .isInstanceOf(DataRefused.class)
                .hasMessageContaining("torc fsck --rebuild-metadata");
        var rebuilt = CommandCluster.run(new FsckCommand(), "--rebuild-metadata", "--data=" + folder.resolve("data"));
        assertThat(rebuilt)
                .contains("2 containers and 6 objects", "1 of them are made of the parts of uploads")
                .contains("0 lost, 0 wrong");

        try (var cloud = RunningCloud.start(folder.resolve("data"), TWO_DEVICES, client)) {
            assertThat(cloud.logIn().url()).endsWith(account);
            assertThat(heads(cloud)).isEqualTo(heads);
            // When it began to come, not when it was committed.
            assertThat(timestamp(cloud)).isBetween(written - 30, written);
            assertThat(cloud.s3("GET", "/bucket/parts", new byte[0]).body()).isEqualTo(parts());
            var login = cloud.logIn();
            assertThat(cloud.swift(login, "GET", "/box/two", new byte[0]).body())
                    .isEqualTo(bytes(12, 300_000));
            // Inline bytes, copies, later changes of metadata and access lists live in rows only.
            assertThat(cloud.swift(login, "HEAD", "/box/small", new byte[0]).statusCode())
                    .isEqualTo(404);
            assertThat(cloud.swift(login, "HEAD", "/box/copy", new byte[0]).statusCode())
                    .isEqualTo(404);
            assertThat(cloud.swift(login, "HEAD", "/box", new byte[0]).headers().firstValue("X-Container-Object-Count"))
                    .contains("4");
            // Bytes that were deleted within the grace period come back.
            assertThat(cloud.swift(login, "GET", "/box/deleted", new byte[0]).body())
                    .isEqualTo(bytes(14, 100_000));
            assertThat(cloud.swift(login, "PUT", "/box/new", bytes(1, 50_000)).statusCode())
                    .isEqualTo(201);
        }
        assertThat(CommandCluster.run(new FsckCommand(), "--data=" + folder.resolve("data")))
                .contains("0 lost, 0 wrong");
        assertThat(CommandCluster.run(new FsckCommand(), "--rebuild-metadata", "--data=" + folder.resolve("data")))
                .as("nothing is lost any more")
                .contains("0 containers and 0 objects");
    }

    private static void store(RunningCloud cloud) throws Exception {
        var login = cloud.logIn();
        created(cloud.swift(login, "PUT", "/box", new byte[0]));
        created(cloud.swift(
                login,
                "PUT",
                "/box/one",
                bytes(11, 20_000),
                Map.of(
                        "Content-Type",
                        "image/png",
                        "Content-Disposition",
                        "attachment; filename=x",
                        "X-Object-Meta-Colour",
                        "blue",
                        "X-Object-Meta-Long",
                        "x".repeat(250),
                        "X-Delete-At",
                        "2000000000")));
        created(cloud.swift(login, "PUT", "/box/two", bytes(99, 100_000)));
        created(cloud.swift(login, "PUT", "/box/two", bytes(12, 300_000), Map.of("Content-Encoding", "gzip")));
        created(cloud.swift(login, "PUT", "/box/p%C3%A4iv%C3%A4/%C3%A4%20b", bytes(13, 70 << 20)));
        created(cloud.swift(login, "PUT", "/box/small", bytes(15, 100)));
        created(cloud.swift(login, "PUT", "/box/copy", new byte[0], Map.of("X-Copy-From", "/box/one")));
        created(cloud.swift(login, "PUT", "/box/deleted", bytes(14, 100_000)));
        assertThat(cloud.swift(login, "DELETE", "/box/deleted", new byte[0]).statusCode())
                .isEqualTo(204);

        ok(cloud.s3("PUT", "/bucket", new byte[0]));
        ok(cloud.s3("PUT", "/bucket/plain", "", bytes(16, 40_000), Map.of("x-amz-meta-owner", "ann")));
        var begun = cloud.s3("POST", "/bucket/parts", "uploads=", new byte[0], Map.of("x-amz-meta-owner", "bob"));
        var id = text(ok(begun)).replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
        var list = new StringBuilder("<CompleteMultipartUpload>");
        for (int number = 1; number <= 2; number++) {
            var query = "partNumber=" + number + "&uploadId=" + id;
            var part = ok(cloud.s3("PUT", "/bucket/parts", query, bytes(number, PART), Map.of()));
            list.append("<Part><PartNumber>" + number + "</PartNumber><ETag>"
                    + part.headers().firstValue("ETag").orElseThrow() + "</ETag></Part>");
        }
        list.append("</CompleteMultipartUpload>");
        var document = list.toString().getBytes(StandardCharsets.UTF_8);
        ok(cloud.s3("POST", "/bucket/parts", "uploadId=" + id, document, Map.of()));
    }

    private static byte[] parts() {
        var both = java.util.Arrays.copyOf(bytes(1, PART), 2 * PART);
        System.arraycopy(bytes(2, PART), 0, both, PART, PART);
        return both;
    }

    private static Map<String, Map<String, String>> heads(RunningCloud cloud) throws Exception {
        var heads = new TreeMap<String, Map<String, String>>();
        var login = cloud.logIn();
        for (var path : List.of("/box/one", "/box/two", "/box/p%C3%A4iv%C3%A4/%C3%A4%20b"))
            heads.put(path, head(cloud.swift(login, "HEAD", path, new byte[0])));
        for (var path : List.of("/bucket/plain", "/bucket/parts"))
            heads.put(path, head(cloud.s3("HEAD", path, new byte[0])));
        heads.put("/bucket/parts by swift", head(cloud.swift(login, "HEAD", "/bucket/parts", new byte[0])));
        return heads;
    }

    private static double timestamp(RunningCloud cloud) throws Exception {
        var head = cloud.swift(cloud.logIn(), "HEAD", "/box/one", new byte[0]);
        return Double.parseDouble(head.headers().firstValue("X-Timestamp").orElseThrow());
    }

    private static Map<String, String> head(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return KEPT.stream()
                .filter(name -> answer.headers().firstValue(name).isPresent())
                .collect(Collectors.toMap(
                        name -> name, name -> answer.headers().firstValue(name).orElseThrow()));
    }

    private void deleteMetadata() throws Exception {
        for (int device = 0; device < 2; device++) {
            var metadata = folder.resolve("data/devices/d" + device + "/metadata");
            assertThat(metadata).isDirectory();
            try (var paths = Files.walk(metadata)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
            }
        }
    }

    private static void created(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    }

    private static HttpResponse<byte[]> ok(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return answer;
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
