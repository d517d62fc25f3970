package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Uploads from forms.
final class FormPostTest {
    private static final String PATH = "/v1/AUTH_p1/c/inbox/";
    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient nobody = server.client("");

    @BeforeEach
    void createContainer() {
        ann.put("/v1/AUTH_p1/c", "", "X-Container-Meta-Temp-URL-Key: secret");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private long later() {
        return server.catalog.instant().plus(Duration.ofMinutes(1)).getEpochSecond();
    }

    private static String sign(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String field(String name, String value) {
        return "--xx\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name, String text) {
        return "--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + name
                + "\"\r\nContent-Type: text/odd\r\n\r\n" + text + "\r\n";
    }

    private String form(String redirect, int bytes, int count, long expires) {
        return field("redirect", redirect)
                + field("max_file_size", Integer.toString(bytes))
                + field("max_file_count", Integer.toString(count))
                + field("expires", Long.toString(expires))
                + field(
                        "signature",
                        sign(String.join(
                                "\n", PATH, redirect, Integer.toString(bytes), Integer.toString(count), "" + expires)));
    }

    private Reply post(String form) {
        return nobody.send(
                "POST",
                PATH,
                (form + "--xx--\r\n").getBytes(StandardCharsets.UTF_8),
                "Content-Type: multipart/form-data; boundary=xx");
    }

    @Test
    void theFilesOfASignedFormAreStored() {
        var text = "with \r\n--x a boundary that is none\r\n".repeat(5_000);

        var reply = post(form("", 1 << 20, 2, later()) + file("a.txt", text) + file("\u00e9", ""));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(ann.get(PATH + "a.txt").text()).isEqualTo(text);
        assertThat(ann.head(PATH + "a.txt").header("content-type")).contains("text/odd");
        assertThat(ann.get("/v1/AUTH_p1/c").text()).isEqualTo("inbox/a.txt\ninbox/\u00e9\n");
    }

    @Test
    void aFormIsNoWayIntoAnAccountOfWhichNothingIsServed() {
        var root = server.client("root");
        root.post("/v1/AUTH_p1", "X-Account-Global-Write-Ratelimit: BLACKLIST");
        assertThat(post(form("", 100, 1, later()) + file("a", "b")).status()).isEqualTo(497);
        root.post("/v1/AUTH_p1", "X-Account-Global-Write-Ratelimit: ");
        assertThat(ann.head(PATH + "a").status()).isEqualTo(404);
        assertThat(post(form("", 100, 1, later()) + file("a", "b")).status()).isEqualTo(201);
    }

    @Test
    void aFormThatSaysWhereToGoOnDoesSo() {
        var reply = post(form("https://example.com/done?x", 100, 1, later()) + file("a", "b"));

        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("location")).contains("https://example.com/done?x&status=201&message=");
    }

    @Test
    void nothingIsStoredThatTheFormDoesNotAllow() {
        assertThat(post(form("", 5, 1, later()) + file("a", "longer")).text())
                .isEqualTo("FormPost: max_file_size exceeded");
        assertThat(post(form("", 5, 1, 1) + file("a", "b")).text()).isEqualTo("FormPost: Form Expired");
        var forged = form("", 5, 1, later()).replace("\r\n\r\n5\r\n", "\r\n\r\n50\r\n");
        var reply = post(forged + file("a", "b"));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).isEqualTo("FormPost: Invalid Signature");
        assertThat(post(form("", 5, 1, later())).text()).contains("no files to process");
        assertThat(ann.get("/v1/AUTH_p1/c").text()).isEmpty();

        assertThat(post(form("", 5, 1, later()) + file("a", "b") + file("c", "d"))
                        .text())
                .contains("max file count exceeded");
        assertThat(ann.get("/v1/AUTH_p1/c").text()).isEqualTo("inbox/a\n");
    }

    @Test
    void aFormIsReadWithinBounds() {
        assertThat(nobody.send(
                                "POST",
                                PATH,
                                "no boundary".getBytes(StandardCharsets.UTF_8),
                                "Content-Type: multipart/form-data; boundary=xx")
                        .text())
                .isEqualTo("FormPost: invalid starting boundary");
        assertThat(post("--xx\r\nX: " + "y".repeat(20_000) + "\r\n\r\n").text())
                .isEqualTo("FormPost: headers too long");
        assertThat(post(field("x", "1").repeat(200)).text()).contains("FormPost");
    }
}
