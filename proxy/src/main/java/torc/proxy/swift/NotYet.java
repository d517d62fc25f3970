package torc.proxy.swift;

import java.util.List;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath.Level;
import torc.proxy.swift.request.SwiftRequest;

/// Features of Swift that change what a write means and that are not here yet. Taking such a request for a
/// plain one would store something else than its sender believes, so it is refused.
final class NotYet {
    private static final List<String> CONTAINER_HEADERS = List.of("x-container-sync-to");

    private NotYet() {}

    static void refuse(SwiftRequest request, Verb verb) {
        if (verb != Verb.PUT && verb != Verb.POST && verb != Verb.COPY) return;
        var level = request.path().level();
        if (level == Level.CONTAINER && request.owner()) refuseHeaders(request, CONTAINER_HEADERS);
    }

    private static void refuseHeaders(SwiftRequest request, List<String> names) {
        for (var name : names) if (!request.header(name).isEmpty()) throw new Refused(Fault.NOT_IMPLEMENTED);
    }
}
