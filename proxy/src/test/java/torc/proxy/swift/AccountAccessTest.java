package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Access lists of accounts (`X-Account-Access-Control`), and accounts that services keep for projects.
class AccountAccessTest {
    private static final String A = "/v1/AUTH_p1";
    private static final String C = A + "/c";
    private static final String O = C + "/o";
    private static final String S = "/v1/SERVICE_p1";

    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient bob = server.client("bob");
    private final SwiftClient gus = server.client("gus");
    private final SwiftClient cinder = server.client("cinder");
    private final SwiftClient nobody = server.client("");

    @BeforeEach
    void begin() {
        ann.put(C, "", "X-Container-Meta-Temp-Url-Key: secret", "X-Container-Sync-Key: shared");
        ann.put(O, "hello");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void allow(String acl) {
        assertThat(ann.post(A, "X-Account-Access-Control: " + acl).status()).isEqualTo(204);
    }

    @Test
    void readersReadAndNothingElse() {
        allow("{\"read-only\": [\"p2-name:bob\"]}");

        assertThat(bob.get(O).text()).isEqualTo("hello");
        assertThat(bob.get(C).status()).isEqualTo(200);
        assertThat(bob.get(A).status()).isEqualTo(200);
        assertThat(bob.put(O, "x").status()).isEqualTo(403);
        assertThat(bob.delete(O).status()).isEqualTo(403);
        assertThat(bob.post(C, "X-Container-Meta-A: 1").status()).isEqualTo(403);
        assertThat(bob.post(A, "X-Account-Meta-A: 1").status()).isEqualTo(403);
        assertThat(gus.get(O).status()).isEqualTo(403);
        assertThat(nobody.get(O).status()).isEqualTo(401);
    }

    @Test
    void writersWriteContainersButNotTheAccount() {
        allow("{\"read-write\": [\"bob-id\"]}");

        assertThat(bob.put(A + "/new", "").status()).isEqualTo(201);
        assertThat(bob.put(A + "/new/o", "x").status()).isEqualTo(201);
        assertThat(bob.delete(A + "/new/o").status()).isEqualTo(204);
        assertThat(bob.delete(A + "/new").status()).isEqualTo(204);
        assertThat(bob.post(A, "X-Account-Meta-A: 1").status()).isEqualTo(403);
        assertThat(bob.head(A).header("x-account-access-control")).isEmpty();
    }

    @Test
    void whoDoesNotOwnTheAccountNeitherSeesNorSetsWhoElseMay() {
        allow("{\"read-write\": [\"p2\"]}");

        assertThat(bob.head(C).header("x-container-meta-temp-url-key")).isEmpty();
        assertThat(bob.head(C).header("x-container-sync-key")).isEmpty();
        var posted = bob.post(
                C,
                "X-Container-Read: .r:*",
                "X-Container-Write: p2:bob",
                "X-Container-Sync-Key: mine",
                "X-Container-Sync-To: http://127.0.0.1/v1/AUTH_p2/c",
                "X-Container-Meta-Temp-Url-Key: mine",
                "X-Remove-Container-Meta-Temp-Url-Key: x",
                "X-Container-Meta-Colour: red");
        assertThat(posted.status()).isEqualTo(204);
        var seen = ann.head(C);
        assertThat(seen.header("x-container-read")).isEmpty();
        assertThat(seen.header("x-container-write")).isEmpty();
        assertThat(seen.header("x-container-sync-key")).contains("shared");
        assertThat(seen.header("x-container-meta-temp-url-key")).contains("secret");
        assertThat(seen.header("x-container-meta-colour")).contains("red");
    }

    @Test
    void administratorsOwnTheAccount() {
        allow("{\"admin\": [\"p2-name\"]}");

        assertThat(bob.post(A, "X-Account-Meta-Temp-Url-Key: k").status()).isEqualTo(204);
        assertThat(bob.head(A).header("x-account-meta-temp-url-key")).contains("k");
        assertThat(bob.head(A).header("x-account-access-control")).contains("{\"admin\":[\"p2-name\"]}");
        assertThat(bob.head(C).header("x-container-sync-key")).contains("shared");
        assertThat(bob.post(A, "X-Account-Access-Control: {}").status()).isEqualTo(204);
        assertThat(bob.head(A).status()).isEqualTo(403);
        assertThat(ann.head(A).header("x-account-access-control")).isEmpty();
    }

    @Test
    void aNameOfAnotherProjectIsNotEnough() {
        allow("{\"admin\": [\"bob\", \"ann\", \"p2-name:ann\", \"*\", \"p2-name:*\"]}");

        assertThat(bob.get(O).status()).isEqualTo(403);
        assertThat(nobody.get(O).status()).isEqualTo(401);
    }

    @Test
    void whatIsNoAccessListIsRefused() {
        allow("{\"admin\": [\"\u00c3\u00a9\"]}"); // The octets of an e with an accent.
        assertThat(ann.post(A, "X-Account-Access-Control: yuck").text())
                .isEqualTo("X-Account-Access-Control invalid: Syntax error in input ('yuck')\n\nInput: yuck\n");
        for (var acl : new String[] {
            "[]", "1", "{\"x\": []}", "{\"admin\": 1}", "{\"admin\": [1]}", "{\"admin\": " + "[".repeat(2000)
        })
            assertThat(ann.post(A, "X-Account-Access-Control: " + acl).status())
                    .as(acl)
                    .isEqualTo(400);
        assertThat(ann.head(A).header("x-account-access-control")).contains("{\"admin\":[\"\\u00E9\"]}");
    }

    @Test
    void aServicesAccountTakesBothTokens() {
        var asService = "X-Service-Token: cinder";

        assertThat(ann.put(S + "/c", "").status()).isEqualTo(403);
        assertThat(cinder.put(S + "/c", "").status()).isEqualTo(403);
        assertThat(cinder.put(S + "/c", "", asService).status()).isEqualTo(403);
        assertThat(ann.put(S + "/c", "", "X-Service-Token: bob").status()).isEqualTo(403);
        assertThat(ann.put(S + "/c", "", "X-Service-Token: forged").status()).isEqualTo(401);
        assertThat(nobody.put(S + "/c", "", asService).status()).isEqualTo(401);
        assertThat(bob.put(S + "/c", "", asService).status()).isEqualTo(403);
        assertThat(ann.put(S + "/c", "", asService).status()).isEqualTo(201);
        assertThat(ann.put(S + "/c/o", "backup", asService).status()).isEqualTo(201);
        assertThat(ann.get(S + "/c/o", asService).text()).isEqualTo("backup");
        assertThat(ann.get(S + "/c/o").status()).isEqualTo(403);
        assertThat(ann.get(O, asService).text()).isEqualTo("hello");
    }
}
