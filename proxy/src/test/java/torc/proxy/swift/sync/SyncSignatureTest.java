package torc.proxy.swift.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What is signed, and how: made with Swift's own `ContainerSyncRealms.get_sig`.
final class SyncSignatureTest {
    @Test
    void signaturesAreThoseOfSwift() {
        // The vector of Swift's own test.
        assertThat(SyncSignature.of("GET", "/some/path", "1387212345.67890", "my_nonce", "realm_key", "user_key"))
                .isEqualTo("5a6eb486eb7b44ae1b1f014187a94529c3f9c8f9");
        assertThat(SyncSignature.of("GET", "/v1/a/c", "0", "nonce", "key", "user"))
                .isEqualTo("1a91c284f9a960a8f24730867ccd4480e1e229cd");
        assertThat(SyncSignature.of(
                        "PUT", "/v1/AUTH_a/c/o%20%C3%A9", "1764560000.12345", "nonce1", "realmkey", "userkey"))
                .isEqualTo("d40fa993cb3288634442e92ac8c41149ce85d38e");
    }

    @Test
    void timestampsAreReadToTensOfMicroseconds() {
        assertThat(SentTime.micros("1764560000.12345")).hasValue(1_764_560_000_123_450L);
        assertThat(SentTime.micros("1764560000.12345_00000000000000ab")).hasValue(1_764_560_000_123_450L);
        assertThat(SentTime.micros("7")).hasValue(7_000_000L);
        assertThat(SentTime.micros("7.1")).hasValue(7_100_000L);
        for (var none : new String[] {"", "-1", "1e9", "12345678901", "nan", "1.2.3", "1 "})
            assertThat(SentTime.micros(none)).isEqualTo(OptionalLong.empty());
    }
}
