package torc.proxy.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.AccountQuota;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.Quota;

/// Quotas that Swift's users set hold for what comes by S3.
final class QuotaTest {
    private static final AccountName ACCOUNT = new AccountName("AUTH_alpha");

    private final S3Server server = new S3Server().withBucket("bucket");

    @AfterEach
    void close() {
        server.close();
    }

    private void allow(String property, long most) {
        server.catalog.service.accounts().update(ACCOUNT, _ -> Map.of(property, Long.toString(most)));
    }

    private static void assertRefused(TestResponse response) {
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.code()).isEqualTo("QuotaExceeded");
    }

    private void assertAbsent() {
        assertThat(server.send("GET", "/bucket/k").code()).isEqualTo("NoSuchKey");
    }

    @Test
    void anObjectThatWouldBeTooMuchForItsAccountIsRefused() {
        assertThat(server.put("/bucket/five", "12345").status()).isEqualTo(200);
        allow(AccountQuota.BYTES_PROPERTY, 9);

        assertRefused(server.put("/bucket/k", "54321"));
        assertRefused(server.send(server.request("PUT", "/bucket/k").header("x-amz-copy-source", "/bucket/five")));
        assertAbsent();
        assertThat(server.put("/bucket/k", "4321").status()).isEqualTo(200);
        assertRefused(server.put("/bucket/more", "1"));
        assertThat(server.send("DELETE", "/bucket/five").status()).isEqualTo(204);
        assertThat(server.put("/bucket/more", "1").status()).isEqualTo(200);
    }

    @Test
    void theNumberOfObjectsAndAStoragePolicyAreHeldToo() {
        allow(AccountQuota.OBJECTS_PROPERTY, 1);
        assertThat(server.put("/bucket/one", "").status()).isEqualTo(200);
        assertRefused(server.put("/bucket/two", ""));
        allow(AccountQuota.BYTES_PROPERTY + AccountQuota.OF_POLICY + 0, 3);
        assertRefused(server.put("/bucket/two", "1234"));
        assertThat(server.put("/bucket/two", "123").status()).isEqualTo(200);
    }

    @Test
    void partsCountAloneAndTogether() {
        server.put("/bucket/ten", "1234567890");
        var id = server.send("POST", "/bucket/k?uploads").element("UploadId");
        allow(AccountQuota.BYTES_PROPERTY, 15);
        assertRefused(part(id, 1, 6));
        assertRefused(server.send(server.request("PUT", "/bucket/k?partNumber=1&uploadId=" + id)
                .header("x-amz-copy-source", "/bucket/ten")));
        allow(AccountQuota.BYTES_PROPERTY, (5 << 20) + 10);
        var first = part(id, 1, 5 << 20).header("ETag").orElseThrow();
        var second = part(id, 2, 1).header("ETag").orElseThrow();
        assertRefused(complete(id, first, second));
        assertAbsent();

        server.send("DELETE", "/bucket/ten");
        assertThat(complete(id, first, second).status()).isEqualTo(200);
        assertThat(complete(id, first, second).status())
                .as("a repeated completion stores nothing anew")
                .isEqualTo(200);
    }

    private TestResponse part(String id, int number, int bytes) {
        return server.send(server.request("PUT", "/bucket/k?partNumber=" + number + "&uploadId=" + id)
                .body(Bodies.random(bytes, 1)));
    }

    private TestResponse complete(String id, String first, String second) {
        return server.send(server.request("POST", "/bucket/k?uploadId=" + id)
                .body("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" + first
                        + "</ETag></Part><Part><PartNumber>2</PartNumber><ETag>" + second
                        + "</ETag></Part></CompleteMultipartUpload>"));
    }

    @Test
    void aBucketsQuotaIsToldAlike() {
        server.catalog
                .service
                .containers()
                .update(S3Server.container("bucket"), _ -> Map.of(Quota.BYTES_PROPERTY, "3"));
        assertRefused(server.put("/bucket/k", "1234"));
        assertAbsent();
    }
}
