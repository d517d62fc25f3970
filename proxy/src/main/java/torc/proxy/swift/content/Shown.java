package torc.proxy.swift.content;

import torc.common.http.Headers;
import torc.proxy.objects.StoredObject;

/// What a read says of an object before its bytes.
///
/// @param object with the length and the tag of what is read, which of a large object are those of its segments
/// @param etagField value of the `Etag` field: with quotes where Swift gives them
/// @param more fields that only some kinds of objects have
/// @param hasLength false if there are more segments than are counted
/// @param givesSeveralRanges false if a request for several ranges gets the whole
public record Shown(
        StoredObject object, String etagField, Headers more, boolean hasLength, boolean givesSeveralRanges) {
    static Shown plain(StoredObject object) {
        return new Shown(object, object.etag(), Headers.empty(), true, true);
    }

    /// This, with more fields.
    Shown with(Headers others) {
        if (others.count() == 0) return this;
        var joined = more.toBuilder();
        others.forEach(joined::add);
        return new Shown(object, etagField, joined.build(), hasLength, givesSeveralRanges);
    }
}
