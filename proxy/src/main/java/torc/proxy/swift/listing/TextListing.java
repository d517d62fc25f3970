package torc.proxy.swift.listing;

import torc.proxy.objects.StoredObject;

/// One name a line. Names with line breaks cannot be told apart here; that is why there are other formats.
final class TextListing implements ListingWriter {
    private final ByteWriter out = new ByteWriter();

    @Override
    public void object(StoredObject object) {
        out.utf8(object.name().text()).sign('\n');
    }

    @Override
    public void container(String name, long objects, long bytes, long modifiedMicros, String policy) {
        out.utf8(name).sign('\n');
    }

    @Override
    public void subdirectory(String prefix) {
        out.utf8(prefix).sign('\n');
    }

    @Override
    public byte[] finish() {
        return out.toBytes();
    }
}
