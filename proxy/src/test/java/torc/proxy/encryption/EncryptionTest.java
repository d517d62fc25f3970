package torc.proxy.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;
import torc.proxy.rows.Seal;

final class EncryptionTest {
    private static final Binding ONE = Binding.ofBlob(new Id128(1, 2));
    private static final Binding OTHER = Binding.ofBlob(new Id128(1, 3));

    private final Encryption encryption = TestSecrets.on(2);

    @Test
    void aSealOpensToTheKeyThatItWasMadeOf() {
        var key = encryption.newKey().orElseThrow();

        var opened = encryption.open(encryption.seal(key, ONE), ONE);

        assertThat(opened.key()).isEqualTo(key.key());
        assertThat(opened.iv()).isEqualTo(key.iv());
    }

    @Test
    void aSealWithAnyBitChangedDoesNotOpenR07() {
        var encoded = encryption.seal(encryption.newKey().orElseThrow(), ONE).encode();
        assertThat(encryption.open(Seal.decode(encoded, 0), ONE)).isNotNull();
        for (int bit = 0; bit < encoded.length * 8; bit++) {
            var changed = encoded.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> encryption.open(Seal.decode(changed, 0), ONE))
                    .as("bit %s", bit)
                    .isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void aSealOfOtherBytesDoesNotOpenR07() {
        var seal = encryption.seal(encryption.newKey().orElseThrow(), ONE);
        var foreign = encryption.seal(encryption.newKey().orElseThrow(), OTHER);

        assertThatThrownBy(() -> encryption.open(foreign, ONE)).isInstanceOf(SealBroken.class);
        var swappedIv = new Seal(seal.secret(), foreign.iv(), seal.keyHigh(), seal.keyLow(), seal.tag());
        assertThatThrownBy(() -> encryption.open(swappedIv, ONE)).isInstanceOf(SealBroken.class);
        assertThat(encryption.open(encryption.rebind(foreign, OTHER, ONE), ONE).key())
                .isEqualTo(encryption.open(foreign, OTHER).key());
    }

    @Test
    void aSealUnderASecretThatIsNotHereSaysSo() {
        var seal = encryption.seal(encryption.newKey().orElseThrow(), ONE);

        assertThatThrownBy(() -> TestSecrets.on(1).open(seal, ONE)).hasMessageContaining("root secret 2 is not here");
        assertThat(TestSecrets.on(3).open(seal, ONE)).isNotNull();
        assertThat(Encryption.readingOnly(TestSecrets.secrets(2)).open(seal, ONE))
                .isNotNull();
        assertThat(Encryption.readingOnly(TestSecrets.secrets(2)).newKey()).isEmpty();
    }

    @Test
    void theKeystreamIsAesInCounterModeOfTheStandard() {
        // NIST SP 800-38A, F.5.5.
        var key = new BodyKey(
                hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"),
                Id128.parse("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
        var bytes = hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");

        key.keystream(0).apply(bytes, 0, bytes.length);

        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5");
    }

    @Test
    void aKeystreamBegunAnywhereIsTheRestOfTheWholeOne() {
        for (var iv : new Id128[] {new Id128(-1, -1), new Id128(5, -3), new Id128(0, 0)}) {
            var key = new BodyKey(new byte[BodyKey.BYTES], iv);
            var whole = new byte[200];
            key.keystream(0).apply(whole, 0, whole.length);
            for (int from = 0; from < whole.length; from++) {
                var rest = new byte[whole.length - from];
                key.keystream(from).apply(rest, 0, rest.length);
                assertThat(rest).isEqualTo(Arrays.copyOfRange(whole, from, whole.length));
            }
        }
    }

    @Test
    void aNoteCarriesASealBeforeWhatItSays() {
        var owner = new BlobOwner("s", "o:0:x", Instant.EPOCH, "AQID");
        var seal = encryption.seal(encryption.newKey().orElseThrow(), Binding.ofOwner(owner));

        var about = SealedNote.with(seal, owner).about();

        assertThat(SealedNote.seal(about)).contains(seal);
        assertThat(SealedNote.note(about)).isEqualTo("AQID");
        assertThat(SealedNote.seal("AQID")).isEmpty();
        assertThat(SealedNote.note("AQID")).isEqualTo("AQID");
    }

    @Test
    void nothingPrintsASecret() {
        assertThat(TestSecrets.secrets(1).toString() + encryption.newKey().orElseThrow())
                .isEqualTo("RootSecrets[***]BodyKey[***]");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
