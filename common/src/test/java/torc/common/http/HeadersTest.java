package torc.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void namesMatchWithoutRegardToCaseAndValuesKeepTheirOrder() {
        var headers =
                Headers.builder().add("X-A", "1").add("x-a", "2").add("Y", "3").build();

        assertThat(headers.all("X-a")).containsExactly("1", "2");
        assertThat(headers.first("X-A")).contains("1");
        assertThat(headers.toBuilder().set("x-A", "9").build().all("x-a")).containsExactly("9");
    }

    @Test
    void s23_aValueCannotForgeAnotherField() {
        for (var sign : new String[] {"\r", "\n", "\0"}) {
            assertThatThrownBy(() -> Headers.builder().add("A", "b" + sign + "C: d"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void utf8ValuesTravelAsOctets() {
        var headers = Headers.builder().addUtf8("A", "grün").build();

        assertThat(headers.first("A")).contains("gr\u00c3\u00bcn");
        assertThat(headers.utf8("A")).contains("grün");
    }
}
