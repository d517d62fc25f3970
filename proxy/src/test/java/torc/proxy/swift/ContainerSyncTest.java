package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.common.config.Secret;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.swift.sync.ContainerSync;
import torc.proxy.swift.sync.RealmSettings;
import torc.proxy.swift.sync.SyncSettings;

/// Two clusters whose containers are synchronised, each over a real HTTP server.
final class ContainerSyncTest {
    private static final String C = "/v1/AUTH_p1/c";
    private static final String KEY = "X-Container-Sync-Key: shared";
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_p1"), "c");

    private final SwiftServer east = server("http://127.0.0.1:1/v1");
    private final SwiftServer west = server("http://127.0.0.1:1/v1");
    private final SwiftClient ann = east.client("ann");
    private final SwiftClient zoe = west.client("ann");
    private final SwiftClient nobody = west.client("");
    private final ContainerSync eastward = sync(west, east.port());
    private final ContainerSync westward = sync(east, west.port());

    /// The realm as the servers know it; where the other cluster is, only the senders need to know.
    private static SyncSettings settings(String west) {
        return new SyncSettings(
                Map.of(
                        "realm",
                        new RealmSettings(
                                new Secret("realm-key"), Optional.of(new Secret("second-key")), Map.of("other", west))),
                List.of("plain.example"),
                "//REALM/OTHER",
                Duration.ofMillis(1),
                3,
                SyncSettings.DEFAULTS.bytesPerSecond());
    }

    private static SwiftServer server(String other) {
        var usual = SwiftServer.SETTINGS;
        return new SwiftServer(new SwiftSettings(
                usual.access(),
                usual.metadata(),
                usual.sites(),
                usual.edge(),
                settings(other),
                usual.maxObjectBytes(),
                usual.storagePolicy(),
                usual.accountManagement(),
                usual.openExpired(),
                usual.exposeInfo(),
                usual.infoAdminKey(),
                usual.disallowedSections()));
    }

    private static ContainerSync sync(SwiftServer from, int port) {
        var nonces = new AtomicInteger();
        return new ContainerSync(
                from.catalog.service.syncLog(),
                from.catalog.service,
                settings("http://127.0.0.1:" + port + "/v1/"),
                () -> "nonce" + nonces.incrementAndGet(),
                from.catalog,
                System::nanoTime,
                Thread.ofVirtual().factory(),
                _ -> {});
    }

    @BeforeEach
    void begin() {
        assertThat(zoe.put(C, "", KEY).status()).isEqualTo(201);
    }

    @AfterEach
    void end() {
        east.close();
        west.close();
    }

    private void advance() {
        east.catalog.advance(Duration.ofSeconds(1));
        west.catalog.advance(Duration.ofSeconds(1));
    }

    private void sendWest() {
        assertThat(ann.put(C, "", KEY, "X-Container-Sync-To: //realm/other/AUTH_p1/c")
                        .status())
                .isIn(201, 202);
    }

    private static String signed(String method, String path, String timestamp, String realmKey, String userKey) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(realmKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            var text = String.join("\n", method, path, timestamp, "n", userKey);
            var signature = HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            return "X-Container-Sync-Auth: REALM n " + signature;
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String timestamp(long secondsAgo) {
        return (west.catalog.instant().getEpochSecond() - secondsAgo) + ".00000";
    }

    private int put(String name, String body, String timestamp, String realmKey, String userKey) {
        var path = C + "/" + name;
        return nobody.put(path, body, "X-Timestamp: " + timestamp, signed("PUT", path, timestamp, realmKey, userKey))
                .status();
    }

    private int delete(String name, String timestamp) {
        var path = C + "/" + name;
        return nobody.delete(
                        path, "X-Timestamp: " + timestamp, signed("DELETE", path, timestamp, "realm-key", "shared"))
                .status();
    }

    @Test
    void eitherKeyOfTheRealmSignsAndNoOther() {
        assertThat(put("a", "one", timestamp(10), "realm-key", "shared")).isEqualTo(201);
        assertThat(put("b", "two", timestamp(10), "second-key", "shared")).isEqualTo(201);
        assertThat(zoe.head(C + "/a").header("x-timestamp")).contains(timestamp(10));
        assertThat(zoe.get(C + "/a").text()).isEqualTo("one");

        assertThat(put("x", "", timestamp(9), "another-key", "shared")).isEqualTo(401);
        assertThat(put("x", "", timestamp(9), "realm-key", "guessed")).isEqualTo(401);
        var path = C + "/x";
        for (var auth : List.of("REALM n", "REALM n s x", "OTHER n s", "REALM n ", "x")) {
            var refused = nobody.put(path, "", "X-Timestamp: 1", "X-Container-Sync-Auth: " + auth);
            assertThat(refused.status()).as(auth).isEqualTo(401);
            assertThat(refused.text())
                    .isEqualTo("X-Container-Sync-Auth header not valid; contact cluster operator for support.");
            assertThat(refused.header("www-authenticate")).contains("SwiftContainerSync realm=\"AUTH_p1\"");
        }
        // Also for who may write there without it, as in Swift.
        assertThat(zoe.put(path, "", "X-Container-Sync-Auth: REALM n s").status())
                .isEqualTo(401);
        assertThat(zoe.head(path).status()).isEqualTo(404);
    }

    @Test
    void aSignatureIsGoodForOneMethodPathAndTimeOnly() {
        var at = timestamp(10);
        var signature = signed("PUT", C + "/a", at, "realm-key", "shared");
        assertThat(nobody.put(C + "/a", "one", "X-Timestamp: " + at, signature).status())
                .isEqualTo(201);
        assertThat(nobody.put(C + "/b", "one", "X-Timestamp: " + at, signature).status())
                .isEqualTo(401);
        assertThat(nobody.put(C + "/a", "two", "X-Timestamp: " + timestamp(5), signature)
                        .status())
                .isEqualTo(401);
        assertThat(nobody.delete(C + "/a", "X-Timestamp: " + at, signature).status())
                .isEqualTo(401);
        assertThat(zoe.get(C + "/a").text()).isEqualTo("one");
    }

    @Test
    void aSignedRequestMayDoNothingElse() {
        var copied = signed("PUT", C + "/a", timestamp(10), "realm-key", "shared");
        zoe.put("/v1/AUTH_p1/secret", "");
        zoe.put("/v1/AUTH_p1/secret/o", "hidden");
        assertThat(nobody.put(C + "/a", "", "X-Timestamp: " + timestamp(10), "X-Copy-From: secret/o", copied)
                        .status())
                .isEqualTo(401);
        assertThat(nobody.get(C + "/a", signed("GET", C + "/a", "0", "realm-key", "shared"))
                        .status())
                .isEqualTo(401);
        assertThat(nobody.get(C, signed("GET", C, "0", "realm-key", "shared")).status())
                .isEqualTo(401);
        assertThat(nobody.delete(C, signed("DELETE", C, "0", "realm-key", "shared"))
                        .status())
                .isEqualTo(401);
        assertThat(zoe.head(C).header("x-container-object-count")).contains("0");
    }

    @Test
    void whatIsNotLaterChangesNothing() {
        assertThat(put("a", "new", timestamp(10), "realm-key", "shared")).isEqualTo(201);
        assertThat(put("a", "new", timestamp(10), "realm-key", "shared")).isEqualTo(202); // Sent again.
        assertThat(put("a", "old", timestamp(20), "realm-key", "shared")).isEqualTo(202);
        assertThat(delete("a", timestamp(20))).isEqualTo(409);
        assertThat(zoe.get(C + "/a").text()).isEqualTo("new");

        assertThat(delete("a", timestamp(5))).isEqualTo(204);
        assertThat(delete("a", timestamp(5))).isEqualTo(404);
        assertThat(put("a", "new", timestamp(10), "realm-key", "shared")).isEqualTo(202); // A PUT that was recorded.
        assertThat(zoe.head(C + "/a").status()).isEqualTo(404);
        assertThat(put("a", "newest", timestamp(2), "realm-key", "shared")).isEqualTo(201);
        assertThat(zoe.get(C + "/a").text()).isEqualTo("newest");

        assertThat(delete("never", timestamp(5))).isEqualTo(404);
        assertThat(put("never", "late", timestamp(8), "realm-key", "shared")).isEqualTo(202);
        assertThat(zoe.head(C + "/never").status()).isEqualTo(404);
    }

    @Test
    void w06OnlyAVerifiedRequestHasATimeOfItsOwn() {
        assertThat(zoe.put(C + "/a", "one", "X-Timestamp: 1.00000").status()).isEqualTo(201);
        assertThat(zoe.head(C + "/a").header("x-timestamp")).isNotEqualTo(Optional.of("0000000001.00000"));
        assertThat(put("b", "x", "99999999999", "realm-key", "shared")).isEqualTo(400);
        assertThat(put("b", "x", timestamp(-100_000), "realm-key", "shared")).isEqualTo(400); // A day ahead.
        assertThat(put("b", "x", timestamp(-60), "realm-key", "shared")).isEqualTo(201);
        // A client's DELETE of what is not there leaves no row.
        var before = west.catalog.service.syncLog().marks(CONTAINER, "", 1_000).size();
        for (int i = 0; i < 50; i++) zoe.delete(C + "/absent" + i, "X-Timestamp: 1.00000");
        assertThat(west.catalog.service.syncLog().marks(CONTAINER, "", 1_000)).hasSize(before);
    }

    @Test
    void aKeyAloneIsEnoughWherePlainHostsAreAllowed() {
        assertThat(nobody.put(C + "/a", "one", KEY, "X-Timestamp: " + timestamp(3))
                        .status())
                .isEqualTo(201);
        assertThat(nobody.put(C + "/b", "one", "X-Container-Sync-Key: wrong", "X-Timestamp: " + timestamp(3))
                        .status())
                .isEqualTo(401);
        try (var closed = new SwiftServer()) {
            closed.client("ann").put(C, "", KEY);
            assertThat(closed.client("")
                            .put(C + "/a", "one", KEY, "X-Timestamp: " + timestamp(3))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void onlyOwnersSeeAndSetWhereItGoes() {
        sendWest();
        ann.post(C, "X-Container-Read: p2:bob", "X-Container-Write: p2:bob");
        var seen = ann.head(C);
        assertThat(seen.header("x-container-sync-to")).contains("//realm/other/AUTH_p1/c");
        assertThat(seen.header("x-container-sync-key")).contains("shared");
        var bob = east.client("bob").get(C);
        assertThat(bob.status()).isIn(200, 204);
        assertThat(bob.header("x-container-sync-to")).isEmpty();
        assertThat(bob.header("x-container-sync-key")).isEmpty();

        for (var to : List.of("//realm/other/AUTH_p1", "//none/other/a/c", "http://127.0.0.1/v1/a/c", "file:///x"))
            assertThat(ann.post(C, "X-Container-Sync-To: " + to).status())
                    .as(to)
                    .isEqualTo(400);
        assertThat(ann.post(C, "X-Versions-Enabled: true").status()).isEqualTo(400);
        assertThat(ann.post(C, "X-Container-Sync-To: ").status()).isEqualTo(204);
        assertThat(ann.head(C).header("x-container-sync-to")).isEmpty();
        assertThat(ann.post(C, "X-Versions-Enabled: true").status()).isEqualTo(204);
        assertThat(ann.post(C, "X-Container-Sync-To: //realm/other/AUTH_p1/c").status())
                .isEqualTo(400);
        var info = ann.get("/info").text();
        assertThat(info).contains("\"container_sync\":{\"realms\":{\"REALM\":{\"clusters\":{\"OTHER\"");
        assertThat(info).doesNotContain("-key");
    }

    @Test
    void whatIsPutOverwrittenAndDeletedComesToTheOtherSide() throws Exception {
        ann.put(C, "");
        ann.put(C + "/before", "there already", "X-Object-Meta-Color: gr\u00fcn", "Content-Type: text/x-odd");
        sendWest();
        ann.put(C + "/small/\u00e9 %3F".replace(" ", "%20").replace("\u00e9", "%C3%A9"), "odd name");
        ann.put(C + "/large", "0123456789".repeat(50_000), "Content-Disposition: inline");
        ann.put(C + "/empty", "");
        westward.round();
        assertThat(westward.failed()).isZero();
        assertThat(zoe.get(C).text().lines()).containsExactly("before", "empty", "large", "small/\u00e9 ?");
        var before = zoe.get(C + "/before");
        assertThat(before.text()).isEqualTo("there already");
        assertThat(before.header("x-object-meta-color"))
                .isEqualTo(ann.head(C + "/before").header("x-object-meta-color"));
        assertThat(before.header("content-type")).contains("text/x-odd");
        assertThat(zoe.get(C + "/large").text()).hasSize(500_000);
        assertThat(zoe.head(C + "/large").header("content-disposition")).contains("inline");
        assertThat(zoe.head(C + "/large").header("x-timestamp"))
                .isEqualTo(ann.head(C + "/large").header("x-timestamp"));

        advance();
        ann.put(C + "/before", "overwritten");
        ann.delete(C + "/empty");
        ann.post(C + "/large", "X-Object-Meta-New: yes");
        westward.round();
        assertThat(zoe.get(C + "/before").text()).isEqualTo("overwritten");
        assertThat(zoe.head(C + "/empty").status()).isEqualTo(404);
        assertThat(zoe.head(C + "/large").header("x-object-meta-new")).contains("yes");
        assertThat(westward.deleted()).isEqualTo(1);

        var sent = westward.sent();
        westward.round();
        assertThat(westward.sent()).isEqualTo(sent);
        assertThat(westward.deleted()).isEqualTo(1);
    }

    @Test
    void bothWaysSettleAndTheLaterOneWins() throws Exception {
        sendWest();
        zoe.post(C, "X-Container-Sync-To: //realm/other/AUTH_p1/c");
        ann.put(C + "/fight", "east");
        advance();
        zoe.put(C + "/fight", "west, later");
        zoe.put(C + "/w", "from west");
        ann.put(C + "/e", "from east");
        for (int i = 0; i < 3; i++) {
            westward.round();
            eastward.round();
        }
        for (var client : List.of(ann, zoe)) {
            assertThat(client.get(C).text().lines()).containsExactly("e", "fight", "w");
            assertThat(client.get(C + "/fight").text()).isEqualTo("west, later");
        }
        advance();
        ann.delete(C + "/w");
        westward.round();
        eastward.round();
        assertThat(ann.head(C + "/w").status()).isEqualTo(404);
        assertThat(zoe.head(C + "/w").status()).isEqualTo(404);

        var sent = eastward.sent() + westward.sent();
        var deleted = eastward.deleted() + westward.deleted();
        for (int i = 0; i < 3; i++) {
            westward.round();
            eastward.round();
        }
        assertThat(eastward.sent() + westward.sent()).isEqualTo(sent);
        // The deletion is told back once, and no more.
        assertThat(eastward.deleted() + westward.deleted()).isLessThanOrEqualTo(deleted + 1);
        assertThat(eastward.failed() + westward.failed()).isZero();
    }

    @Test
    void whatTheOtherSideRefusesIsSentAgainUntilItIsTaken() throws Exception {
        zoe.post(C, "X-Container-Sync-Key: changed");
        sendWest();
        ann.put(C + "/o", "patient");
        westward.round();
        assertThat(westward.failed()).isPositive();
        assertThat(zoe.head(C + "/o").status()).isEqualTo(404);
        zoe.post(C, KEY);
        for (int i = 0; i < 500 && westward.sent() == 0; i++) {
            Thread.sleep(5);
            westward.round();
        }
        assertThat(zoe.get(C + "/o").text()).isEqualTo("patient");
    }

    @Test
    void largeObjectsAndLinksComeAsWhatTheyAre() throws Exception {
        sendWest();
        ann.put(C + "/seg/1", "first ");
        ann.put(C + "/seg/2", "second");
        ann.put(
                C + "/a-manifest?multipart-manifest=put",
                "[{\"path\": \"/c/seg/1\"}, {\"path\": \"/c/seg/2\", \"range\": \"0-2\"}]");
        ann.put(C + "/dynamic", "", "X-Object-Manifest: c/seg/");
        ann.put(C + "/link", "", "X-Symlink-Target: c/seg/1");
        westward.round();
        assertThat(westward.failed()).isZero();
        assertThat(zoe.get(C + "/a-manifest").text()).isEqualTo("first sec");
        assertThat(zoe.head(C + "/a-manifest").header("etag"))
                .isEqualTo(ann.head(C + "/a-manifest").header("etag"));
        assertThat(zoe.head(C + "/a-manifest").header("x-static-large-object")).contains("True");
        assertThat(zoe.get(C + "/dynamic").text()).isEqualTo("first second");
        assertThat(zoe.get(C + "/link").text()).isEqualTo("first ");
        assertThat(zoe.get(C + "/link?symlink=get").header("x-symlink-target")).contains("c/seg/1");
    }

    @Test
    void aContainerInSeveralRangesIsSentWhole() throws Exception {
        sendWest();
        for (var name : List.of("a", "b", "m", "n")) ann.put(C + "/" + name, name);
        ann.delete(C + "/n"); // A deletion that is still to be told moves, too.
        east.catalog.split(CONTAINER, "b1", () -> ann.put(C + "/during", "moved"));
        ann.put(C + "/z", "after");
        assertThat(east.catalog.service.syncLog().marks(CONTAINER, "", 100))
                .extracting(mark -> mark.name().text())
                .containsExactly("a", "b", "during", "m", "n", "z");
        westward.round();
        assertThat(zoe.get(C).text().lines()).containsExactly("a", "b", "during", "m", "z");
        assertThat(westward.deleted()).isEqualTo(1);
        assertThat(east.catalog.service.syncLog().marks(CONTAINER, "", 100))
                .extracting(mark -> mark.name().text())
                .containsExactly("n");
    }
}
