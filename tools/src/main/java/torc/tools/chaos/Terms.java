package torc.tools.chaos;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What goes with a value that is stored.
///
/// @param mark names the value, as metadata of the object; 0 for none
/// @param onlyNew whether nothing may be there (`If-None-Match: *`)
/// @param onlyOver the ETag that must be there (`If-Match`)
record Terms(long mark, boolean onlyNew, Optional<String> onlyOver) {
    static final Terms NONE = of(0);

    static Terms of(long mark) {
        return new Terms(mark, false, Optional.empty());
    }

    /// The conditions as fields of a request.
    Map<String, String> conditions() {
        var fields = new TreeMap<String, String>();
        if (onlyNew) fields.put("If-None-Match", "*");
        onlyOver.ifPresent(etag -> fields.put("If-Match", etag));
        return fields;
    }
}
