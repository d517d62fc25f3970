package torc.proxy.swift.tempurl;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.Refused;

/// What the query of a temporary URL says.
///
/// @param expiresSeconds when it ends, in seconds since 1970
/// @param prefix what the object's name begins with; empty if the URL is for one object
/// @param addresses range of addresses that may use it, as it was signed; empty if all may
/// @param filename under which the answer is to be kept; empty if the URL does not say
/// @param inline whether a browser shall show the object rather than keep it
record TempUrl(
        TempSignature signature,
        long expiresSeconds,
        Optional<String> prefix,
        Optional<String> addresses,
        String filename,
        boolean inline) {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-M-d'T'H:m:s'Z'", Locale.ROOT);

    /// @throws Refused if one of them is missing, is there twice (THREATS W03), or means nothing
    static TempUrl parse(QueryParameters query) {
        for (var name :
                new String[] {TempUrls.SIGNATURE, TempUrls.EXPIRES, "temp_url_prefix", "temp_url_ip_range", "filename"})
            if (query.isRepeated(name)) throw new Refused(Fault.TEMP_URL_INVALID);
        return new TempUrl(
                TempSignature.parse(query.get(TempUrls.SIGNATURE))
                        .orElseThrow(() -> new Refused(Fault.TEMP_URL_INVALID)),
                seconds(query.get(TempUrls.EXPIRES)),
                query.find("temp_url_prefix"),
                query.find("temp_url_ip_range").filter(range -> !range.isEmpty()),
                query.get("filename"),
                query.contains("inline"));
    }

    private static long seconds(String text) {
        try {
            if (text.trim().matches("[+-]?[0-9]{1,18}")) return Long.parseLong(text.trim());
            return LocalDateTime.parse(text, ISO).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw new Refused(Fault.TEMP_URL_INVALID);
        }
    }
}
