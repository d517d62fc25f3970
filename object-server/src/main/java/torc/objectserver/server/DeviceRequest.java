package torc.objectserver.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.RequestBody;
import torc.common.id.Id128;
import torc.objectserver.api.BlobApi;

/// A request of the inner API, taken apart. Names and ids have one spelling; nothing is ever decoded, so that
/// `..`, `%2f` and their kin are simply wrong (THREATS R04).
record DeviceRequest(String method, String device, Subject subject, String query, Headers headers, RequestBody body) {
    private static final Pattern PATH = Pattern.compile(
            "/v1/devices/([A-Za-z0-9][A-Za-z0-9_-]{0,62})/(?:(blobs|copies)/([0-9a-f]{32})(?:/(standing|checksum))?|(digests|quarantined|status)"
                    + "|partitions/([0-9]{1,9})/(blobs|deletions))");

    /// What a request is about.
    sealed interface Subject {
        record Blob(Id128 id) implements Subject {}

        /// The blob's copy on this device alone.
        record Copy(Id128 id) implements Subject {}

        /// What the device knows of a blob.
        record Standing(Id128 id) implements Subject {}

        /// The CRC32C of the device's copy.
        record Checksum(Id128 id) implements Subject {}

        /// @param partition -1 where the listing is of the whole device
        record Listing(String what, int partition) implements Subject {}
    }

    static DeviceRequest parse(HttpRequest request) {
        var path = PATH.matcher(request.rawPath());
        if (!path.matches()) throw new BadRequest("no such path");
        return new DeviceRequest(
                request.method(), path.group(1), subject(path), request.rawQuery(), request.headers(), request.body());
    }

    private static Subject subject(Matcher path) {
        var id = path.group(3);
        if (id != null) {
            return blob(path.group(2) + (path.group(4) == null ? "" : "/" + path.group(4)), Id128.parse(id));
        }
        var ofDevice = path.group(5);
        if (ofDevice != null) return new Subject.Listing(ofDevice, -1);
        return new Subject.Listing(path.group(7), Integer.parseInt(path.group(6)));
    }

    private static Subject blob(String kind, Id128 id) {
        return switch (kind) {
            case "blobs" -> new Subject.Blob(id);
            case "blobs/standing" -> new Subject.Standing(id);
            case "blobs/checksum" -> new Subject.Checksum(id);
            case "copies" -> new Subject.Copy(id);
            default -> throw new BadRequest("no such path");
        };
    }

    /// A parameter of the query that is a number from 0.
    long number(String name) {
        var text = parameter(name).orElseThrow(() -> new BadRequest(name + " is missing"));
        return number(name, text);
    }

    /// A header field that is a number from 0.
    long headerNumber(String name) {
        var all = headers.all(name);
        if (all.size() != 1) throw new BadRequest(name + " is wanted once");
        return number(name, all.getFirst());
    }

    private static long number(String name, String text) {
        if (!text.matches("[0-9]{1,19}")) throw new BadRequest(name + " is no number");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadRequest(name + " is too large");
        }
    }

    Optional<Id128> after() {
        return parameter("after").map(text -> {
            if (!text.matches("[0-9a-f]{32}")) throw new BadRequest("after is no id");
            return Id128.parse(text);
        });
    }

    int limit() {
        return Math.clamp(number("limit"), 1, BlobApi.MOST_LISTED);
    }

    private Optional<String> parameter(String name) {
        Optional<String> found = Optional.empty();
        for (var pair : query.split("&", 8)) {
            if (!pair.startsWith(name + "=")) continue;
            if (found.isPresent()) throw new BadRequest(name + " is there twice");
            found = Optional.of(pair.substring(name.length() + 1));
        }
        return found;
    }
}
