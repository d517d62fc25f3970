package torc.proxy.s3.listing;

import torc.common.identity.Caller.Project;
import torc.proxy.objects.Listing;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.StoredObject;
import torc.proxy.s3.answer.Owners;
import torc.proxy.s3.answer.Times;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.xml.XmlText;

/// Writes the entries of a listing: keys first, then common prefixes, as S3 does.
record KeyEntries(XmlText xml, NameCoding names, Project owner, boolean withOwner) {
    void append(Listing<StoredObject> page) {
        for (var entry : page.entries()) {
            if (entry instanceof Entry.Item<StoredObject>(var object)) appendKey(object);
        }
        for (var entry : page.entries()) {
            if (entry instanceof Entry.CommonPrefix<StoredObject>(var prefix))
                xml.open("CommonPrefixes").element("Prefix", names.text(prefix)).close("CommonPrefixes");
        }
    }

    static String nameOf(Entry<StoredObject> entry) {
        return switch (entry) {
            case Entry.Item<StoredObject>(var object) -> object.name().text();
            case Entry.CommonPrefix<StoredObject>(var prefix) -> prefix;
        };
    }

    private void appendKey(StoredObject object) {
        xml.open("Contents")
                .element("Key", names.text(object.name().text()))
                .element("LastModified", Times.iso(object.modifiedMicros()))
                .element("ETag", "\"" + object.etag() + "\"");
        ObjectChecksum.of(object.attributes().system())
                .ifPresent(checksum -> xml.element(
                                "ChecksumAlgorithm", checksum.algorithm().label())
                        .element("ChecksumType", checksum.type().name()));
        xml.element("Size", object.bytes());
        if (withOwner) Owners.append(xml, "Owner", owner);
        xml.element("StorageClass", "STANDARD").close("Contents");
    }
}
