package torc.proxy.swift.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeHeaderTest {
    private static String read(String header, long bytes) {
        return switch (RangeHeader.of(header, bytes)) {
            case RangeHeader.Whole() -> "whole";
            case RangeHeader.Unsatisfiable() -> "none";
            case RangeHeader.Parts(var ranges) ->
                ranges.stream().map(r -> r.firstByte() + "-" + r.endByte()).collect(Collectors.joining(" "));
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0               | 0-1",
                "bytes=0-99              | 0-100",
                "bytes=10-               | 10-100",
                "bytes=-10               | 90-100",
                "bytes=-1000             | 0-100",
                "bytes=90-1000           | 90-100",
                "BYTES = 0 - 9           | 0-10",
                "bytes=0-1,5-6, -1       | 0-2 5-7 99-100",
                "bytes=0-1,200-300       | 0-2",
                "bytes=100-              | none",
                "bytes=-0                | none",
                "bytes=200-300,400-      | none",
                "bytes=0-9999999999999999999999 | 0-100",
                "bytes=99999999999999999999999- | none",
            })
    void rangesAreCutToTheObject(String header, String expected) {
        assertThat(read(header, 100)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parsecs=8-12",
                "0-4",
                "bytes=5-3",
                "bytes=-",
                "bytes=45",
                "bytes=a-b",
                "bytes=--5",
                "bytes=1-2,x",
                "bytes=",
                "bytes=1-2,",
                "bytes=-5-",
                "",
                "bytes=1-2-3"
            })
    void s28_aMalformedHeaderMeansTheWholeObject(String header) {
        assertThat(read(header, 100)).isEqualTo("whole");
    }

    @Test
    void anEmptyObjectHasNoRangesButItsLastBytesAreAllOfIt() {
        assertThat(read("bytes=-5", 0)).isEqualTo("whole");
        assertThat(read("bytes=0-5", 0)).isEqualTo("none");
        assertThat(read("bytes=-0", 0)).isEqualTo("none");
    }

    @Test
    void s22_manyOrOverlappingOrUnorderedRangesAreNotServed() {
        var fifty = IntStream.range(0, 50).mapToObj(i -> 2 * i + "-" + 2 * i).collect(Collectors.joining(","));
        var eightDown = IntStream.range(0, 8)
                .mapToObj(i -> 90 - 2 * i + "-" + (90 - 2 * i))
                .collect(Collectors.joining(","));

        assertThat(read("bytes=" + fifty, 1000).split(" ")).hasSize(50);
        assertThat(read("bytes=" + fifty + ",500-500", 1000)).isEqualTo("none");
        assertThat(read("bytes=" + eightDown, 100)).isEqualTo("none");
        assertThat(read("bytes=0-10,5-15", 100)).isEqualTo("0-11 5-16");
        assertThat(read("bytes=0-10,5-15,3-4", 100)).isEqualTo("0-11 5-16 3-5");
        assertThat(read("bytes=0-10,1-11,2-12", 100)).isEqualTo("none");
        assertThat(read("bytes=" + "0-0,".repeat(100_000) + "0-0", 100)).isEqualTo("none");
    }
}
