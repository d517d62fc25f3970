package torc.proxy.s3.upload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torc.proxy.objects.Uploads;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.s3.checksum.ChecksumAlgorithm;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.object.Conditions;
import torc.proxy.s3.xml.XmlElement;
import torc.proxy.s3.xml.XmlParser;

/// The document of CompleteMultipartUpload.
record CompletionList(List<Item> items) {
    CompletionList {
        items = List.copyOf(items);
    }

    /// A part, and the checksum that it must have.
    record Item(ListedPart part, Optional<Checksum> checksum) {}

    /// @param text in Base64
    record Checksum(ChecksumAlgorithm algorithm, String text) {}

    /// @throws S3Failure MalformedXML if it is none; InvalidPartOrder if the numbers do not ascend
    static CompletionList parse(byte[] document) {
        var root = XmlParser.parse(document, "CompleteMultipartUpload");
        var items = new ArrayList<Item>();
        for (var child : root.children()) {
            if (!child.name().equals("Part") || items.size() == Uploads.MAX_PARTS) throw malformed();
            var item = item(child);
            if (!items.isEmpty()
                    && items.getLast().part().number() >= item.part().number())
                throw new S3Failure(S3ErrorCode.INVALID_PART_ORDER);
            items.add(item);
        }
        if (items.isEmpty()) throw malformed();
        return new CompletionList(items);
    }

    List<ListedPart> parts() {
        return items.stream().map(Item::part).toList();
    }

    private static Item item(XmlElement part) {
        var number = UploadIds.partNumber(
                part.child("PartNumber").orElseThrow(CompletionList::malformed).strip());
        var etag = Conditions.unquoted(
                part.child("ETag").orElseThrow(CompletionList::malformed).strip());
        Optional<Checksum> checksum = Optional.empty();
        for (var algorithm : ChecksumAlgorithm.ALL) {
            var text = part.child(algorithm.element());
            if (text.isPresent())
                checksum = Optional.of(new Checksum(algorithm, text.get().strip()));
        }
        return new Item(new ListedPart(number, etag), checksum);
    }

    private static S3Failure malformed() {
        return new S3Failure(S3ErrorCode.MALFORMED_XML);
    }
}
