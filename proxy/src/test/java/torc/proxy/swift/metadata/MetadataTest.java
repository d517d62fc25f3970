package torc.proxy.swift.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import torc.common.http.Headers;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;

class MetadataTest {
    private static final MetadataLimits LIMITS = new MetadataLimits(5, 8, 3, 20, 30);

    private static Headers headers(String... fields) {
        var headers = Headers.builder();
        for (int i = 0; i < fields.length; i += 2) headers.add(fields[i], fields[i + 1]);
        return headers.build();
    }

    private static Map<String, String> read(Kind kind, String... fields) {
        return MetadataHeaders.read(headers(fields), kind, LIMITS);
    }

    private static void refuses(Fault fault, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.fault()).isEqualTo(fault));
    }

    @Test
    void namesLoseTheirPrefixAndCaseAndOtherHeadersAreNone() {
        assertThat(read(Kind.OBJECT, "x-OBJECT-meta-A", "1", "X-Container-Meta-B", "2", "X-Object-Sysmeta-C", "3"))
                .isEqualTo(Map.of("a", "1"));
    }

    @Test
    void s12_headersOfInnerUseAreNoMetadata() {
        assertThat(read(Kind.OBJECT, "X-Object-Transient-Sysmeta-A", "1", "X-Backend-B", "2", "X-Timestamp", "3"))
                .isEmpty();
    }

    @Test
    void eachLimitHoldsToTheByte() {
        assertThat(read(Kind.OBJECT, "X-Object-Meta-12345", "12345678")).hasSize(1);
        refuses(Fault.METADATA_NAME_TOO_LONG, () -> read(Kind.OBJECT, "X-Object-Meta-123456", ""));
        refuses(Fault.METADATA_VALUE_TOO_LONG, () -> read(Kind.OBJECT, "X-Object-Meta-1", "123456789"));
        refuses(Fault.METADATA_NAME_EMPTY, () -> read(Kind.OBJECT, "X-Object-Meta-", "1"));
        var three = new String[] {"X-Object-Meta-1", "", "X-Object-Meta-2", "", "X-Object-Meta-3", ""};
        assertThat(read(Kind.OBJECT, three)).hasSize(3);
        refuses(
                Fault.METADATA_TOO_MANY,
                () -> MetadataHeaders.read(
                        headers(three).toBuilder().add("X-Object-Meta-4", "").build(), Kind.OBJECT, LIMITS));
        assertThat(read(Kind.OBJECT, "X-Object-Meta-12", "12345678", "X-Object-Meta-34", "12345678"))
                .hasSize(2);
        refuses(
                Fault.METADATA_TOO_LARGE,
                () -> read(Kind.OBJECT, "X-Object-Meta-12", "12345678", "X-Object-Meta-345", "12345678"));
        refuses(Fault.HEADER_TOO_LONG, () -> read(Kind.OBJECT, "X-Other", "1".repeat(31)));
    }

    @Test
    void onlyObjectsMayHaveMetadataThatIsNoUtf8() {
        assertThat(read(Kind.OBJECT, "X-Object-Meta-A", "\u00ff")).containsEntry("a", "\u00ff");
        assertThat(read(Kind.CONTAINER, "X-Container-Meta-A", "\u00c3\u00a4")).containsEntry("a", "\u00c3\u00a4");
        refuses(Fault.METADATA_NOT_UTF8, () -> read(Kind.CONTAINER, "X-Container-Meta-A", "\u00ff"));
    }

    private static Map<String, String> change(Map<String, String> before, String... fields) {
        return PropertyChange.of(headers(fields), Kind.CONTAINER, LIMITS).apply(before);
    }

    @Test
    void emptyValuesAndRemovalHeadersRemoveButSettingGoesFirst() {
        var before = Map.of("x-container-meta-a", "1", "x-container-meta-b", "2", "x-container-read", "r");

        var after = change(
                before,
                "X-Container-Meta-A",
                "",
                "X-Remove-Container-Meta-B",
                "x",
                "X-Remove-Container-Meta-C",
                "x",
                "X-Container-Meta-C",
                "3");

        assertThat(after).isEqualTo(Map.of("x-container-meta-c", "3", "x-container-read", "r"));
    }

    @Test
    void w07_theLimitsHoldForAllRequestsTogether() {
        var full = change(Map.of(), "X-Container-Meta-1", "a", "X-Container-Meta-2", "b", "X-Container-Meta-3", "c");
        assertThat(full).hasSize(3);

        refuses(Fault.METADATA_TOO_MANY, () -> change(full, "X-Container-Meta-4", "d"));
        assertThat(change(full, "X-Container-Meta-3", "", "X-Container-Meta-4", "d"))
                .hasSize(3);

        var large = change(Map.of(), "X-Container-Meta-1", "12345678", "X-Container-Meta-2", "12345678");
        refuses(Fault.METADATA_TOO_LARGE, () -> change(large, "X-Container-Meta-3", "12"));
        assertThat(change(large, "X-Container-Meta-3", "1")).hasSize(3);
    }

    @Test
    void wordsOfAHeaderBeginWithCapitals() {
        assertThat(HeaderNames.title("x-container-meta-fOO_bar1baz")).isEqualTo("X-Container-Meta-Foo_Bar1Baz");
    }
}
