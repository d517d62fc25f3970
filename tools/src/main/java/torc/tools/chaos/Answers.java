package torc.tools.chaos;

import java.net.http.HttpResponse;
import java.util.Optional;

/// What answers of both dialects have in common.
final class Answers {
    private Answers() {}

    /// Of a change that is answered with `success`.
    static Done done(HttpResponse<byte[]> response, int success) {
        var status = response.statusCode();
        if (status == success) return Done.DONE;
        return switch (status) {
            case 404 -> Done.MISSING;
            case 412 -> Done.CONDITION;
            default -> Done.REFUSED;
        };
    }

    /// Of a read.
    ///
    /// @param markField where the dialect puts the mark
    static Optional<Seen> seen(HttpResponse<byte[]> response, String markField) {
        var headers = response.headers();
        return switch (response.statusCode()) {
            case 404 -> Optional.empty();
            case 200, 206, 416 ->
                Optional.of(new Seen(
                        headers.firstValueAsLong(markField).orElse(-1),
                        headers.firstValueAsLong("Content-Length").orElse(-1),
                        headers.firstValue("ETag").orElse(""),
                        response.statusCode() == 416 ? new byte[0] : response.body()));
            default -> throw new NoAnswer("status " + response.statusCode());
        };
    }

    static String range(int first, int count) {
        return "bytes=" + first + "-" + (first + count - 1);
    }
}
