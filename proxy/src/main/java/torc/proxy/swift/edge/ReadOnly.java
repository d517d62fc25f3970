package torc.proxy.swift.edge;

import java.util.Map;
import torc.common.http.Headers;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Names;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.Remembered;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;
import torc.proxy.swift.request.SwiftRequest;

/// Lets nothing be written in a cluster, or in some accounts (Swift's read_only). What a reseller says of an
/// account, by `X-Account-Read-Only`, goes before what the operator says of all; it is remembered for a second.
public final class ReadOnly {
    private static final String PROPERTY = "swift-read-only";
    private static final String HEADER = "x-account-read-only";

    private final EdgeSettings settings;
    private final Remembered<AccountName, Map<String, String>> accounts;

    /// @param accounts properties of accounts
    public ReadOnly(EdgeSettings settings, Remembered<AccountName, Map<String, String>> accounts) {
        this.settings = settings;
        this.accounts = accounts;
    }

    /// @param path what is to be changed
    /// @param deleting whether it is to be deleted
    /// @throws Refused if it may not be
    public void requireWritable(SwiftRequest request, SwiftPath path, boolean deleting) {
        if (deleting && settings.allowDeletes()) return;
        if (path.level() == Level.ACCOUNT && request.reseller()) return; // Who says so may take it back.
        if (Octets.utf8Length(path.account()) > Names.MAX_ACCOUNT_BYTES) return;
        var said = accounts.of(path.accountName()).get(PROPERTY);
        if (said == null ? settings.readOnly() : Flags.isTrue(said)) throw new Refused(Fault.READ_ONLY);
    }

    /// Adds to a change of an account what the request's headers say.
    ///
    /// @throws Refused if the sender is no reseller
    public void read(SwiftRequest request, PropertyChange change) {
        var given = request.headers().first(HEADER);
        if (given.isEmpty()) return;
        if (!request.reseller()) throw new Refused(Fault.FORBIDDEN);
        change.set(PROPERTY, given.get().isEmpty() ? "" : Flags.isTrue(given.get()) ? "True" : "False");
    }

    /// Adds what was said of an account to the headers of an answer.
    public static void show(Map<String, String> properties, Headers.Builder headers) {
        var value = properties.get(PROPERTY);
        if (value != null) headers.add("X-Account-Read-Only", value);
    }
}
