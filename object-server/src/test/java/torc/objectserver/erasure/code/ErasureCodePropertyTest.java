package torc.objectserver.erasure.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ErasureCodePropertyTest {
    @Property(tries = 300)
    void anyDataFragmentsGiveAllOthers(
            @ForAll @IntRange(min = 1, max = 32) int data,
            @ForAll @IntRange(max = 8) int parity,
            @ForAll @IntRange(max = 10_000) int length,
            @ForAll long seed) {
        var random = new Random(seed);
        var code = new ErasureCode(data, parity, new JavaEngine());
        var all = fragments(code, length, random);
        var order = shuffled(code.fragments(), random);
        var present = IntStream.range(0, data).map(order::get).toArray();
        var lost = IntStream.range(data, code.fragments()).map(order::get).toArray();

        var given = outputs(lost.length, length, random.nextBoolean());
        code.decoder(present, lost)
                .apply(IntStream.of(present).mapToObj(all::get).toList(), given);

        for (var i = 0; i < lost.length; i++) assertThat(given.get(i)).isEqualTo(all.get(lost[i]));
    }

    /// Says nothing on a machine without ISA-L; tools/packages.sh installs it.
    @Property(tries = 300)
    void bothEnginesGiveTheSameBytes(
            @ForAll @IntRange(min = 1, max = 32) int data,
            @ForAll @IntRange(max = 8) int parity,
            @ForAll @IntRange(max = 10_000) int length,
            @ForAll long seed) {
        var isal = IsalEngine.installed();
        if (isal.isEmpty()) return;
        var random = new Random(seed);
        var java = new ErasureCode(data, parity, new JavaEngine());
        var other = new ErasureCode(data, parity, isal.orElseThrow());
        var all = fragments(java, length, random);

        var encoded = outputs(parity, length, random.nextBoolean());
        other.encoder().apply(all.subList(0, data), encoded);
        assertThat(encoded).isEqualTo(all.subList(data, data + parity));

        var order = shuffled(java.fragments(), random);
        var present = IntStream.range(0, data).map(order::get).toArray();
        var lost = IntStream.range(data, java.fragments()).map(order::get).toArray();
        var decoded = outputs(lost.length, length, random.nextBoolean());
        other.decoder(present, lost)
                .apply(IntStream.of(present).mapToObj(all::get).toList(), decoded);
        assertThat(decoded).isEqualTo(IntStream.of(lost).mapToObj(all::get).toList());
    }

    /// Multiplied by hand, element by element, from the definition of the matrix.
    @Property(tries = 50)
    void parityIsTheCauchyMatrixTimesTheData(
            @ForAll @IntRange(min = 1, max = 32) int data,
            @ForAll @IntRange(min = 1, max = 8) int parity,
            @ForAll long seed) {
        var all = fragments(new ErasureCode(data, parity, new JavaEngine()), 19, new Random(seed));

        for (var row = data; row < data + parity; row++)
            for (var at = 0; at < 19; at++) {
                var sum = 0;
                for (var column = 0; column < data; column++)
                    sum ^= slowProduct(
                            Field.inverse(row ^ column), all.get(column).get(at) & 0xff);
                assertThat(all.get(row).get(at)).isEqualTo((byte) sum);
            }
    }

    @Example
    void aKnownStripeHasTheseFragments() {
        var code = new ErasureCode(4, 2, new JavaEngine());
        var inputs = IntStream.range(0, 4)
                .mapToObj(i ->
                        ByteBuffer.wrap("torc%d+-!".formatted(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .toList();
        var outputs = outputs(2, 8, false);

        code.encoder().apply(inputs, outputs);

        assertThat(outputs.stream().map(each -> Long.toHexString(each.getLong(0))))
                .containsExactly("2661e6fcce09c954", "2661e6fcee09c954");
    }

    @Example
    void whatCannotBeACodeIsRefused() {
        var java = new JavaEngine();

        assertThatThrownBy(() -> new ErasureCode(33, 1, java)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErasureCode(0, 1, java)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErasureCode(4, 9, java)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErasureCode(2, 1, java).decoder(new int[] {1, 1}, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new ErasureCode(1, 1, java).encoder().apply(outputs(1, 5, false), outputs(1, 6, false)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int slowProduct(int a, int b) {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--) {
            product <<= 1;
            if (product > 255) product ^= 0x11d;
            if (((a >> bit) & 1) == 1) product ^= b;
        }
        return product;
    }

    private static List<ByteBuffer> fragments(ErasureCode code, int length, Random random) {
        var all = new ArrayList<ByteBuffer>();
        for (var i = 0; i < code.data(); i++) {
            var bytes = new byte[length + 3];
            random.nextBytes(bytes);
            all.add(ByteBuffer.allocateDirect(length + 3).put(bytes).position(3).slice());
        }
        var parities = outputs(code.parity(), length, false);
        code.encoder().apply(all, parities);
        all.addAll(parities);
        return all;
    }

    private static List<ByteBuffer> outputs(int count, int length, boolean direct) {
        return IntStream.range(0, count)
                .mapToObj(_ -> direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length))
                .toList();
    }

    private static List<Integer> shuffled(int count, Random random) {
        var order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(order, random);
        return order;
    }
}
