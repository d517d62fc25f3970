package torc.proxy.swift.container;

import java.util.Map;
import java.util.Optional;
import torc.common.http.Headers;
import torc.proxy.objects.Archiving;
import torc.proxy.objects.Archiving.Mode;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;

/// `X-Versions-Location` and `X-History-Location` of a container: where copies of what is overwritten in it go.
final class ArchiveHeaders {
    private static final String STACK = "x-versions-location";
    private static final String HISTORY = "x-history-location";

    /// Name of the property that keeps the archive's name as its client wrote it.
    private static final String AS_WRITTEN = "swift-archive-as-written";

    private ArchiveHeaders() {}

    /// Adds what a request's headers say. To set goes before to remove.
    ///
    /// @throws Refused if they name no container, or two
    static void read(Headers headers, SwiftPath path, PropertyChange change) {
        var stack = headers.first(STACK);
        var history = headers.first(HISTORY);
        if (stack.isPresent() && history.isPresent()) {
            if (history.get().isEmpty()) history = Optional.empty();
            else if (stack.get().isEmpty()) stack = Optional.empty();
            else throw new Refused(Fault.ARCHIVES_BOTH_WAYS);
        }
        var written = stack.or(() -> headers.first(HISTORY)).orElse("");
        var removed = stack.isPresent()
                || history.isPresent()
                || isAsked(headers, "x-remove-versions-location")
                || isAsked(headers, "x-remove-history-location");
        if (!written.isEmpty()) set(change, written, path, stack.isPresent() ? Mode.STACK : Mode.HISTORY);
        else if (removed) {
            change.set(Archiving.CONTAINER_PROPERTY, "")
                    .set(Archiving.MODE_PROPERTY, "")
                    .set(AS_WRITTEN, "");
        }
    }

    private static boolean isAsked(Headers headers, String name) {
        return !headers.first(name).orElse("").isEmpty();
    }

    private static void set(PropertyChange change, String written, SwiftPath path, Mode mode) {
        if (written.indexOf('/') >= 0) throw new Refused(Fault.ARCHIVE_NAME_HAS_SLASH);
        var name = PercentCoding.decode(written)
                .filter(text -> text.indexOf('\0') < 0)
                .orElseThrow(() -> new Refused(Fault.INVALID_UTF8_OR_NUL));
        if (name.indexOf('/') >= 0) throw new Refused(Fault.ARCHIVE_NAME_HAS_SLASH);
        var archive = new SwiftPath(path.account(), name, "").containerName(Fault.CONTAINER_NAME_TOO_LONG);
        change.set(Archiving.CONTAINER_PROPERTY, archive.text())
                .set(Archiving.MODE_PROPERTY, mode.value())
                .set(AS_WRITTEN, written);
    }

    static void show(Map<String, String> properties, Headers.Builder headers) {
        var written = properties.getOrDefault(AS_WRITTEN, "");
        if (written.isEmpty()) return;
        var history = properties.getOrDefault(Archiving.MODE_PROPERTY, "").equals(Mode.HISTORY.value());
        headers.add(history ? "X-History-Location" : "X-Versions-Location", written);
    }
}
