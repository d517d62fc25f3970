package torc.proxy.swift.bulk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.common.stream.ByteSource;
import torc.proxy.objects.Names;
import torc.proxy.swift.listing.ListingFormat;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.SwiftPath;

/// Deletes the objects and containers that a request lists, a name a line (`bulk-delete`; Swift's bulk page):
/// first all objects, then all containers. What became of it is told in the answer's body, and its progress by
/// its coming.
public final class BulkDelete {
    public static final String PARAMETER = "bulk-delete";

    /// Names of one request.
    public static final int MAX_NAMES = 10_000;

    /// After so many failures nothing more is tried.
    public static final int MAX_FAILURES = 1_000;

    /// A coded octet takes three.
    private static final int MAX_LINE_BYTES = 3 * (Names.MAX_OBJECT_BYTES + Names.MAX_CONTAINER_BYTES + 2);

    private final InstantSource clock;

    public BulkDelete(InstantSource clock) {
        this.clock = clock;
    }

    public HttpResponse answer(HttpRequest http, String account, SubRequests requests) {
        var format = ListingFormat.acceptable(http.headers());
        var report = new Report("delete");
        List<String> names;
        try {
            if (format.isEmpty()) throw new Unusable("406 Not Acceptable", Statuses.NOT_ACCEPTABLE);
            names = names(http);
        } catch (Unusable unusable) {
            report.set("Number Deleted", 0).set("Number Not Found", 0);
            unusable.tell(report);
            return whole(format.orElse(ListingFormat.TEXT), report);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        var liked = format.get();
        var work = new Work(account, names, requests, report, liked);
        return streamed(liked, HeartbeatSource.ifLong(work, clock));
    }

    /// What a report says, once there is one.
    public static HttpResponse streamed(ListingFormat format, ByteSource body) {
        var headers =
                Headers.builder().add("Content-Type", format.contentType()).build();
        return new HttpResponse(200, headers, new ResponseBody.Streamed(OptionalLong.empty(), body));
    }

    static HttpResponse whole(ListingFormat format, Report report) {
        var headers =
                Headers.builder().add("Content-Type", format.contentType()).build();
        return HttpResponse.of(200, headers, report.encode(format));
    }

    private static List<String> names(HttpRequest http) throws Unusable, IOException {
        var type = http.headers().first("content-type").orElse("");
        if (!type.isEmpty() && !type.startsWith("text/plain"))
            throw new Unusable("406 Not Acceptable", Statuses.NOT_ACCEPTABLE);
        if (http.body().announcedBytes().isEmpty() && !http.headers().contains("transfer-encoding"))
            throw new Unusable("411 Length Required", "Missing Content-Length header.");
        var names = new ArrayList<String>();
        var line = new java.io.ByteArrayOutputStream();
        try (var body = new BodyStream(http.body())) {
            var buffer = new byte[8_192];
            for (int count = body.read(buffer, 0, buffer.length);
                    count >= 0;
                    count = body.read(buffer, 0, buffer.length)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') add(names, line);
                    else line.write(buffer[i]);
                    if (line.size() > MAX_LINE_BYTES) throw new Unusable("400 Bad Request", "Invalid File Name");
                }
            }
            add(names, line);
        }
        return names;
    }

    private static void add(List<String> names, java.io.ByteArrayOutputStream line) throws Unusable {
        var text = line.toString(StandardCharsets.ISO_8859_1).strip();
        line.reset();
        if (text.isEmpty()) return;
        names.add(text);
        if (names.size() > MAX_NAMES)
            throw new Unusable("413 Request Entity Too Large", "Maximum Bulk Deletes: " + MAX_NAMES + " per request");
    }

    /// One name a step.
    private static final class Work implements HeartbeatSource.Work {
        private final String account;
        private final List<String> names;
        private final SubRequests requests;
        private final Report report;
        private final ListingFormat format;
        private int at;
        private boolean containers;
        private long deleted;
        private long missing;
        private int failures;
        private boolean broken;

        Work(String account, List<String> names, SubRequests requests, Report report, ListingFormat format) {
            this.account = account;
            this.names = names;
            this.requests = requests;
            this.report = report;
            this.format = format;
        }

        @Override
        public boolean step() {
            if (failures >= MAX_FAILURES) return false;
            if (at == names.size()) {
                if (containers) return false;
                containers = true;
                at = 0;
                return true;
            }
            var raw = names.get(at++);
            var name = PercentCoding.decode(raw).filter(text -> text.indexOf('\0') < 0);
            if (name.isEmpty()) {
                if (containers) fail(PercentCoding.encode(raw), 412);
                return true;
            }
            var text = name.get().replaceFirst("^/+", "");
            var isContainer = text.replaceFirst("/+$", "").indexOf('/') < 0;
            if (isContainer == containers && !text.isEmpty()) delete(name.get(), text, isContainer);
            return true;
        }

        private void delete(String name, String text, boolean isContainer) {
            var slash = text.indexOf('/');
            var path = isContainer
                    ? new SwiftPath(account, text.replaceFirst("/+$", ""), "")
                    : new SwiftPath(account, text.substring(0, slash), text.substring(slash + 1));
            var status = requests.send("DELETE", path, Headers.empty(), new EmptyBody())
                    .status();
            if (status / 100 == 2) deleted++;
            else if (status == 404) missing++;
            else fail(PercentCoding.encode(name), status);
        }

        private void fail(String name, int status) {
            failures++;
            broken |= status / 100 == 5;
            report.trouble(name, Statuses.of(status));
        }

        @Override
        public byte[] report() {
            report.set("Number Deleted", deleted)
                    .set("Number Not Found", missing)
                    .set("Response Body", "");
            if (failures >= MAX_FAILURES)
                report.set("Response Status", "400 Bad Request").set("Response Body", "Max delete failures exceeded");
            else if (failures > 0) report.set("Response Status", broken ? "502 Bad Gateway" : "400 Bad Request");
            else if (deleted + missing == 0)
                report.set("Response Status", "400 Bad Request").set("Response Body", "Invalid bulk delete.");
            else report.set("Response Status", "200 OK");
            return report.encode(format);
        }
    }
}
