package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.common.dns.SmallDns;
import torc.proxy.swift.edge.EdgeSettings;
import torc.proxy.swift.web.CnameSettings;
import torc.proxy.swift.web.SiteSettings;

/// Hosts that are aliases of names below a domain of ours.
final class CnameLookupTest {
    private SmallDns dns;
    private SwiftServer server;
    private SwiftClient ann;

    @BeforeEach
    void start() throws IOException {
        dns = SmallDns.of(Map.of(
                "www.shop.test", "site.auth-p1.sites.example",
                "far.test", "www.shop.test",
                "farther.test", "far.test",
                "else.test", "elsewhere.test",
                "deep.test", "x.site.auth-p1.sites.example",
                // Whoever owns the name chooses what it is an alias of, and gains no more than that name has.
                "private.test", "closed.auth-p1.sites.example"));
        var resolver = "127.0.0.1:" + dns.address().getPort();
        server = new SwiftServer(new SwiftSettings(
                SwiftServer.SETTINGS.access(),
                SwiftServer.SETTINGS.metadata(),
                new SiteSettings(List.of("sites.example"), "", new CnameSettings(2, resolver)),
                EdgeSettings.DEFAULTS,
                SwiftServer.SETTINGS.sync(),
                1L << 20,
                "default",
                false,
                true,
                true,
                SwiftServer.SETTINGS.infoAdminKey(),
                SwiftServer.SETTINGS.disallowedSections()));
        ann = server.client("ann");
        ann.put("/v1/AUTH_p1/site", "", "X-Container-Read: .r:*", "Host: sites.example");
        ann.put("/v1/AUTH_p1/site/a", "content", "Host: sites.example:8080");
        ann.put("/v1/AUTH_p1/closed", "", "Host: localhost");
        ann.put("/v1/AUTH_p1/closed/a", "content", "Host: 127.0.0.1:8080");
    }

    @AfterEach
    void close() {
        server.close();
        dns.close();
    }

    @Test
    void anAliasStandsForTheNameThatItIsAnAliasOf() {
        assertThat(dns.asked).as("for the API's own names").hasValue(0);
        var nobody = server.client("");
        assertThat(nobody.get("/a", "Host: www.shop.test").text()).isEqualTo("content");
        assertThat(nobody.get("/a", "Host: WWW.shop.test:8080").text()).isEqualTo("content");
        assertThat(nobody.get("/a", "Host: far.test").text()).isEqualTo("content");
        assertThat(dns.asked).as("answers are remembered").hasValue(2);
        assertThat(nobody.get("/a", "Host: private.test").status()).isEqualTo(401);
        assertThat(nobody.get("/a", "Host: site.auth-p1.sites.example").text()).isEqualTo("content");
    }

    @Test
    void aHostThatIsNoAliasOfOursIsRefusedAsInSwift() {
        assertThat(ann.get("/v1/AUTH_p1/site/a", "Host: none.test").status()).isEqualTo(400);
        for (var host : new String[] {"none.test", "else.test"})
            assertThat(ann.get("/a", "Host: " + host).text())
                    .isEqualTo("CNAME lookup failed to resolve to a valid domain");
        assertThat(ann.get("/a", "Host: farther.test").text()).isEqualTo("CNAME lookup failed after 2 tries");
        assertThat(ann.get("/healthcheck", "Host: none.test").status()).isEqualTo(200);
        assertThat(ann.get("/a", "Host: deep.test").text()).isEqualTo("Bad domain in host header");
    }

    @Test
    void aServerThatDoesNotAnswerHoldsNoRequestForLong() {
        dns.close();
        var begun = System.nanoTime();
        for (int i = 0; i < 20; i++)
            assertThat(ann.get("/a", "Host: silent.test").status()).isEqualTo(400);
        assertThat((System.nanoTime() - begun) / 1e9).isLessThan(10);
    }
}
