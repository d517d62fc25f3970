package torc.proxy.s3.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import torc.proxy.s3.error.S3Failure;

class RequestTargetTest {
    private static final List<String> DOMAINS = List.of("s3.localhost", "s3.example.com");

    @Test
    void pathStyleNamesBucketAndKey() {
        assertTarget("/", "localhost", "", "", "/");
        assertTarget("", "localhost", "", "", "/");
        assertTarget("/b", "localhost:9000", "b", "", "/b");
        assertTarget("/b/", "localhost", "b", "", "/b/");
        assertTarget("/b/k/l", "s3.localhost", "b", "k/l", "/b/k/l");
    }

    @Test
    void hostStyleNamesTheBucketInTheHost() {
        assertTarget("/k", "b.s3.localhost:9000", "b", "k", "/k");
        assertTarget("/", "a.b.S3.Example.com", "a.b", "", "/");
        assertTarget("/b/k", "xs3.localhost", "b", "k", "/b/k");
    }

    @Test
    void s19_namesAreLiteralAndDecodedOnce() {
        assertTarget("/b/../c", "h", "b", "../c", "/b/../c");
        assertTarget("/b/%2e%2e/c", "h", "b", "../c", "/b/../c");
        assertTarget("/b/%252e%252e", "h", "b", "%2e%2e", "/b/%252e%252e");
        assertTarget("/b/a//b", "h", "b", "a//b", "/b/a//b");
        assertTarget("/b//a", "h", "b", "/a", "/b//a");
        assertTarget("/b/./a.", "h", "b", "./a.", "/b/./a.");
        assertTarget("/b/a%5Cb", "h", "b", "a\\b", "/b/a%5Cb");
        assertTarget("/b/a%2Fb", "h", "b", "a/b", "/b/a/b");
        assertTarget("/b/a+b%20c", "h", "b", "a+b c", "/b/a%2Bb%20c");
        assertTarget("/b/%C3%A4", "h", "b", "ä", "/b/%C3%A4");
        assertTarget("/b/\u00c3\u00a4", "h", "b", "ä", "/b/%C3%A4");
    }

    @Test
    void s18_whatCannotBeDecodedIsRefused() {
        for (var path : List.of(
                "/b/%", "/b/%4", "/b/%zz", "/b/%00", "/b/%c0%ae", "/b/%ff", "/b/%ed%a0%80", "//k", "/b%2Fc/k", "b"))
            assertThatThrownBy(() -> RequestTarget.parse(path, "h", DOMAINS))
                    .as(path)
                    .isInstanceOf(S3Failure.class);
    }

    @Test
    void s20_bucketsThatAreDotsAndKeysThatAreTooLongAreRefused() {
        assertTarget("/b/" + "k".repeat(1024), "h", "b", "k".repeat(1024), "/b/" + "k".repeat(1024));
        for (var path : List.of("/../k", "/./k", "/%2e%2e/k", "/b/" + "k".repeat(1025), "/b/" + "%C3%A4".repeat(513)))
            assertThatThrownBy(() -> RequestTarget.parse(path, "h", DOMAINS))
                    .as(path)
                    .isInstanceOf(S3Failure.class);
    }

    @Test
    void s18_parametersAreCanonicalInTheOrderOfTheirNames() {
        assertThat(canonical("b=2&a=1&a-b=3&aa=4")).isEqualTo("a=1&a-b=3&aa=4&b=2");
        assertThat(canonical("acl")).isEqualTo("acl=");
        assertThat(canonical("prefix=a+b%20c%2fd;e")).isEqualTo("prefix=a%20b%20c%2Fd%3Be");
        assertThat(canonical("&a=&&X-Amz-Signature=0")).isEqualTo("a=");
        assertThat(QueryParameters.parse("prefix=a%3Db=c").text("prefix")).isEqualTo("a=b=c");
        for (var query : List.of("versionId=a&versionId=b", "a&%61", "a=%zz", "%ff"))
            assertThatThrownBy(() -> QueryParameters.parse(query)).isInstanceOf(S3Failure.class);
    }

    private static String canonical(String query) {
        return QueryParameters.parse(query).canonical();
    }

    private static void assertTarget(String path, String host, String bucket, String key, String canonical) {
        assertThat(RequestTarget.parse(path, host, DOMAINS)).isEqualTo(new RequestTarget(bucket, key, canonical));
    }
}
