package torc.proxy.swift.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;

class AclTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bob, sue            | bob,sue",
                "bob , sue           | bob,sue",
                "bob,,,sue           | bob,sue",
                ".referrer : *       | .r:*",
                ".ref:*.example.com  | .r:.example.com",
                ".r:*, .rlistings    | .r:*,.rlistings",
                ".r:- .thief.com     | .r:-.thief.com",
                "p:u, *:* ,.r:a.com  | p:u,*:*,.r:a.com",
                "''                  | ''",
            })
    void aListIsKeptInItsShortForm(String given, String kept) {
        assertThat(Acl.clean(given, false)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        ".r:, ACL_REFERRER_EMPTY",
        ".r:-, ACL_REFERRER_EMPTY",
        ".r:., ACL_REFERRER_EMPTY",
        ".who:a, ACL_UNKNOWN_DESIGNATOR"
    })
    void aListThatCannotBeReadIsRefused(String given, Fault fault) {
        assertThatThrownBy(() -> Acl.clean(given, false))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.fault()).isEqualTo(fault));
    }

    @Test
    void nobodyMayWriteByAReferrer() {
        assertThat(Acl.clean("p:u", true)).isEqualTo("p:u");
        assertThatThrownBy(() -> Acl.clean(".r:*", true))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.fault()).isEqualTo(Fault.ACL_REFERRER_IN_WRITE));
    }

    @Test
    void referrersAndGrantsAreTakenApart() {
        var acl = Acl.parse(".r:*,.rlistings,p%2Cq:u,.r:-x.com");

        assertThat(acl.referrers()).containsExactly("*", "-x.com");
        assertThat(acl.grants()).containsExactly(".rlistings", "p,q:u");
        assertThat(acl.allowsListings()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://www.example.com/a?b    | .example.com                  | true",
                "https://WWW.Example.COM:8080/ | .example.com                  | true",
                "http://example.com            | example.com                   | true",
                "http://evil-example.com/      | .example.com                  | false",
                "http://evil-example.com/      | example.com                   | false",
                "http://example.com.evil.org/  | .example.com                  | false",
                "http://example.com@evil.org/  | example.com                   | false",
                "http://evil.org/example.com   | example.com                   | false",
                "http://evil.org#.example.com  | .example.com                  | false",
                "http://evil.org\\@example.com | example.com                   | false",
                "http://thief.example.com/     | .example.com,-thief.example.com | false",
                "''                            | .example.com                  | false",
                "''                            | *                             | true",
                "garbage                       | *                             | true",
                "''                            | unknown2                      | false",
            })
    void w13_aReferrerIsJudgedByItsHostAlone(String referer, String rules, boolean allowed) {
        assertThat(Referer.isAllowed(referer, List.of(rules.split(",")))).isEqualTo(allowed);
    }
}
