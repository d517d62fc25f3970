package torc.proxy.swift.content;

import torc.common.http.Headers;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.VersionId;

/// What answers say of an object's version: nothing where none were ever kept.
public final class VersionFields {
    public static final String ID = "X-Object-Version-Id";

    private VersionFields() {}

    /// @param path where the object is stored
    /// @throws Refused if it says only that the object was deleted
    static Headers of(SwiftPath path, StoredObject object) {
        if (object.version() == StoredObject.NO_VERSIONS) return Headers.empty();
        var fields = Headers.builder().add(ID, VersionId.of(object.version()));
        if (object.marker()) throw new Refused(Fault.VERSION_IS_MARKER).with(fields.build());
        if (object.isVersion() && path.version() < ObjectName.UNVERSIONED)
            fields.add("Content-Location", location(path, object.version()));
        return fields.build();
    }

    /// The path of a version in a URL.
    public static String location(SwiftPath path, long version) {
        return "/v1/" + PercentCoding.encode(path.account() + '/' + path.container() + '/' + path.object())
                + "?version-id=" + VersionId.of(version);
    }

    /// @param path where the link is stored
    /// @param target what it leads to
    /// @param location what is said of where that is
    static Headers ofLink(SwiftPath path, StoredObject link, StoredObject target, Headers location) {
        if (link.version() == StoredObject.NO_VERSIONS) return location;
        return location.toBuilder()
                .add(ID, VersionId.of(shown(path, link, target)))
                .build();
    }

    /// As in Swift, a link is a version only to who asks for it as one; else its target's is told, if that is
    /// in the same container.
    private static long shown(SwiftPath path, StoredObject link, StoredObject target) {
        if (path.version() >= ObjectName.UNVERSIONED) return link.version();
        var isNear = link.name().container().equals(target.name().container());
        return isNear ? target.version() : ObjectName.UNVERSIONED;
    }
}
