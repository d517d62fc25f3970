package torc.proxy.s3.bulk;

import java.util.ArrayList;
import java.util.List;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.xml.XmlElement;
import torc.proxy.s3.xml.XmlParser;

/// The document of DeleteObjects.
///
/// @param quiet whether only failures are to be told
record DeleteList(boolean quiet, List<Item> items) {
    private static final int MAX_ITEMS = 1000;

    DeleteList {
        items = List.copyOf(items);
    }

    /// @param versionId empty if not given
    /// @param etag that the object must have; empty if not asked
    record Item(String key, String versionId, String etag) {}

    /// @throws S3Failure MalformedXML if it is none, names nothing or more than 1,000 keys, or asks for what
    /// there is not
    static DeleteList parse(byte[] document) {
        var root = XmlParser.parse(document, "Delete");
        var quiet = false;
        var items = new ArrayList<Item>();
        for (var child : root.children()) {
            switch (child.name()) {
                case "Quiet" -> quiet = child.text().strip().equalsIgnoreCase("true");
                case "Object" -> items.add(item(child));
                default -> throw malformed();
            }
        }
        if (items.isEmpty() || items.size() > MAX_ITEMS) throw malformed();
        return new DeleteList(quiet, items);
    }

    private static Item item(XmlElement object) {
        for (var child : object.children()) {
            switch (child.name()) {
                case "Key", "VersionId", "ETag" -> {}
                case "LastModifiedTime", "Size" -> throw new S3Failure(S3ErrorCode.NOT_IMPLEMENTED);
                default -> throw malformed();
            }
        }
        var key = object.child("Key").orElseThrow(DeleteList::malformed);
        if (key.isEmpty()) throw malformed();
        return new Item(
                key,
                object.child("VersionId").orElse(""),
                object.child("ETag").orElse("").strip());
    }

    private static S3Failure malformed() {
        return new S3Failure(S3ErrorCode.MALFORMED_XML);
    }
}
