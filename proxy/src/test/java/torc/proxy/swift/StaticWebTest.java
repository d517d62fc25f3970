package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A container as a web site, for readers without a token.
final class StaticWebTest {
    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient nobody = server.client("");

    @BeforeEach
    void createSite() {
        ann.put("/v1/AUTH_p1/site", "", "X-Container-Read: .r:*,.rlistings");
        ann.put("/v1/AUTH_p1/site/a/index.html", "index of a");
        ann.put("/v1/AUTH_p1/site/b/<i>&\"'.txt", "text", "Content-Type: text/plain\"><script>");
        ann.put("/v1/AUTH_p1/site/404error.html", "nothing here, friend");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aContainerIsNoSiteBeforeItIsSaidToBeOne() {
        assertThat(nobody.get("/v1/AUTH_p1/site").text()).startsWith("404error.html\na/index.html\n");
        assertThat(nobody.get("/v1/AUTH_p1/site/a").status()).isEqualTo(404);
        assertThat(ann.get("/v1/AUTH_p1/site", "X-Web-Mode: true").status()).isEqualTo(404);
    }

    @Test
    void aDirectoryIsItsIndex() {
        ann.post("/v1/AUTH_p1/site", "X-Container-Meta-Web-Index: index.html");

        var redirected = nobody.get("/v1/AUTH_p1/site/a", "Host: torc.example");
        assertThat(redirected.status()).isEqualTo(301);
        assertThat(redirected.header("location")).contains("http://torc.example/v1/AUTH_p1/site/a/");
        assertThat(nobody.get("/v1/AUTH_p1/site/a/").text()).isEqualTo("index of a");
        assertThat(ann.get("/v1/AUTH_p1/site/a/").status()).isEqualTo(404);
        assertThat(ann.get("/v1/AUTH_p1/site/a/", "X-Web-Mode: yes").text()).isEqualTo("index of a");
    }

    @Test
    void aListEscapesWhateverNamesAndTypesHold_s23() {
        ann.post("/v1/AUTH_p1/site", "X-Container-Meta-Web-Listings: true");

        var list = nobody.get("/v1/AUTH_p1/site/b/");

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("content-type")).contains("text/html; charset=UTF-8");
        assertThat(list.text())
                .contains("&lt;i&gt;&amp;&quot;&#x27;.txt")
                .contains("<a href=\"../\">../</a>")
                .doesNotContain("<i>")
                .doesNotContain("<script>");
    }

    @Test
    void aSiteHasItsOwnPagesForErrors() {
        ann.post("/v1/AUTH_p1/site", "X-Container-Meta-Web-Listings: true", "X-Container-Meta-Web-Error: error.html");

        var missing = nobody.get("/v1/AUTH_p1/site/nothing");

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).isEqualTo("nothing here, friend");
    }

    @Test
    void aSiteGivesNobodyARightThatTheyHaveNot() {
        ann.post(
                "/v1/AUTH_p1/site",
                "X-Container-Read: .r:*",
                "X-Container-Meta-Web-Listings: true",
                "X-Container-Meta-Web-Index: index.html");
        assertThat(nobody.get("/v1/AUTH_p1/site/a/").text()).isEqualTo("index of a");
        assertThat(nobody.get("/v1/AUTH_p1/site/b/").status()).isEqualTo(401);
        assertThat(nobody.get("/v1/AUTH_p1/site/").status()).isEqualTo(401);

        ann.post("/v1/AUTH_p1/site", "X-Remove-Container-Read: x");
        assertThat(nobody.get("/v1/AUTH_p1/site/a/").status()).isEqualTo(401);
        assertThat(nobody.get("/v1/AUTH_p1/site/a/index.html").status()).isEqualTo(401);
    }

    @Test
    void aHostNamesAnAccountOrAContainer() {
        assertThat(ann.get("/site/a/index.html", "Host: auth-p1.sites.example").text())
                .isEqualTo("index of a");
        assertThat(nobody.get("/a/index.html", "Host: site.AUTH_p1.sites.example:8080")
                        .text())
                .isEqualTo("index of a");
        assertThat(nobody.get("/a", "Host: x.site.auth-p1.sites.example").status())
                .isEqualTo(400);
        assertThat(nobody.get("/a", "Host: nobody.sites.example").status()).isEqualTo(412);
    }
}
