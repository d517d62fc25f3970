package torc.proxy.swift.form;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import torc.common.http.BodyBroken;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.RequestBody;
import torc.common.http.ResponseBody;
import torc.common.stream.Chunk;
import torc.proxy.swift.bulk.BodyStream;
import torc.proxy.swift.bulk.Statuses;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Reach;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;
import torc.proxy.swift.tempurl.TempUrls;

/// Stores the files of a form that was signed with a key of temporary URLs, so that a web page may let its
/// readers upload (Swift's formpost). Fields stand before the files that they speak of; what they allow is
/// signed with them.
public final class FormPost {
    private static final int MAX_VALUE_BYTES = 4_096;
    private static final int MAX_FIELDS = 100;
    private static final int READ_BYTES = 64 << 10;

    private final TempUrls keys;
    private final InstantSource clock;

    public FormPost(TempUrls keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /// Stores one file.
    @FunctionalInterface
    public interface Uploads {
        /// @param reach what the signature's key reaches
        HttpResponse put(SwiftPath path, Headers headers, RequestBody body, Reach reach);
    }

    /// Whether a request is a form.
    public static boolean isAsked(HttpRequest http) {
        if (!http.method().equals("POST")) return false;
        var type = http.headers().first("content-type").orElse("");
        return type.regionMatches(true, 0, "multipart/form-data", 0, "multipart/form-data".length())
                && !FormField.parse(type).get("boundary").isEmpty();
    }

    public HttpResponse answer(HttpRequest http, SwiftPath path, Uploads uploads) {
        var boundary =
                FormField.parse(http.headers().first("content-type").orElse("")).get("boundary");
        var form = new Form(http, path, uploads);
        try (var body = new BodyStream(http.body())) {
            var parts = new MultipartReader(body, boundary);
            parts.begin();
            return form.read(parts);
        } catch (Unfit unfit) {
            return text(unfit.status, "FormPost: " + unfit.getMessage());
        } catch (IOException e) {
            return text(400, "FormPost: " + e.getMessage());
        }
    }

    private static HttpResponse text(int status, String text) {
        return HttpResponse.of(
                status, Headers.builder().add("Content-Type", "text/plain").build(), text);
    }

    /// The form is not what it must be.
    private static final class Unfit extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Unfit(int status, String reason) {
            super(reason);
            this.status = status;
        }
    }

    /// One form.
    private final class Form {
        private final HttpRequest http;
        private final SwiftPath path;
        private final Uploads uploads;
        private final Map<String, String> fields = new HashMap<>();
        private int files;

        Form(HttpRequest http, SwiftPath path, Uploads uploads) {
            this.http = http;
            this.path = path;
            this.uploads = uploads;
        }

        HttpResponse read(MultipartReader parts) throws IOException {
            var stored = HttpResponse.of(400);
            var message = "no files to process";
            for (var part = parts.next(); part.isPresent(); part = parts.next()) {
                var disposition = FormField.parse(part.get().header("content-disposition"));
                var filename = disposition.get("filename");
                if (!disposition.value().equals("form-data") || filename.isEmpty()) {
                    readField(disposition.get("name"), parts);
                    continue;
                }
                files++;
                if (files > number("max_file_count", "max_file_count not an integer")) {
                    stored = HttpResponse.of(400);
                    message = "max file count exceeded";
                    break;
                }
                stored = store(part.get(), filename, parts);
                message = "";
                if (stored.status() / 100 != 2) break;
            }
            return told(stored, message);
        }

        private void readField(String name, MultipartReader parts) throws IOException {
            var value = new java.io.ByteArrayOutputStream();
            var buffer = new byte[MAX_VALUE_BYTES];
            for (int count = parts.read(buffer); count >= 0; count = parts.read(buffer))
                value.write(buffer, 0, Math.min(count, MAX_VALUE_BYTES - value.size()));
            if (fields.size() >= MAX_FIELDS) throw new Unfit(400, "too many fields");
            if (!name.isEmpty())
                fields.put(
                        name.toLowerCase(Locale.ROOT),
                        value.toString(java.nio.charset.StandardCharsets.UTF_8).stripTrailing());
        }

        private long number(String field, String otherwise) throws Unfit {
            var text = fields.getOrDefault(field, "");
            if (text.isEmpty()) return 0;
            if (!text.matches("-?[0-9]{1,18}")) throw new Unfit(400, otherwise);
            return Long.parseLong(text);
        }

        private HttpResponse store(MultipartReader.Part part, String filename, MultipartReader parts)
                throws IOException {
            var maxBytes = number("max_file_size", "max_file_size not an integer");
            number("x_delete_at", "x_delete_at not an integer: Unix timestamp required.");
            number("x_delete_after", "x_delete_after not an integer: Number of seconds required.");
            if (number("expires", "expired not an integer") < clock.instant().getEpochSecond())
                throw new Unfit(401, "Form Expired");
            var reach = path.level() == Level.ACCOUNT
                    ? java.util.Optional.<Reach>empty()
                    : keys.reachOf(path, fields.getOrDefault("signature", ""), signed());
            if (reach.isEmpty()) throw new Unfit(401, "Invalid Signature");
            var name = path.object() + Octets.utf8(filename).orElse(filename);
            if (name.indexOf('\0') >= 0) throw new Unfit(400, "invalid filename");
            var body = new FileBody(parts, maxBytes);
            var target = new SwiftPath(path.account(), path.container(), name);
            var response = uploads.put(target, headers(part), body, reach.get());
            if (body.exceeded) throw new Unfit(400, "max_file_size exceeded");
            return response;
        }

        private String signed() {
            return String.join(
                    "\n",
                    PercentCoding.decode(http.rawPath()).orElse(""),
                    fields.getOrDefault("redirect", ""),
                    orZero("max_file_size"),
                    orZero("max_file_count"),
                    orZero("expires"));
        }

        private String orZero(String field) {
            var value = fields.getOrDefault(field, "");
            return value.isEmpty() ? "0" : value;
        }

        private Headers headers(MultipartReader.Part part) {
            var headers = Headers.builder().add("Transfer-Encoding", "chunked");
            add(headers, "Content-Type", fields.getOrDefault("content-type", part.header("content-type")));
            add(headers, "Content-Encoding", fields.getOrDefault("content-encoding", part.header("content-encoding")));
            add(headers, "X-Delete-At", fields.getOrDefault("x_delete_at", ""));
            add(headers, "X-Delete-After", fields.getOrDefault("x_delete_after", ""));
            return headers.build();
        }

        private static void add(Headers.Builder headers, String name, String value) {
            if (!value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c != 0x7f))
                headers.add(name, Octets.ofUtf8(value));
        }

        private HttpResponse told(HttpResponse stored, String message) {
            if (stored.body() instanceof ResponseBody.Streamed streamed)
                streamed.source().close();
            var redirect = fields.getOrDefault("redirect", "");
            if (redirect.isEmpty() || redirect.chars().anyMatch(c -> c < ' ')) {
                if (message.isEmpty() && stored.body() instanceof ResponseBody.Whole) return stored;
                var status = Statuses.of(stored.status());
                return text(stored.status(), message.isEmpty() ? status : status + "\r\nFormPost: " + message);
            }
            var location = redirect + (redirect.indexOf('?') < 0 ? '?' : '&') + "status=" + stored.status()
                    + "&message=" + PercentCoding.encode(message);
            var headers = Headers.builder()
                    .add("Content-Type", "text/html; charset=UTF-8")
                    .add("Location", Octets.ofUtf8(location));
            var link = location.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
            return HttpResponse.of(
                    303,
                    headers.build(),
                    "<html><body><p><a href=\"" + link + "\">Click to continue...</a></p></body></html>");
        }
    }

    /// The bytes of one file, up to what its form allows.
    private static final class FileBody implements RequestBody {
        private final MultipartReader parts;
        private final long maxBytes;
        private long bytes;
        private boolean exceeded;

        FileBody(MultipartReader parts, long maxBytes) {
            this.parts = parts;
            this.maxBytes = maxBytes;
        }

        @Override
        public OptionalLong announcedBytes() {
            return OptionalLong.empty();
        }

        @Override
        public @Nullable Chunk next() {
            try {
                var buffer = new byte[READ_BYTES];
                int count = parts.read(buffer);
                if (count < 0) return null;
                bytes += count;
                exceeded |= bytes > maxBytes;
                if (!exceeded) return Chunk.unpooled(java.util.Arrays.copyOf(buffer, count));
            } catch (IOException _) {
                // The same as a connection that ends.
            }
            throw new BodyBroken(BodyBroken.Reason.MALFORMED);
        }

        @Override
        public void close() {
            // The form goes on.
        }
    }
}
