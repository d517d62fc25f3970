package torc.tools.bench;

import java.net.URI;
import java.time.InstantSource;
import torc.tools.signing.S3Signer;

/// Chooses the dialect: S3 where an access key is given, Swift where not.
final class BenchTargets {
    private BenchTargets() {}

    /// @param secretVariable the environment variable that has the S3 secret, so that it shows in no process list
    static Target of(
            URI url,
            String name,
            String container,
            String token,
            String access,
            String secretVariable,
            String region,
            InstantSource clock) {
        if (access.isEmpty()) return SwiftTarget.of(url, name, container, token);
        var secret = System.getenv(secretVariable);
        if (secret == null) throw new BenchFailed("the environment has no " + secretVariable);
        var base = URI.create(url.getScheme() + "://" + url.getAuthority());
        return new S3Target(base, name, container, new S3Signer(access, secret, region, clock));
    }
}
