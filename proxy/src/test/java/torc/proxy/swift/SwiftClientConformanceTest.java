package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real python-swiftclient, put in place by `tools/clients/swiftclient.sh`, against a real server.
class SwiftClientConformanceTest {
    private final SwiftServer server = new SwiftServer(SwiftSettings.DEFAULTS);

    @TempDir
    Path folder;

    private String swift = "";

    @BeforeEach
    void install() throws Exception {
        swift = run(List.of(script())).strip();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String script() {
        // Maven runs tests in the module's folder, the distribution's in the root.
        var here = Path.of("tools/clients/swiftclient.sh").toAbsolutePath();
        var above = Path.of("../tools/clients/swiftclient.sh").toAbsolutePath();
        return (Files.exists(here) ? here : above).toString();
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(command + "\n" + output).isZero();
        return output;
    }

    private String swift(String... arguments) throws Exception {
        var command = new ArrayList<String>(List.of(
                swift,
                "--os-storage-url",
                "http://127.0.0.1:" + server.port() + "/v1/AUTH_p1",
                "--os-auth-token",
                "ann"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    @Test
    void aTreeOfFilesGoesUpAndComesBackTheSame() throws Exception {
        var random = new Random(5);
        for (var name : List.of("tree/empty", "tree/small file", "tree/deep/ä☃.bin", "tree/deep/100%.txt")) {
            var bytes = new byte[name.endsWith("empty") ? 0 : random.nextInt(200_000)];
            random.nextBytes(bytes);
            Files.createDirectories(folder.resolve(name).getParent());
            Files.write(folder.resolve(name), bytes);
        }

        swift("upload", "c", "tree");
        assertThat(swift("list", "c").lines())
                .containsExactlyInAnyOrder("tree/deep/100%.txt", "tree/deep/ä☃.bin", "tree/empty", "tree/small file");
        assertThat(swift("list", "c", "--prefix", "tree/", "--delimiter", "/").lines())
                .containsExactlyInAnyOrder("tree/deep/", "tree/empty", "tree/small file");
        assertThat(swift("stat", "c")).containsPattern("Objects: 4");
        swift("download", "c", "-D", "back");
        for (var name : List.of("tree/empty", "tree/small file", "tree/deep/ä☃.bin", "tree/deep/100%.txt"))
            assertThat(folder.resolve("back").resolve(name)).hasSameBinaryContentAs(folder.resolve(name));

        swift("post", "c", "-m", "Colour:red", "-r", ".r:*,.rlistings");
        assertThat(swift("stat", "c")).contains(".r:*,.rlistings").contains("Meta Colour: red");
        swift("post", "c", "tree/empty", "-H", "X-Delete-After: 1000", "-m", "A:b");
        assertThat(swift("stat", "c", "tree/empty")).contains("Meta A: b").contains("X-Delete-At");
        swift("copy", "c", "tree/small file", "-d", "/c/copied");
        assertThat(swift("list", "c").lines()).contains("copied");
        assertThat(swift("capabilities")).contains("max_file_size");
        swift("delete", "c");
        assertThat(swift("list")).isBlank();
    }
}
