package torc.proxy.swift.content;

import torc.common.http.Headers;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Reach;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;

/// The way from a symbolic link to what it stands for. Every object on it is judged with the rights of who asks
/// (THREATS W12), and every answer from its end says where that is.
final class LinkWalk {
    private final Reach reach;
    private final boolean followsDynamic;
    private int links;
    private String etag = "";
    private String location = "";

    private LinkWalk(Reach reach, boolean followsDynamic) {
        this.reach = reach;
        this.followsDynamic = followsDynamic;
    }

    /// A reader's way, along every link.
    static LinkWalk reading(Reach reach) {
        return new LinkWalk(reach, true);
    }

    /// The way of one who makes a static link: where a dynamic one begins, nothing certain follows.
    ///
    /// @param etag tag that the first object on it must have
    /// @param location of the first object on it
    static LinkWalk linking(Reach reach, String etag, String location) {
        var walk = new LinkWalk(reach, false);
        walk.etag = etag;
        walk.location = location;
        return walk;
    }

    boolean goesOnAt(StoredObject object) {
        return SymbolicLink.isLink(object)
                && (followsDynamic || SymbolicLink.of(object).isStatic());
    }

    /// Goes along a link.
    ///
    /// @param at where the link is
    /// @return where it leads to
    /// @throws Refused if it is not the one that was meant, or one too many, or the sender may not read its target
    SwiftPath next(SwiftPath at, StoredObject object) {
        var link = SymbolicLink.of(object);
        var found = link.isStatic() ? link.etag() : object.etag();
        if (!etag.isEmpty() && !etag.equals(found)) throw new Refused(Fault.LINK_CHAIN_DIFFERS).with(location());
        if (links == SymbolicLink.MAX_LINKS) throw new Refused(Fault.LINK_TOO_LONG, SymbolicLink.MAX_LINKS);
        links++;
        etag = link.etag();
        location = link.location(at.account());
        var to = link.path(at.account());
        try {
            reach.requireRead(to);
        } catch (Refused refused) {
            throw refused.with(located(refused.headers()));
        }
        return to;
    }

    /// Looks at what stands at the end.
    ///
    /// @throws Refused if it is not what was meant
    void end(StoredObject object) {
        if (!etag.isEmpty() && !etag.equals(object.etag()))
            throw new Refused(
                            Fault.LINK_TARGET_DIFFERS,
                            "Object Etag '" + object.etag() + "' does not match X-Symlink-Target-Etag header '" + etag
                                    + "'")
                    .with(location());
    }

    /// Nothing stands at the end.
    Refused missing() {
        return new Refused(Fault.NOT_FOUND).with(location());
    }

    /// Where the walk has come to, for its answer.
    Headers location() {
        return located(Headers.empty());
    }

    private Headers located(Headers headers) {
        return headers.toBuilder().add("Content-Location", location).build();
    }
}
