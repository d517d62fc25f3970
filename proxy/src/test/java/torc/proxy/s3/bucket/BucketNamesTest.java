package torc.proxy.s3.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BucketNamesTest {
    @Test
    void s20_onlyNamesByTheRulesAreMade() {
        for (var name : List.of("abc", "a-b.c1", "0".repeat(63), "1.2.3", "a.b.c.d"))
            assertThat(BucketNames.isValid(name)).as(name).isTrue();
        for (var name : List.of(
                "ab",
                "a".repeat(64),
                "..",
                "../x",
                "Abc",
                "a_b",
                "-ab",
                "ab-",
                ".ab",
                "ab.",
                "a..b",
                "192.168.0.1",
                "xn--abc",
                "sthree-x",
                "abc-s3alias",
                "abc--ol-s3",
                "C:\\x",
                "äbc")) assertThat(BucketNames.isValid(name)).as(name).isFalse();
    }
}
