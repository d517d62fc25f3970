package torc.proxy.s3.signature;

import java.util.Optional;

/// The credential scope of a signature: `ACCESSKEY/20261122/us-east-1/s3/aws4_request`.
record Credential(String accessKeyId, String day, String region, String service, String terminator) {
    /// Empty if there are not five parts, none of them empty.
    static Optional<Credential> parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 5) return Optional.empty();
        for (var part : parts) {
            if (part.isEmpty()) return Optional.empty();
        }
        return Optional.of(new Credential(parts[0], parts[1], parts[2], parts[3], parts[4]));
    }

    /// The scope without the access key, as it stands in a string to sign.
    String scope() {
        return day + "/" + region + "/" + service + "/" + terminator;
    }
}
