package torc.proxy.swift.object;

import java.nio.charset.StandardCharsets;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.proxy.swift.bulk.Report;
import torc.proxy.swift.bulk.Statuses;
import torc.proxy.swift.listing.ListingFormat;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.SwiftRequest;

/// How a copy went, for a client whose answer has begun (`heartbeat`).
public final class CopyReport {
    private CopyReport() {}

    /// As text, or as JSON where the client likes that better.
    public static ListingFormat format(SwiftRequest request) {
        return ListingFormat.liked(request.headers()) == ListingFormat.JSON ? ListingFormat.JSON : ListingFormat.TEXT;
    }

    /// @param response what would have been answered
    public static byte[] of(SwiftRequest request, HttpResponse response) {
        var report = new Report("copy");
        response.headers().forEach((name, value) -> report.set(HeaderNames.title(name), value));
        var text = response.body() instanceof ResponseBody.Whole(var bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "";
        report.set("Response Status", Statuses.of(response.status())).set("Response Body", text);
        if (response.status() / 100 != 2) {
            var source = request.sources().getFirst();
            report.trouble(
                    PercentCoding.encode(source.container() + "/" + source.object()), Statuses.of(response.status()));
        }
        return report.encode(format(request));
    }
}
