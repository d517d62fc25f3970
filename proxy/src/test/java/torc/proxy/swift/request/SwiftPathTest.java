package torc.proxy.swift.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwiftPathTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/v1/AUTH_a            | AUTH_a | ''  | ''",
                "/v1.0/AUTH_a/         | AUTH_a | ''  | ''",
                "/v1/AUTH_a/c          | AUTH_a | c   | ''",
                "/v1/AUTH_a/c/         | AUTH_a | c   | ''",
                "/v1/AUTH_a/c/o        | AUTH_a | c   | o",
                "/v1/AUTH_a/c/o/p/     | AUTH_a | c   | o/p/",
                "/v1/AUTH_a/c//o       | AUTH_a | c   | /o",
                "/v1/AUTH_a/c//        | AUTH_a | c   | /",
                "/v1/AUTH_a/c/..       | AUTH_a | c   | ..",
                "/v1/AUTH_a/c/../d     | AUTH_a | c   | ../d",
                "/v1/AUTH_a/c/%2e%2e   | AUTH_a | c   | ..",
                "/v1/AUTH_a/c/%252e    | AUTH_a | c   | %2e",
                "/v1/AUTH_a/c%2Fo      | AUTH_a | c   | o",
                "/v1/AUTH_a/c/100%     | AUTH_a | c   | 100%",
                "/v1/AUTH_a/c/a%zz+b   | AUTH_a | c   | a%zz+b",
                "/v1/AUTH_a/%C3%A4/%E2%98%83 | AUTH_a | ä | ☃",
                "/v1/AUTH_a/c/%F0%9F%90%98   | AUTH_a | c | 🐘",
            })
    void s19_aPathIsDecodedOnceAndItsNamesAreLiteral(String raw, String account, String container, String object) {
        assertThat(SwiftPath.parse(raw)).isEqualTo(new SwiftPath(account, container, object));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1,                   BAD_URL",
        "/v1/,                  BAD_URL",
        "/v1//c,                NOT_FOUND",
        "/v1/a//o,              NOT_FOUND",
        "/,                     NOT_FOUND",
        "//v1/a,                NOT_FOUND",
        "*,                     NOT_FOUND",
        "/v2/a,                 BAD_REQUEST",
        "/v1/a/c/%00,           INVALID_UTF8_OR_NUL",
        "/v1/a/c/%ff,           INVALID_UTF8_OR_NUL",
        "/v1/a/c/%c0%ae,        INVALID_UTF8_OR_NUL",
        "/v1/a/c/%ed%a0%80,     INVALID_UTF8_OR_NUL",
        "/v1/a/c/%f5%80%80%80,  INVALID_UTF8_OR_NUL",
    })
    void s22_aPathThatIsNoneOfOursIsRefused(String raw, Fault fault) {
        assertThatThrownBy(() -> SwiftPath.parse(raw))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.fault()).isEqualTo(fault));
    }

    @Test
    void octetsThatCameUnencodedAreReadAsUtf8() {
        var raw = "/v1/a/c/" + Octets.ofUtf8("☃");

        assertThat(SwiftPath.parse(raw).object()).isEqualTo("☃");
    }

    @ParameterizedTest
    @CsvSource({"c/o, c, o", "/c/o, c, o", "/c/o/p, c, o/p", "c%2Fo, c, o", "c//o, c, /o", "c/%2e%2e, c, .."})
    void aHeaderNamesAnObjectAsAPathDoes(String raw, String container, String object) {
        assertThat(SwiftPath.parseHeader("a", raw, Fault.COPY_FROM_MALFORMED))
                .isEqualTo(new SwiftPath("a", container, object));
    }

    @ParameterizedTest
    @CsvSource({"c", "/c", "c/", "//o", "''", "c/%00", "c/%ff", "/"})
    void aHeaderThatNamesNoObjectIsRefused(String raw) {
        assertThatThrownBy(() -> SwiftPath.parseHeader("a", raw, Fault.COPY_FROM_MALFORMED))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.fault()).isEqualTo(Fault.COPY_FROM_MALFORMED));
    }

    @Test
    void aNameMayHaveAsManyBytesAsTheLimitAndNotOneMore() {
        var longest = new SwiftPath("a", "c", "ä".repeat(512));
        var longer = new SwiftPath("a", "c", "ä".repeat(512) + "b");

        assertThat(longest.objectName(Fault.OBJECT_NAME_TOO_LONG).text()).hasSize(512);
        assertThatThrownBy(() -> longer.objectName(Fault.OBJECT_NAME_TOO_LONG))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.fault()).isEqualTo(Fault.OBJECT_NAME_TOO_LONG);
                    assertThat(refused.detail()).isEqualTo("1025 longer than 1024");
                });
    }

    @Test
    void encodingIsUndoneByDecoding() {
        var text = "a b/ä☃🐘%\"\n<~";

        assertThat(PercentCoding.encode(text)).isEqualTo("a%20b/%C3%A4%E2%98%83%F0%9F%90%98%25%22%0A%3C~");
        assertThat(PercentCoding.decode(PercentCoding.encode(text))).contains(text);
    }
}
