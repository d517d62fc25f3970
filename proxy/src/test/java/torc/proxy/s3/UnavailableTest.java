package torc.proxy.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import torc.objectserver.blob.BlobUnreadable;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.s3.answer.ErrorAnswers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.swift.BrokenService;

/// A store that cannot serve now is said to be so, in S3's words.
final class UnavailableTest {
    @Test
    void aStoreThatCannotServeNowIs503AndAFullOneIs507() {
        assertThat(ErrorAnswers.failureOf(new StoreUnavailable(BrokenService.CAUSE, false))
                        .code())
                .isEqualTo(S3ErrorCode.SERVICE_UNAVAILABLE);
        assertThat(ErrorAnswers.failureOf(new StoreUnavailable(BrokenService.CAUSE, true))
                        .code())
                .isEqualTo(S3ErrorCode.INSUFFICIENT_STORAGE);
        assertThat(S3ErrorCode.SERVICE_UNAVAILABLE.status()).isEqualTo(503);
        assertThat(S3ErrorCode.INSUFFICIENT_STORAGE.status()).isEqualTo(507);
    }

    @Test
    void anObjectThatCannotBeReadIs503BeforeItsFirstByte() {
        try (var server = new S3Server().withBucket("bucket")) {
            assertThat(server.put("/bucket/key", "x".repeat(5_000)).status()).isEqualTo(200);
            assertThat(server.send("GET", "/bucket/key").status()).isEqualTo(200);
            List.copyOf(server.catalog.blobs.blobs().keySet()).forEach(server.catalog.blobs::delete);

            var reply = server.send("GET", "/bucket/key");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text())
                    .contains("<Code>ServiceUnavailable</Code>")
                    .doesNotContain(BlobUnreadable.class.getSimpleName(), "no device");
        }
    }
}
