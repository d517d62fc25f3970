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
final class DirectoryListing {
    private final ObjectService service;

    DirectoryListing(ObjectService service) {
        this.service = service;
    }

    Listing<StoredObject> list(ContainerName container, String path, ListQuery asked) {
        var directory = path.isEmpty() ? "" : withoutTrailingSlashes(path) + "/";
        var found = new ArrayList<Entry<StoredObject>>();
        var query = new ListQuery(directory, "/", asked.after(), asked.before(), asked.limit(), asked.reverse());
        var more = asked.limit() > 0;
        while (more && found.size() < asked.limit()) {
            var page = service.containers().list(container, query).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
            for (var entry : page.entries()) add(container, directory, entry, found);
            more = page.more() && !page.entries().isEmpty();
            if (more) query = after(query, page.entries().getLast());
        }
        return new Listing<>(found.size() > asked.limit() ? found.subList(0, asked.limit()) : found, more);
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
