package torc.proxy.swift.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torc.common.dns.Cname;

final class CanonicalNamesTest {
    private final Map<String, Cname> zone = new HashMap<>();
    private int asked;
    private long seconds = 1_000;

    private CanonicalNames names(int depth) {
        return new CanonicalNames(
                depth,
                name -> {
                    asked++;
                    return zone.getOrDefault(name, new Cname.None());
                },
                () -> Instant.ofEpochSecond(seconds));
    }

    private static CanonicalNames.Followed follow(CanonicalNames names, String name) {
        return names.follow(name, each -> each.endsWith(".sites.example"));
    }

    @Test
    void aChainIsFollowedAsDeepAsIsSaidAndNoDeeper() {
        zone.put("www.shop.test", new Cname.Found("cdn.test", 60));
        zone.put("cdn.test", new Cname.Found("site.auth-p1.sites.example", 60));

        assertThat(follow(names(2), "www.shop.test"))
                .isEqualTo(new CanonicalNames.Followed.Found("site.auth-p1.sites.example"));
        assertThat(follow(names(1), "www.shop.test")).isEqualTo(new CanonicalNames.Followed.TooDeep());
        assertThat(follow(names(2), "none.test")).isEqualTo(new CanonicalNames.Followed.Ended());
    }

    @Test
    void aRingOfNamesEnds() {
        zone.put("a.test", new Cname.Found("b.test", 60));
        zone.put("b.test", new Cname.Found("a.test", 60));
        zone.put("self.test", new Cname.Found("self.test", 60));

        assertThat(follow(names(10), "a.test")).isEqualTo(new CanonicalNames.Followed.TooDeep());
        assertThat(asked).isEqualTo(2);
        assertThat(follow(names(10), "self.test")).isEqualTo(new CanonicalNames.Followed.Ended());
    }

    @Test
    void answersAreRememberedForTheirTimeWithinBounds() {
        var names = names(1);
        zone.put("soon.test", new Cname.Found("x.sites.example", 0));
        zone.put("long.test", new Cname.Found("x.sites.example", 1_000_000));
        zone.put("broken.test", new Cname.Unknown("no answer"));
        for (var name : new String[] {"soon.test", "long.test", "broken.test", "none.test"})
            for (int i = 0; i < 3; i++) follow(names, name);
        assertThat(asked).isEqualTo(4);

        seconds += 5;
        for (var name : new String[] {"soon.test", "long.test", "broken.test", "none.test"}) follow(names, name);
        assertThat(asked).isEqualTo(6);
        seconds += 60;
        follow(names, "none.test");
        assertThat(asked).isEqualTo(7);
        seconds += 3_600;
        follow(names, "long.test");
        assertThat(asked).isEqualTo(8);
    }

    @Test
    void whoSendsManyNamesFillsNoMemory() {
        var names = names(1);
        for (int i = 0; i < 30_000; i++) follow(names, "n" + i + ".test");
        follow(names, "n29999.test");
        assertThat(asked).isEqualTo(30_000);
        follow(names, "n0.test");
        assertThat(asked).isEqualTo(30_001);
    }

    @Test
    void settingsOutOfBoundsAreRefused() {
        assertThatThrownBy(() -> new CnameSettings(11, "")).hasMessageContaining("0 to 10");
        assertThatThrownBy(() -> new CnameSettings(1, "dns.example"))
                .hasMessageContaining("no address of a DNS server");
        assertThat(new CnameSettings(1, "[::1]:5353").resolver()).isEqualTo("[::1]:5353");
    }
}
