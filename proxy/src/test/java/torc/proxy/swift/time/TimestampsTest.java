package torc.proxy.swift.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    @Test
    void theThreeFormsOfAMomentAgree() {
        assertThat(Timestamps.normal(1_400_086_400_123_459L)).isEqualTo("1400086400.12345");
        assertThat(Timestamps.ceilSeconds(1_400_086_400_123_459L)).isEqualTo(1_400_086_401L);
        assertThat(Timestamps.lastModified(1_400_086_400_123_459L)).isEqualTo("Wed, 14 May 2014 16:53:21 GMT");
        assertThat(Timestamps.ceilSeconds(1_400_086_400_000_009L)).isEqualTo(1_400_086_400L);
        assertThat(Timestamps.normal(5L)).isEqualTo("0000000000.00000");
    }

    @Property
    void aDateIsReadAsItWasWritten(@ForAll @LongRange(min = -30_000_000_000L, max = 250_000_000_000L) long second) {
        assertThat(HttpDate.parse(HttpDate.format(second))).isEqualTo(OptionalLong.of(second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void theThreeFormsOfADateAreRead(String text) {
        assertThat(HttpDate.parse(text)).isEqualTo(OptionalLong.of(784_111_777L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 36 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nox 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 8:49:37 GMT",
                "Sun, 06 ovD 1994 08:49:37 GMT",
                "784111777",
                "Sun, 06 Nov 99999999999 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:4x:37 GMT"
            })
    void whatIsNoDateIsNone(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }
}
