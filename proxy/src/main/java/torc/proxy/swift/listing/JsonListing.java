package torc.proxy.swift.listing;

import torc.proxy.objects.Containers.ListedVersion;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.content.SymbolicLink;
import torc.proxy.swift.content.VersionFields;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.VersionId;

/// An array of objects (RFC 8259), in Swift's order of fields, with names in UTF-8.
final class JsonListing implements ListingWriter {
    private static final String HEX = "0123456789abcdef";

    private final ByteWriter out = new ByteWriter().sign('[');
    private boolean empty = true;

    @Override
    public void object(StoredObject object) {
        fields(object);
        if (object.isVersion()) {
            out.ascii(", \"symlink_path\": ");
            string(VersionFields.location(path(object), object.version()));
            out.ascii(", \"version_symlink\": true");
        }
        out.sign('}');
    }

    private static SwiftPath path(StoredObject object) {
        var container = object.name().container();
        return new SwiftPath(
                container.account().text(), container.text(), object.name().text());
    }

    @Override
    public void version(ListedVersion version) {
        fields(version.object());
        out.ascii(", \"version_id\": ");
        string(VersionId.of(version.object().version()));
        out.ascii(", \"is_latest\": ")
                .ascii(version.current() ? "true" : "false")
                .sign('}');
    }

    private void fields(StoredObject object) {
        next().ascii("{\"bytes\": ").number(LargeObjectMarks.listedBytes(object));
        out.ascii(", \"hash\": ");
        string(object.etag());
        out.ascii(", \"name\": ");
        string(object.name().text());
        out.ascii(", \"content_type\": ");
        string(Octets.lenientUtf8(object.attributes().contentType()));
        out.ascii(", \"last_modified\": \"").moment(object.modifiedMicros()).sign('"');
        sloEtag(LargeObjectMarks.staticEtag(object));
        if (SymbolicLink.isLink(object))
            link(SymbolicLink.of(object), object.name().container().account().text());
    }

    private void sloEtag(String etag) {
        if (etag.isEmpty()) return;
        out.ascii(", \"slo_etag\": ");
        string('"' + etag + '"');
    }

    private void link(SymbolicLink link, String account) {
        sloEtag(link.sloEtag());
        out.ascii(", \"symlink_path\": ");
        string(link.location(account));
        if (!link.isStatic()) return;
        out.ascii(", \"symlink_etag\": ");
        string(link.etag());
        out.ascii(", \"symlink_bytes\": ").number(link.bytes());
    }

    @Override
    public void container(String name, long objects, long bytes, long modifiedMicros, String policy) {
        next().ascii("{\"name\": ");
        string(name);
        out.ascii(", \"count\": ").number(objects).ascii(", \"bytes\": ").number(bytes);
        out.ascii(", \"last_modified\": \"").moment(modifiedMicros).ascii("\", \"storage_policy\": ");
        string(policy);
        out.sign('}');
    }

    @Override
    public void subdirectory(String prefix) {
        next().ascii("{\"subdir\": ");
        string(prefix);
        out.sign('}');
    }

    @Override
    public byte[] finish() {
        return out.sign(']').toBytes();
    }

    private ByteWriter next() {
        if (!empty) out.ascii(", ");
        empty = false;
        return out;
    }

    private void string(String text) {
        out.sign('"');
        for (int i = 0; i < text.length(); ) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.sign('\\').sign(c);
                i++;
            } else if (c < ' ') {
                out.ascii("\\u00").sign(HEX.charAt(c >> 4)).sign(HEX.charAt(c & 15));
                i++;
            } else {
                i = out.utf8(text, i);
            }
        }
        out.sign('"');
    }
}
