package torc.common.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VersionRangeTest {
    @Test
    void twoProgramsSpeakTheNewestVersionThatBothKnow() {
        assertThat(new VersionRange(1, 2).common(new VersionRange(1, 1))).hasValue(1);
        assertThat(new VersionRange(1, 2).common(new VersionRange(2, 3))).hasValue(2);
        assertThat(new VersionRange(1, 2).common(new VersionRange(1, 9))).hasValue(2);
        assertThat(new VersionRange(1, 2).common(new VersionRange(3, 9))).isEmpty();
        assertThat(new VersionRange(3, 9).common(new VersionRange(1, 2))).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAndNothingElse() {
        assertThat(VersionRange.parse(new VersionRange(2, 10).text())).isEqualTo(new VersionRange(2, 10));
        for (var wrong : new String[] {"", "1", "1-", "-1", "2-1", "0-1", "1-1000000000", "1-2 ", "a-b"})
            assertThatThrownBy(() -> VersionRange.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
    }
}
