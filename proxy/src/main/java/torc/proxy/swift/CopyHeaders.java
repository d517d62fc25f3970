package torc.proxy.swift;

import java.util.Optional;
import torc.common.http.HttpRequest;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;

/// What the headers of a copy name: decoded once and cut exactly as a path is, so that the gate judges the same
/// object that is copied (THREATS S19).
final class CopyHeaders {
    private CopyHeaders() {}

    /// Where a COPY goes to.
    static SwiftPath target(HttpRequest http, SwiftPath source) {
        var destination = http.headers().first("destination").filter(value -> !value.isEmpty());
        if (destination.isEmpty()) throw new Refused(Fault.DESTINATION_MISSING);
        var account = account(http, "destination-account", source.account());
        return SwiftPath.parseHeader(account, destination.get(), Fault.DESTINATION_MALFORMED);
    }

    /// What a PUT copies from; empty if it brings its own bytes.
    static Optional<SwiftPath> source(HttpRequest http, SwiftPath target) {
        if (target.level() != Level.OBJECT) return Optional.empty();
        var from = http.headers().first("x-copy-from").filter(value -> !value.isEmpty());
        if (from.isEmpty()) return Optional.empty();
        var account = account(http, "x-copy-from-account", target.account());
        return Optional.of(SwiftPath.parseHeader(account, from.get(), Fault.COPY_FROM_MALFORMED));
    }

    private static String account(HttpRequest http, String header, String otherwise) {
        var given = http.headers().first(header);
        if (given.isEmpty()) return otherwise;
        var account = PercentCoding.decode(given.get()).orElseThrow(() -> new Refused(Fault.INVALID_UTF8_OR_NUL));
        if (account.isEmpty()) throw new Refused(Fault.ACCOUNT_HEADER_EMPTY);
        if (account.indexOf('/') >= 0) throw new Refused(Fault.ACCOUNT_HEADER_HAS_SLASH);
        if (account.indexOf('\0') >= 0) throw new Refused(Fault.INVALID_UTF8_OR_NUL);
        return account;
    }
}
