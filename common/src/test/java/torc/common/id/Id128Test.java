package torc.common.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Id128Test {
    @Property
    void textAndIdAreOneToOneAndKeepTheOrder(@ForAll long a, @ForAll long b, @ForAll long c, @ForAll long d) {
        var left = new Id128(a, b);
        var right = new Id128(c, d);

        assertThat(Id128.parse(left.toString())).isEqualTo(left);
        assertThat(Integer.signum(left.compareTo(right)))
                .isEqualTo(Integer.signum(left.toString().compareTo(right.toString())));
    }

    @Test
    void refusesWhatIsNotAnId() {
        assertThatThrownBy(() -> Id128.parse("abc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Id128.parse("z".repeat(32))).isInstanceOf(IllegalArgumentException.class);
    }
}
