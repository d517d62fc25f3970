package torc.control.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;

class TokenCodecTest {
    private final TokenCodec codec = new TokenCodec(new byte[TokenCodec.KEY_BYTES]);
    private final Token token = new Token(
            "u1", new Scope.OfProject("p1"), 1_000_001, Instant.ofEpochSecond(99), new Id128(1, 2), new Id128(3, 4));

    @Test
    void aTokenSurvivesItsText() {
        assertThat(codec.decode(codec.encode(token))).contains(token);
    }

    @Test
    void aTokenOfTheOlderLoginSaysSo() {
        var legacy = new Token(
                token.userId(),
                token.scope(),
                token.issuedMicros(),
                token.expiresAt(),
                token.auditId(),
                token.chainId(),
                true);
        assertThat(codec.decode(codec.encode(legacy))).contains(legacy);
    }

    @Property(tries = 300)
    void aChangedTextIsNoToken(@ForAll int position, @ForAll byte flip) {
        var bytes = Base64.getUrlDecoder().decode(codec.encode(token));
        if (flip == 0) return;
        bytes[Math.floorMod(position, bytes.length)] ^= flip;

        assertThat(codec.decode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                .isEmpty();
    }

    @Test
    void anotherKeysTokenIsNone() {
        var otherKey = new byte[TokenCodec.KEY_BYTES];
        otherKey[0] = 1;

        assertThat(new TokenCodec(otherKey).decode(codec.encode(token))).isEmpty();
    }

    @Test
    void k14_k12_junkAndForeignTokenFormatsAreNone() {
        var none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        for (var junk : new String[] {"", "a", none + ".e30.", "gAAAAA", "%%%", "A".repeat(100_000)}) {
            assertThat(codec.decode(junk)).isEmpty();
        }
    }
}
