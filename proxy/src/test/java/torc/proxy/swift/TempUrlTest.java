package torc.proxy.swift;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Temporary URLs (Swift's api/temporary_url_middleware).
class TempUrlTest {
    private static final String O = "/v1/AUTH_p1/c/dir/o";
    private static final String KEY = "of the account";
    private static final long LATER = 4_000_000_000L;

    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient nobody = server.client("");

    @BeforeEach
    void begin() {
        ann.post("/v1/AUTH_p1", "X-Account-Meta-Temp-Url-Key: " + KEY);
        ann.put("/v1/AUTH_p1/c", "", "X-Container-Meta-Temp-Url-Key-2: of c");
        ann.put("/v1/AUTH_p1/d", "");
        ann.put(O, "hello", "X-Object-Meta-Secret: 1", "X-Object-Meta-Public-Colour: red");
        ann.put("/v1/AUTH_p1/d/o", "other");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] mac(String algorithm, String key, String text) throws Exception {
        var mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), algorithm));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String query(String key, String method, long expires, String path) throws Exception {
        var mac = mac("HmacSHA256", key, method + "\n" + expires + "\n" + path);
        return "?temp_url_sig=" + HexFormat.of().formatHex(mac) + "&temp_url_expires=" + expires;
    }

    @Test
    void anybodyReadsWithASignature() throws Exception {
        var read = nobody.get(O + query(KEY, "GET", LATER, O));

        assertThat(read.text()).isEqualTo("hello");
        assertThat(read.header("content-disposition")).contains("attachment; filename=\"o\"; filename*=UTF-8''o");
        assertThat(read.header("expires")).contains("Tue, 02 Oct 2096 07:06:40 GMT");
        assertThat(read.header("x-object-meta-secret")).isEmpty();
        assertThat(read.header("x-object-meta-public-colour")).contains("red");
        assertThat(nobody.head(O + query(KEY, "GET", LATER, O)).status()).isEqualTo(200);
        assertThat(nobody.get(O + query(KEY, "GET", LATER, O), "If-None-Match: *")
                        .header("x-object-meta-secret"))
                .isEmpty();
        assertThat(nobody.get(O + query("of c", "GET", LATER, O)).text()).isEqualTo("hello");
    }

    @Test
    void aSignatureMayHaveOtherForms() throws Exception {
        var text = "GET\n" + LATER + "\n" + O;
        var base64 = Base64.getEncoder().encodeToString(mac("HmacSHA512", KEY, text));
        var url = Base64.getUrlEncoder().withoutPadding().encodeToString(mac("HmacSHA1", KEY, text));

        for (var signature : new String[] {"sha512:" + base64.replace("+", "%2B"), "sha1:" + url}) {
            var query = "?temp_url_sig=" + signature + "&temp_url_expires=2096-10-02T07:06:40Z";
            assertThat(nobody.get(O + query).text()).isEqualTo("hello");
        }
    }

    @Test
    void theFileNameIsWhatTheUrlSays() throws Exception {
        var query = query(KEY, "GET", LATER, O);

        assertThat(nobody.get(O + query + "&filename=a%20%22b").header("content-disposition"))
                .contains("attachment; filename=\"a %22b\"; filename*=UTF-8''a%20%22b");
        assertThat(nobody.get(O + query + "&inline").header("content-disposition"))
                .contains("inline");
        assertThat(nobody.get(O + query + "&filename=a%0d%0aX-Evil:%201").header("x-evil"))
                .isEmpty();
    }

    @Test
    void aPrefixIsSignedForAllThatBeginsWithIt() throws Exception {
        var query = query(KEY, "GET", LATER, "prefix:/v1/AUTH_p1/c/dir/") + "&temp_url_prefix=dir/";
        ann.put("/v1/AUTH_p1/c/dir/two", "2");
        ann.put("/v1/AUTH_p1/c/a/../dir", "no");

        assertThat(nobody.get("/v1/AUTH_p1/c/dir/two" + query).text()).isEqualTo("2");
        assertThat(nobody.get(O + query).text()).isEqualTo("hello");
        for (var path : new String[] {"c/a/../dir", "c/dir", "d/dir/o", "c/dir%2f..%2f..%2fd"})
            assertThat(nobody.get("/v1/AUTH_p1/" + path + query).status())
                    .as(path)
                    .isIn(401, path.contains("%2f") ? 404 : 401);
    }

    /// THREATS W01: with a right to write one object nobody makes one that reads as others.
    @Test
    void w01_nothingThatPointsElsewhereIsWritten() throws Exception {
        var put = query(KEY, "PUT", LATER, O);

        assertThat(nobody.put(O + put, "", "X-Object-Manifest: d/o").text())
                .isEqualTo("The header 'X-Object-Manifest' is not allowed in this tempurl");
        for (var header : new String[] {"X-Symlink-Target: d/o", "X-Copy-From: d/o", "X-Object-Manifest: d/o"}) {
            assertThat(nobody.put(O + put, "", header).status()).isEqualTo(400);
            assertThat(nobody.post(O + query(KEY, "POST", LATER, O), header).status())
                    .isEqualTo(400);
        }
        assertThat(nobody.put(O + put + "&multipart-manifest=put", "[{\"path\": \"/d/o\"}]")
                        .status())
                .isEqualTo(400);
        assertThat(nobody.send("COPY", O + query(KEY, "GET", LATER, O), new byte[0], "Destination: c/x")
                        .status())
                .isEqualTo(401);
        assertThat(ann.get(O).text()).isEqualTo("hello");
        assertThat(nobody.put(O + put, "new").status()).isEqualTo(201);
        assertThat(nobody.get(O + query(KEY, "GET", LATER, O)).text()).isEqualTo("new");
    }

    /// THREATS W02: a container's key opens nothing outside of it.
    @Test
    void w02_aContainersKeyReadsNoSegmentsElsewhere() throws Exception {
        ann.put("/v1/AUTH_p1/c/slo?multipart-manifest=put", "[{\"path\": \"/d/o\"}]");
        ann.put("/v1/AUTH_p1/c/dlo", "", "X-Object-Manifest: d/o");
        ann.put("/v1/AUTH_p1/c/link", "", "X-Symlink-Target: d/o");
        for (var name : new String[] {"slo", "dlo", "link"}) {
            var path = "/v1/AUTH_p1/c/" + name;
            var refused = nobody.get(path + query("of c", "GET", LATER, path));
            assertThat(refused.status()).as(name).isIn(401, 409);
            assertThat(refused.text()).doesNotContain("other");
            assertThat(nobody.get(path + query(KEY, "GET", LATER, path)).text()).isEqualTo("other");
        }
        var elsewhere = "/v1/AUTH_p1/d/o";
        assertThat(nobody.get(elsewhere + query("of c", "GET", LATER, elsewhere))
                        .status())
                .isEqualTo(401);
    }

    /// THREATS W03: a signature is good for what was signed, and for nothing else.
    @Test
    void w03_everyOtherUseIsRefused() throws Exception {
        var get = query(KEY, "GET", LATER, O);
        assertThat(nobody.put(O + get, "x").status()).isEqualTo(401);
        assertThat(nobody.post(O + get).status()).isEqualTo(401);
        assertThat(nobody.delete(O + get).status()).isEqualTo(401);
        assertThat(nobody.get(O + query(KEY, "PUT", LATER, O)).status()).isEqualTo(401);
        assertThat(nobody.get(O + query(KEY, "GET", 1_000_000_000, O)).status()).isEqualTo(401);
        assertThat(nobody.get(O + get.replace("" + LATER, "abc")).status()).isEqualTo(401);
        assertThat(nobody.get(O + get.replace("" + LATER, "" + (LATER + 1))).status())
                .isEqualTo(401);
        assertThat(nobody.get("/v1/AUTH_p1/d/o" + get).status()).isEqualTo(401);
        assertThat(nobody.get("/v1/AUTH_p1/c" + get).status()).isEqualTo(401);
        assertThat(nobody.get("/v1/AUTH_p1" + get).status()).isEqualTo(401);
        assertThat(nobody.get(O + query("wrong", "GET", LATER, O)).status()).isEqualTo(401);
        assertThat(nobody.get(O + get + "&temp_url_sig=" + "0".repeat(64)).status())
                .isEqualTo(401);
        assertThat(nobody.get(O + get + "&temp_url_prefix=dir").status()).isEqualTo(401);
        assertThat(nobody.get(O + get + "&temp_url_ip_range=127.0.0.1").status())
                .isEqualTo(401);
        var md5 = HexFormat.of().formatHex(mac("HmacMD5", KEY, "GET\n" + LATER + "\n" + O));
        assertThat(nobody.get(O + "?temp_url_expires=" + LATER + "&temp_url_sig=" + md5)
                        .status())
                .isEqualTo(401);
        assertThat(nobody.get(O + "?temp_url_expires=" + LATER).status()).isEqualTo(401);
        // Also for its owner: who asks with a signature has what is signed.
        assertThat(ann.get(O + "?temp_url_expires=" + LATER).status()).isEqualTo(401);
        assertThat(nobody.get(O + "?temp_url_expires=" + LATER).text())
                .isEqualTo("401 Unauthorized: Temp URL invalid\n");
    }

    @Test
    void onlyTheSignedAddressesMayUseIt() throws Exception {
        for (var range : new String[] {"127.0.0.1", "127.0.0.0/8", "10.0.0.0/8", "127.0.0.1/8", "::/0", "x"}) {
            var mac = mac("HmacSHA256", KEY, "ip=" + range + "\nGET\n" + LATER + "\n" + O);
            var query = "?temp_url_sig=" + HexFormat.of().formatHex(mac) + "&temp_url_expires=" + LATER
                    + "&temp_url_ip_range=" + range;
            assertThat(nobody.get(O + query).status())
                    .as(range)
                    .isEqualTo(range.matches("127.0.0.(1|0/8)") ? 200 : 401);
        }
    }

    @Test
    void keysAreForOwnersOnly() {
        assertThat(ann.head("/v1/AUTH_p1").header("x-account-meta-temp-url-key"))
                .contains(KEY);
        ann.post("/v1/AUTH_p1/c", "X-Container-Read: .r:*,.rlistings");
        assertThat(nobody.head("/v1/AUTH_p1/c").status()).isEqualTo(204);
        assertThat(nobody.head("/v1/AUTH_p1/c").header("x-container-meta-temp-url-key-2"))
                .isEmpty();
    }
}
