package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How much an account may hold, as its reseller says.
final class AccountQuotaTest {
    private static final String ACCOUNT = "/v1/AUTH_p1";

    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient root = server.client("root");

    @BeforeEach
    void fill() {
        ann.put(ACCOUNT + "/c", "");
        ann.put(ACCOUNT + "/c/five", "12345");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void onlyAResellerSaysIt() {
        assertThat(ann.post(ACCOUNT, "X-Account-Quota-Bytes: 7").status()).isEqualTo(403);
        assertThat(root.post(ACCOUNT, "X-Account-Quota-Bytes: many").status()).isEqualTo(400);
        assertThat(root.post(ACCOUNT, "X-Account-Quota-Bytes: 7").status()).isEqualTo(204);
        assertThat(ann.head(ACCOUNT).header("x-account-quota-bytes")).contains("7");
    }

    @Test
    void whatWouldBeMoreIsRefusedAndNothingIsStored() {
        root.post(ACCOUNT, "X-Account-Quota-Bytes: 7");

        var refused = ann.put(ACCOUNT + "/c/o", "123");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.text()).isEqualTo("Upload exceeds quota.");
        assertThat(ann.send("COPY", ACCOUNT + "/c/five", new byte[0], "Destination: c/o")
                        .status())
                .isEqualTo(413);
        assertThat(ann.head(ACCOUNT + "/c/o").status()).isEqualTo(404);

        assertThat(ann.put(ACCOUNT + "/c/o", "12").status()).isEqualTo(201);
        assertThat(root.put(ACCOUNT + "/c/p", "123").status())
                .as("who sets quotas is not bound by them")
                .isEqualTo(201);
        root.post(ACCOUNT, "X-Remove-Account-Quota-Bytes: x");
        assertThat(ann.put(ACCOUNT + "/c/q", "123").status()).isEqualTo(201);
    }

    @Test
    void whatComesUnannouncedIsHeldToItToo() {
        root.post(ACCOUNT, "X-Account-Quota-Bytes: 7");
        assertThat(chunked("12").status()).isEqualTo(201);
        assertThat(chunked("123").status()).isEqualTo(413);
        assertThat(ann.get(ACCOUNT + "/c/o").text()).isEqualTo("12");
    }

    private Reply chunked(String text) {
        var body = Integer.toHexString(text.length()) + "\r\n" + text + "\r\n0\r\n\r\n";
        return ann.send(
                "PUT", ACCOUNT + "/c/o", body.getBytes(StandardCharsets.US_ASCII), "Transfer-Encoding: chunked");
    }

    @Test
    void aStoragePolicyHasAQuotaOfItsOwnAndSoHasTheNumberOfObjects() {
        root.post(ACCOUNT, "X-Account-Quota-Bytes-Policy-default: 7");
        assertThat(ann.put(ACCOUNT + "/c/o", "123").text()).isEqualTo("Upload exceeds policy quota.");
        root.post(ACCOUNT, "X-Remove-Account-Quota-Bytes-Policy-default: x", "X-Account-Quota-Count: 1");
        assertThat(ann.put(ACCOUNT + "/c/o", "").status()).isEqualTo(413);
        ann.delete(ACCOUNT + "/c/five");
        assertThat(ann.put(ACCOUNT + "/c/o", "").status()).isEqualTo(201);
    }
}
