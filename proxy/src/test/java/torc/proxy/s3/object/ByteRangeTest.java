package torc.proxy.s3.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import torc.proxy.s3.error.S3Failure;

class ByteRangeTest {
    @Test
    void rangesAreCutToTheObject() {
        assertThat(ByteRange.parse("bytes=0-9", 100)).contains(new ByteRange(0, 10));
        assertThat(ByteRange.parse("bytes=90-", 100)).contains(new ByteRange(90, 100));
        assertThat(ByteRange.parse("bytes=90-1000", 100)).contains(new ByteRange(90, 100));
        assertThat(ByteRange.parse("bytes=-10", 100)).contains(new ByteRange(90, 100));
        assertThat(ByteRange.parse("bytes=-1000", 100)).contains(new ByteRange(0, 100));
        assertThat(ByteRange.parse("bytes=0-99999999999999999999999", 100)).contains(new ByteRange(0, 100));
    }

    @Test
    void whatIsNoRangeIsIgnored() {
        for (var field : List.of("items=0-9", "bytes=x-9", "bytes=9", "bytes=9-0", "bytes=-", "bytes="))
            assertThat(ByteRange.parse(field, 100)).as(field).isEmpty();
    }

    @Test
    void s28_rangesOutsideAreRefusedAndSoAreMany() {
        for (var field : List.of("bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"))
            assertThatThrownBy(() -> ByteRange.parse(field, 100)).as(field).isInstanceOf(S3Failure.class);
        assertThatThrownBy(() -> ByteRange.parse("bytes=0-0", 0)).isInstanceOf(S3Failure.class);
        assertThatThrownBy(() -> ByteRange.parse("bytes=0-0," + "1-1,".repeat(100_000), 100))
                .isInstanceOf(S3Failure.class);
    }
}
