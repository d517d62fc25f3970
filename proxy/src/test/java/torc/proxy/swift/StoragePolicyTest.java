package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.objectserver.blob.PolicyIds;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.objects.StoragePolicy;

class StoragePolicyTest {
    private static final String LARGE = "x".repeat(5_000);

    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");

    @BeforeEach
    void beginWithThreePolicies() {
        policies(0);
    }

    private void policies(int standard) {
        server.catalog.policies = new StoragePolicies(
                List.of(
                        new StoragePolicy(0, "default"),
                        new StoragePolicy(1, "Cold-4-2"),
                        new StoragePolicy(3, "twice")),
                standard);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aContainerKeepsThePolicyThatItWasMadeInAndItsBlobsTellIt() {
        assertThat(ann.put("/v1/AUTH_p1/c", "", "X-Storage-Policy: cold-4-2").status())
                .isEqualTo(201);
        assertThat(ann.put("/v1/AUTH_p1/d", "").status()).isEqualTo(201);
        assertThat(ann.put("/v1/AUTH_p1/c/o", LARGE).status()).isEqualTo(201);
        assertThat(ann.put("/v1/AUTH_p1/d/o", LARGE).status()).isEqualTo(201);

        assertThat(ann.head("/v1/AUTH_p1/c").header("X-Storage-Policy")).contains("Cold-4-2");
        assertThat(ann.get("/v1/AUTH_p1/d").header("X-Storage-Policy")).contains("default");
        assertThat(server.catalog.blobs.blobs().keySet())
                .extracting(PolicyIds::policy)
                .containsExactlyInAnyOrder(1, 0);
        assertThat(ann.get("/v1/AUTH_p1/c/o").text()).isEqualTo(LARGE);
    }

    @Test
    void anotherPolicyForAContainerThatIsThereIsAConflictAndChangesNothing() {
        ann.put("/v1/AUTH_p1/c", "", "X-Storage-Policy: twice");

        var put = ann.put("/v1/AUTH_p1/c", "", "X-Storage-Policy: default", "X-Container-Meta-A: b");

        assertThat(put.status()).isEqualTo(409);
        var head = ann.head("/v1/AUTH_p1/c");
        assertThat(head.header("X-Storage-Policy")).contains("twice");
        assertThat(head.header("X-Container-Meta-A")).isEmpty();
        assertThat(ann.put("/v1/AUTH_p1/c", "", "X-Storage-Policy: TWICE").status())
                .isEqualTo(202);
        assertThat(ann.put("/v1/AUTH_p1/c", "").status()).isEqualTo(202);
    }

    @Test
    void anUnknownPolicyIsABadRequestAndMakesNothing() {
        var put = ann.put("/v1/AUTH_p1/c", "", "X-Storage-Policy: gold");

        assertThat(put.status()).isEqualTo(400);
        assertThat(put.text()).isEqualTo("Invalid X-Storage-Policy 'gold'");
        assertThat(ann.head("/v1/AUTH_p1/c").status()).isEqualTo(404);
    }

    @Test
    void newContainersAreInTheStandardPolicyAndOldOnesStayWhereTheyAre() {
        ann.put("/v1/AUTH_p1/before", "");
        policies(1);
        ann.put("/v1/AUTH_p1/after", "");

        assertThat(ann.head("/v1/AUTH_p1/before").header("X-Storage-Policy")).contains("default");
        assertThat(ann.head("/v1/AUTH_p1/after").header("X-Storage-Policy")).contains("Cold-4-2");
    }

    @Test
    void infoAndListingsAndAccountsTellThePolicies() {
        ann.put("/v1/AUTH_p1/c", "", "X-Storage-Policy: twice");
        ann.put("/v1/AUTH_p1/c/o", "12345");
        ann.put("/v1/AUTH_p1/d", "");

        assertThat(ann.get("/info").text())
                .contains("\"policies\":[{\"name\":\"default\",\"aliases\":\"default\",\"default\":true},"
                        + "{\"name\":\"Cold-4-2\",\"aliases\":\"Cold-4-2\"},"
                        + "{\"name\":\"twice\",\"aliases\":\"twice\"}]}}");
        assertThat(ann.get("/v1/AUTH_p1?format=json").text())
                .contains("\"storage_policy\": \"twice\"", "\"storage_policy\": \"default\"");
        var account = ann.head("/v1/AUTH_p1");
        assertThat(account.header("X-Account-Object-Count")).contains("1");
        assertThat(account.header("X-Account-Storage-Policy-Twice-Bytes-Used")).contains("5");
        assertThat(account.header("X-Account-Storage-Policy-Default-Container-Count"))
                .contains("1");
        assertThat(account.header("X-Account-Storage-Policy-Cold-4-2-Bytes-Used"))
                .isEmpty();
    }

    @Test
    void aContainerThatIsMadeAgainMayHaveAnotherPolicy() {
        ann.put("/v1/AUTH_p1/c", "", "X-Storage-Policy: twice");
        ann.delete("/v1/AUTH_p1/c");

        assertThat(ann.put("/v1/AUTH_p1/c", "", "X-Storage-Policy: default").status())
                .isEqualTo(201);

        assertThat(ann.head("/v1/AUTH_p1/c").header("X-Storage-Policy")).contains("default");
        var name = new ContainerName(new AccountName("AUTH_p1"), "c");
        assertThat(server.catalog.service.containers().find(name).orElseThrow().policy())
                .isZero();
    }
}
