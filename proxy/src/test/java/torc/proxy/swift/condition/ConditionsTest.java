package torc.proxy.swift.condition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import torc.common.http.Headers;
import torc.proxy.objects.Preconditions;
import torc.proxy.swift.condition.Conditions.Verdict;

class ConditionsTest {
    private static final long MODIFIED = 784_111_777L; // Sun, 06 Nov 1994 08:49:37 GMT

    private static Verdict judge(String... fields) {
        var headers = Headers.builder();
        for (int i = 0; i < fields.length; i += 2) headers.add(fields[i], fields[i + 1]);
        return Conditions.judge(Conditions.of(headers.build()), "abc", MODIFIED);
    }

    @Test
    void withoutConditionsThereIsNothingToJudge() {
        assertThat(Conditions.of(Headers.empty())).isSameAs(Preconditions.NONE);
        assertThat(judge()).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void entityTagsMatchWithAndWithoutQuotes() {
        assertThat(judge("If-Match", "\"x\", abc")).isEqualTo(Verdict.PROCEED);
        assertThat(judge("If-Match", "\"abc\"")).isEqualTo(Verdict.PROCEED);
        assertThat(judge("If-Match", "*")).isEqualTo(Verdict.PROCEED);
        assertThat(judge("If-Match", "bogus")).isEqualTo(Verdict.FAILED);
        assertThat(judge("If-None-Match", "\"x\",W/\"abc\"")).isEqualTo(Verdict.NOT_MODIFIED);
        assertThat(judge("If-None-Match", "*")).isEqualTo(Verdict.NOT_MODIFIED);
        assertThat(judge("If-None-Match", "bogus")).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void weakTagsMatchWhereReadersAskForNewsAndNotWhereTheyMustBeTheSame() {
        assertThat(judge("If-Match", "W/\"abc\"")).isEqualTo(Verdict.FAILED);
        assertThat(judge("If-Match", "W/\"abc\", \"abc\"")).isEqualTo(Verdict.PROCEED);
        assertThat(judge("If-None-Match", "W/\"abc\"")).isEqualTo(Verdict.NOT_MODIFIED);
    }

    @Test
    void datesCompareBySeconds() {
        var same = "Sun, 06 Nov 1994 08:49:37 GMT";
        var before = "Sunday, 06-Nov-94 08:49:36 GMT";
        var after = "Sun Nov  6 08:49:38 1994";

        assertThat(judge("If-Modified-Since", same)).isEqualTo(Verdict.NOT_MODIFIED);
        assertThat(judge("If-Modified-Since", after)).isEqualTo(Verdict.NOT_MODIFIED);
        assertThat(judge("If-Modified-Since", before)).isEqualTo(Verdict.PROCEED);
        assertThat(judge("If-Unmodified-Since", same)).isEqualTo(Verdict.PROCEED);
        assertThat(judge("If-Unmodified-Since", after)).isEqualTo(Verdict.PROCEED);
        assertThat(judge("If-Unmodified-Since", before)).isEqualTo(Verdict.FAILED);
        assertThat(judge("If-Unmodified-Since", "garbage")).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void everyConditionCounts() {
        assertThat(judge("If-Match", "abc", "If-Unmodified-Since", "Sun Nov  6 08:49:36 1994"))
                .isEqualTo(Verdict.FAILED);
    }
}
