package torc.proxy.swift.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torc.common.http.Headers;
import torc.proxy.swift.condition.Conditions;
import torc.proxy.swift.condition.RangeHeader;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.Refused;

class AcceptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                          | JSON",
                "application/xml                           | XML",
                "text/xml                                  | TEXT_XML",
                "text/plain                                | TEXT",
                "*/*                                       | TEXT",
                "application/*                             | JSON",
                "text/*                                    | TEXT",
                "application/xml, application/json         | XML",
                "application/xml;q=0.5, application/json   | JSON",
                "*/*, application/json                     | JSON",
                "*/*;q=0.9,application/xml;q=0.9           | XML",
                "text/html, application/json ; q=0.1       | JSON",
                "text/html;level=1;charset=\"a,;b\",text/xml| TEXT_XML",
                "application/json;q=0, */*;q=0.1           | TEXT",
            })
    void theFormatThatFitsBestIsChosen(String header, ListingFormat format) {
        assertThat(Accept.best(header)).contains(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/json;q=0", "text/html;q=1, image/*"})
    void whatNoFormatFitsIsNotAcceptable(String header) {
        assertThat(Accept.best(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json",
                "a/",
                "/b",
                "a/b;q",
                "a/b;q=x",
                "a/b;q=1;q=1",
                "a/b,,",
                "a/b;c=\"open",
                "a b/c",
                "text/plain garbage",
                "a/b;q=0.12345678901",
                ","
            })
    void aMalformedHeaderIsRefused(String header) {
        assertThatThrownBy(() -> Accept.best(header))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.fault()).isEqualTo(Fault.BAD_ACCEPT));
    }

    @Test
    void theParameterGoesBeforeTheHeader() {
        var headers = Headers.builder().add("Accept", "application/xml").build();

        assertThat(ListingFormat.of(QueryParameters.parse("format=JSON"), headers))
                .isEqualTo(ListingFormat.JSON);
        assertThat(ListingFormat.of(QueryParameters.parse("format=odd"), headers))
                .isEqualTo(ListingFormat.TEXT);
        assertThat(ListingFormat.of(QueryParameters.parse(""), headers)).isEqualTo(ListingFormat.XML);
        assertThat(ListingFormat.of(QueryParameters.parse(""), Headers.empty())).isEqualTo(ListingFormat.TEXT);
    }

    /// Headers made to send a backtracking parser into the woods, each near the longest that the server takes.
    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain;a=\"\\\\", "a/a;a=a", "a/a ; ", ";", "\"", "\\", "a/a,", " ", "*/*;q=1", "bytes=0-"})
    void w11_adversarialHeadersCostNoTime(String seed) {
        var header = seed.repeat(8192 / seed.length() + 1) + "!";
        readAll(header); // Loads the classes.
        var threads = ManagementFactory.getThreadMXBean();

        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = threads.getCurrentThreadCpuTime();
            readAll(header);
            best = Math.min(best, threads.getCurrentThreadCpuTime() - before);
        }

        assertThat(best).as("nanoseconds of CPU").isLessThan(10_000_000);
    }

    private static void readAll(String header) {
        try {
            Accept.best(header);
        } catch (Refused refused) {
            assertThat(refused.fault()).isEqualTo(Fault.BAD_ACCEPT);
        }
        RangeHeader.of("bytes=" + header, 1000);
        RangeHeader.of(header, 1000);
        Conditions.of(Headers.builder()
                .add("If-Match", header)
                .add("If-Modified-Since", header)
                .build());
    }
}
