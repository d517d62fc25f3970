package torc.tools.bench;

import java.net.URI;
import java.util.Map;
import torc.tools.signing.S3Signer;

/// An S3 endpoint, path style.
record S3Target(URI base, String name, String bucket, S3Signer signer) implements Target {
    @Override
    public String path(String object) {
        return object.isEmpty() ? "/" + bucket : "/" + bucket + "/" + object;
    }

    @Override
    public Map<String, String> headers(String method, String path) {
        return signer.sign(method, base.getAuthority(), path, "", Map.of());
    }
}
