package torc.proxy.swift.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QueryParametersTest {
    @Test
    void namesAndValuesAreDecodedAndAPlusIsASpace() {
        var query = QueryParameters.parse("prefix=a+b%2F&mark%65r=%C3%A4&flag&empty=&eq=a=b");

        assertThat(query.get("prefix")).isEqualTo("a b/");
        assertThat(query.get("marker")).isEqualTo("ä");
        assertThat(query.find("flag")).contains("");
        assertThat(query.find("empty")).contains("");
        assertThat(query.get("eq")).isEqualTo("a=b");
        assertThat(query.find("absent")).isEmpty();
    }

    @Test
    void ofANameGivenTwiceTheLastCounts() {
        assertThat(QueryParameters.parse("limit=1&limit=2").get("limit")).isEqualTo("2");
    }

    @Test
    void aValueThatIsNotUtf8IsRefusedOnceItIsAskedFor() {
        var query = QueryParameters.parse("prefix=%ff&other=1");

        assertThat(query.get("other")).isEqualTo("1");
        assertThatThrownBy(() -> query.get("prefix")).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.fault()).isEqualTo(Fault.PARAMETER_NOT_UTF8);
            assertThat(refused.detail()).isEqualTo("prefix");
        });
    }

    @Test
    void swiftsWordsForYesAreKnown() {
        for (var yes : new String[] {"true", "1", "yes", "on", "t", "y", "TRUE", "Y"})
            assertThat(Flags.isTrue(yes)).as(yes).isTrue();
        for (var no : new String[] {"", "false", "0", "no", "off", "garbage", "o=[]::::>", "tr"})
            assertThat(Flags.isTrue(no)).as(no).isFalse();
    }
}
