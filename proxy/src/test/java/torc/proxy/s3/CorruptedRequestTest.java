package torc.proxy.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoredObject;

/// FAULTS F15, without TLS: a signed request of which one bit was flipped on its way stores nothing but what was sent,
/// where it was sent to.
class CorruptedRequestTest {
    private final S3Server server = new S3Server().withBucket("bucket");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void f15_oneBitOfASignedPutIsFlippedAndNothingWrongIsStored() {
        var body = Bodies.random(300, 1);
        var wire = server.request("PUT", "/bucket/key")
                .header("x-amz-meta-colour", "blue")
                .body(body)
                .sign(server.clock.instant())
                .wire();
        assertThat(server.exchange(wire).status()).isEqualTo(200);
        remove();

        var refused = 0;
        for (int at = 0; at < wire.length; at++) {
            var damaged = wire.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            var answer = new String(server.exchangeRaw(damaged, damaged.length, true), StandardCharsets.ISO_8859_1);

            var isStored = !names().isEmpty();
            assertThat(isStored).as("byte %d: %s", at, answer).isEqualTo(answer.matches("(?s)HTTP/1.[01] 200 .*"));
            if (isStored) {
                // What was flipped says nothing of the object: "Connection", or how a name's letters are written.
                assertThat(names()).containsExactly("key");
                assertThat(server.stored("bucket", "key")).isEqualTo(body);
                remove();
            } else refused++;
        }
        assertThat(refused).isGreaterThan(wire.length * 9 / 10);
    }

    @Test
    void f15_aBodyThatDiffersFromItsChecksumIsRefusedThoughNobodySignedIt() {
        for (var field : List.of("Content-MD5", "x-amz-checksum-crc32c", "x-amz-checksum-sha256")) {
            var request = server.request("PUT", "/bucket/key").header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
            var sum = switch (field) {
                case "Content-MD5" -> "XUFAKrxLKna5cZ2REBfFkg==";
                case "x-amz-checksum-crc32c" -> "mnG7TA==";
                default -> "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
            };
            request.header(field, sum).body("hello").sign(server.clock.instant());
            assertThat(server.exchange(request.wire()).status()).as(field).isEqualTo(200);
            remove();

            for (int at = 0; at < 5; at++) {
                var changed = "hello".getBytes(StandardCharsets.UTF_8);
                changed[at] ^= 4;
                assertThat(server.exchange(request.body(changed).wire()).status())
                        .as(field)
                        .isEqualTo(400);
                assertThat(names()).isEmpty();
            }
        }
    }

    private List<String> names() {
        return server
                .catalog
                .service
                .containers()
                .list(S3Server.container("bucket"), ListQuery.firstPage(10))
                .orElseThrow()
                .entries()
                .stream()
                .map(entry ->
                        ((Listing.Entry.Item<StoredObject>) entry).item().name().text())
                .toList();
    }

    private void remove() {
        assertThat(server.catalog.service.objects().delete(S3Server.object("bucket", "key"), Preconditions.NONE))
                .isInstanceOf(DeleteOutcome.Deleted.class);
    }
}
