package torc.proxy.swift.container;

import java.util.ArrayList;
import java.util.List;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.Names;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.Refused;

/// The listing that `path` asks for: the objects that lie directly in a pseudo-directory, among them those whose
/// names end in a slash and so mark a directory below it. There are no folded entries.
///
/// A directory below that nobody marked is passed over by one seek, but there may be any number of them. So one request
/// looks at a bounded number of names and directories: its page ends early with what was found, and the client's next
/// one goes on behind that. If nothing at all was found, an empty page would say that there is no more; then the
/// request
/// fails.
final class DirectoryListing {
    /// As much as ten of the longest listings with a delimiter look at.
    static final int MAX_LOOKED_AT = 10 * ListQuery.MAX_LIMIT;

    /// A short page is not worth a scan of its own.
    private static final int MIN_SCANNED = 100;

    private final ObjectService service;
    private final int maxLookedAt;

    DirectoryListing(ObjectService service, int maxLookedAt) {
        this.service = service;
        this.maxLookedAt = maxLookedAt;
    }

    Listing<StoredObject> list(ContainerName container, String path, ListQuery asked) {
        var directory = path.isEmpty() ? "" : withoutTrailingSlashes(path) + "/";
        var found = new ArrayList<Entry<StoredObject>>();
        var query = new ListQuery(
                directory, "/", asked.after(), asked.before(), Math.max(asked.limit(), MIN_SCANNED), asked.reverse());
        var more = asked.limit() > 0;
        for (int lookedAt = 0; more && found.size() < asked.limit(); ) {
            if (lookedAt >= maxLookedAt && found.isEmpty()) throw new Refused(Fault.UNAVAILABLE);
            if (lookedAt >= maxLookedAt) break;
            var page = service.containers().list(container, query).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
            for (var entry : page.entries()) {
                if (found.size() < asked.limit()) add(container, directory, entry, found);
            }
            lookedAt += page.entries().size();
            more = page.more() && !page.entries().isEmpty();
            if (more) query = after(query, page.entries().getLast());
        }
        return new Listing<>(found, more);
    }

    private void add(
            ContainerName container, String directory, Entry<StoredObject> entry, List<Entry<StoredObject>> found) {
        switch (entry) {
            case Entry.Item<StoredObject>(var object) -> {
                if (!object.name().text().equals(directory)) found.add(entry);
            }
            case Entry.CommonPrefix<StoredObject>(var prefix) -> {
                if (Octets.utf8Length(prefix) > Names.MAX_OBJECT_BYTES) return;
                service.objects()
                        .find(new ObjectName(container, prefix))
                        .ifPresent(object -> found.add(new Entry.Item<>(object)));
            }
        }
    }

    private static ListQuery after(ListQuery query, Entry<StoredObject> last) {
        var name = switch (last) {
            case Entry.Item<StoredObject>(var object) -> object.name().text();
            case Entry.CommonPrefix<StoredObject>(var prefix) -> prefix;
        };
        return new ListQuery(query.prefix(), query.delimiter(), name, query.before(), query.limit(), query.reverse());
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') end--;
        return path.substring(0, end);
    }
}
