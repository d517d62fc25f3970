package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.proxy.catalog.ObjectsConfig;
import torc.proxy.catalog.TestCatalog;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers.CreateOutcome;
import torc.proxy.objects.ObjectName;

/// Deletes accounts with all that they hold.
final class AccountDeletionTest {
    private static final String ACCOUNT = "/v1/AUTH_p1";
    private static final ObjectsConfig CONFIG = new ObjectsConfig(
            1_000, Duration.ofHours(1), Duration.ofDays(1), Duration.ZERO, Duration.ofMinutes(10), 20, false);

    private final SwiftServer server = new SwiftServer(settings(), new TestCatalog(CONFIG));
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient root = server.client("root");

    private static SwiftSettings settings() {
        var usual = SwiftServer.SETTINGS;
        return new SwiftSettings(
                usual.access(),
                usual.metadata(),
                usual.sites(),
                usual.edge(),
                usual.sync(),
                usual.maxObjectBytes(),
                usual.storagePolicy(),
                true,
                usual.openExpired(),
                usual.exposeInfo(),
                usual.infoAdminKey(),
                usual.disallowedSections());
    }

    @BeforeEach
    void fill() {
        ann.put(ACCOUNT + "/c", "", "X-Container-Read: .r:*");
        ann.put(ACCOUNT + "/c/o", "text");
        ann.put(ACCOUNT + "/empty", "");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void reap() throws InterruptedException {
        server.catalog.service.sweep().reap(_ -> {});
    }

    @Test
    void onlyAResellerDeletesAccounts() {
        assertThat(ann.delete(ACCOUNT).status()).isEqualTo(403);
        assertThat(server.client("").delete(ACCOUNT).status()).isEqualTo(401);
        assertThat(root.delete(ACCOUNT + "?bulk-delet").status()).isEqualTo(400);
        assertThat(ann.get(ACCOUNT + "/c/o").text()).isEqualTo("text");
    }

    @Test
    void nothingOfADeletedAccountIsSeen() {
        assertThat(root.delete(ACCOUNT).status()).isEqualTo(204);
        for (var client : new SwiftClient[] {ann, root}) {
            assertThat(client.head(ACCOUNT).status()).isEqualTo(410);
            assertThat(client.get(ACCOUNT).status()).isEqualTo(410);
            assertThat(client.post(ACCOUNT, "X-Account-Meta-A: b").status()).isEqualTo(404);
            assertThat(client.get(ACCOUNT + "/c").status()).isEqualTo(404);
            assertThat(client.get(ACCOUNT + "/c/o").status()).isEqualTo(404);
            assertThat(client.put(ACCOUNT + "/c/o", "x").status()).isEqualTo(404);
            assertThat(client.put(ACCOUNT + "/new", "").status()).isEqualTo(404);
        }
        assertThat(server.client("").get(ACCOUNT + "/c/o").status()).isEqualTo(404);
        assertThat(root.put(ACCOUNT, "").status()).isEqualTo(403);
        assertThat(root.delete(ACCOUNT).status()).isEqualTo(404);
    }

    @Test
    void nothingOfADeletedAccountIsReadFromOthers() {
        root.put("/v1/AUTH_p2/c", "");
        root.put(
                "/v1/AUTH_p2/c/link",
                "",
                "Content-Length: 0",
                "X-Symlink-Target: c/o",
                "X-Symlink-Target-Account: AUTH_p1");
        assertThat(root.get("/v1/AUTH_p2/c/link").text()).isEqualTo("text");
        root.delete(ACCOUNT);
        assertThat(root.get("/v1/AUTH_p2/c/link").status()).isEqualTo(404);
        var copy = root.put("/v1/AUTH_p2/c/copy", "", "X-Copy-From: c/o", "X-Copy-From-Account: AUTH_p1");
        assertThat(copy.status()).isEqualTo(404);
    }

    @Test
    void whatItHeldIsRemovedAfterAWhile() throws InterruptedException {
        ann.put(ACCOUNT + "/v", "", "X-Versions-Enabled: true");
        ann.put(ACCOUNT + "/v/o", "first");
        ann.put(ACCOUNT + "/v/o", "second");
        ann.put(ACCOUNT + "/v/deleted", "text");
        ann.delete(ACCOUNT + "/v/deleted");
        ann.put(ACCOUNT + "/old", "");
        ann.put(ACCOUNT + "/archived", "", "X-Versions-Location: old");
        for (int i = 0; i < 50; i++) ann.put(ACCOUNT + "/archived/" + i, "x".repeat(i * 100));
        ann.put(ACCOUNT + "/archived/1", "again");
        root.delete(ACCOUNT);

        reap();
        assertThat(server.catalog.service.sweep().reaped()).isZero();
        server.catalog.advance(Duration.ofMinutes(10));
        reap();
        // o, two of v/o, two of v/deleted, 50 archived, one copy
        assertThat(server.catalog.service.sweep().reaped()).isEqualTo(1 + 2 + 2 + 50 + 1);
        server.catalog.advance(Duration.ofSeconds(1));
        assertThat(ann.head(ACCOUNT).header("x-account-container-count")).contains("0");
        assertThat(ann.put(ACCOUNT + "/c", "").status()).isEqualTo(201);
        assertThat(ann.get(ACCOUNT + "/c").text()).isEmpty();
    }

    @Test
    void whatARequestUnderWayBringsIsRemovedToo() throws InterruptedException {
        root.delete(ACCOUNT);
        server.catalog.advance(Duration.ofMinutes(10));
        var container = new ContainerName(new AccountName("AUTH_p1"), "c");
        var service = server.catalog.service;
        service.objects().put(new ObjectName(container, "late"), Bodies.put(new byte[2_000]));
        assertThat(service.containers().create(new ContainerName(container.account(), "late"), none -> none))
                .isEqualTo(CreateOutcome.ACCOUNT_ENDED);
        reap();
        assertThat(service.sweep().reaped()).isEqualTo(2);
        assertThat(service.accounts().find(container.account())).isEmpty();
    }

    @Test
    void anAccountThatHoldsNothingGoesAtOnce() {
        root.put("/v1/AUTH_p2", "");
        assertThat(root.delete("/v1/AUTH_p2").status()).isEqualTo(204);
        assertThat(root.head("/v1/AUTH_p2").status()).isEqualTo(204);
        assertThat(root.delete("/v1/AUTH_p2").status()).isEqualTo(404);
    }
}
