package torc.proxy.swift.content;

import java.util.HashMap;
import java.util.Map;
import torc.common.http.Headers;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.SwiftPath;

/// A symbolic link (Swift's symlink): an object without bytes that stands for another one. A static one names the tag
/// that its target must have; a dynamic one stands for whatever is there.
///
/// @param target `container/object`, percent-coded
/// @param account of the target, percent-coded; empty for the link's own
/// @param etag tag of what is stored at the target of a static link; empty for a dynamic one
/// @param bytes length that the target of a static link had when the link was made
/// @param sloEtag tag over the segments, if the target of a static link was a static large object; else empty
public record SymbolicLink(String target, String account, String etag, long bytes, String sloEtag) {
    /// Links on the way to an object; Swift's limit.
    public static final int MAX_LINKS = 2;

    private static final String TARGET = "swift-link-target";
    private static final String ACCOUNT = "swift-link-account";
    private static final String ETAG = "swift-link-etag";
    private static final String BYTES = "swift-link-bytes";
    private static final String SLO_ETAG = "swift-link-slo-etag";

    /// A link that stands for whatever is at its target.
    public static SymbolicLink dynamic(String target, String account) {
        return new SymbolicLink(target, account, "", 0, "");
    }

    public static boolean isLink(StoredObject object) {
        var system = object.attributes().system();
        return !system.isEmpty() && system.containsKey(TARGET);
    }

    /// The link that an object is.
    public static SymbolicLink of(StoredObject object) {
        var system = object.attributes().system();
        return new SymbolicLink(
                system.getOrDefault(TARGET, ""),
                system.getOrDefault(ACCOUNT, ""),
                system.getOrDefault(ETAG, ""),
                Long.parseLong(system.getOrDefault(BYTES, "0")),
                system.getOrDefault(SLO_ETAG, ""));
    }

    public boolean isStatic() {
        return !etag.isEmpty();
    }

    /// This link among an object's attributes, where no client sees it.
    public Map<String, String> marks() {
        var marks = new HashMap<String, String>();
        marks.put(TARGET, target);
        if (!account.isEmpty()) marks.put(ACCOUNT, account);
        if (isStatic()) {
            marks.put(ETAG, etag);
            marks.put(BYTES, Long.toString(bytes));
        }
        if (!sloEtag.isEmpty()) marks.put(SLO_ETAG, sloEtag);
        return marks;
    }

    /// What it stands for.
    ///
    /// @param linkAccount where the link itself is
    SwiftPath path(String linkAccount) {
        var of = account.isEmpty() ? linkAccount : PercentCoding.decode(account).orElse("");
        return SwiftPath.parseHeader(of, target, Fault.LINK_TARGET_MALFORMED);
    }

    /// The target's path in a URL.
    ///
    /// @param linkAccount where the link itself is
    public String location(String linkAccount) {
        return "/v1/" + (account.isEmpty() ? PercentCoding.encode(linkAccount) : account) + '/' + target;
    }

    /// What a client that asks for the link itself sees.
    Headers headers() {
        var headers = Headers.builder().add("X-Symlink-Target", target);
        if (!account.isEmpty()) headers.add("X-Symlink-Target-Account", account);
        if (isStatic()) headers.add("X-Symlink-Target-Etag", etag).add("X-Symlink-Target-Bytes", Long.toString(bytes));
        return headers.build();
    }
}
