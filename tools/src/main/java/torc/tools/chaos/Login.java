package torc.tools.chaos;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import torc.tools.signing.S3Signer;

/// What a client needs to use any node of a Torc: a token, the path of its account, an S3 key.
final class Login {
    private static final byte[] NOTHING = {};

    private final Http http;
    private final String container;
    private final String token;
    private final String accountPath;
    private final S3Signer signer;

    private Login(Http http, String container, String token, String accountPath, S3Signer signer) {
        this.http = http;
        this.container = container;
        this.token = token;
        this.accountPath = accountPath;
        this.signer = signer;
    }

    /// Logs in with what `torc env` exports.
    static Login with(Map<String, String> environment, Http http, String container, InstantSource clock)
            throws InterruptedException {
        var login = http.send(
                "GET",
                URI.create(value(environment, "ST_AUTH")),
                Map.of("X-Auth-User", value(environment, "ST_USER"), "X-Auth-Key", value(environment, "ST_KEY")),
                NOTHING);
        var signer = new S3Signer(
                value(environment, "AWS_ACCESS_KEY_ID"),
                value(environment, "AWS_SECRET_ACCESS_KEY"),
                environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"),
                clock);
        var account = login.headers().firstValue("X-Storage-Url").orElseThrow();
        return new Login(
                http,
                container,
                login.headers().firstValue("X-Auth-Token").orElseThrow(),
                URI.create(account).getPath(),
                signer);
    }

    /// @param api base URL of a node's OpenStack APIs
    SwiftClient swift(String api) {
        return new SwiftClient(http, api + accountPath, container, token);
    }

    /// @param s3 base URL of a node's S3
    S3Client s3(String s3) {
        return new S3Client(http, URI.create(s3), container, signer);
    }

    private static String value(Map<String, String> environment, String name) {
        var value = environment.get(name);
        if (value == null) throw new IllegalStateException("torc env does not export " + name);
        return value;
    }
}
