package torc.proxy.swift;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import torc.common.config.Secret;
import torc.common.http.HttpRequest;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.tempurl.TempSignature;

/// Who sees what of `/info`: everybody what the operator does not leave out, and who signs with the operator's key
/// what that is besides.
final class InfoView {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SIGNATURE = "swiftinfo_sig";
    private static final String EXPIRES = "swiftinfo_expires";

    private final boolean exposed;
    private final String adminKey;
    private final List<String> disallowed;
    private final InstantSource clock;

    InfoView(SwiftSettings settings, InstantSource clock) {
        this.exposed = settings.exposeInfo();
        this.adminKey = Octets.ofUtf8(settings.infoAdminKey().map(Secret::value).orElse(""));
        this.disallowed = settings.disallowedSections();
        this.clock = clock;
    }

    /// Whether the administrator's view is asked for.
    ///
    /// @throws Refused if it is without right, or there is nothing to be seen
    boolean isAdministrators(HttpRequest request) {
        if (!exposed) throw new Refused(Fault.FORBIDDEN);
        var query = QueryParameters.parse(request.rawQuery());
        var signature = query.get(SIGNATURE);
        var expires = query.get(EXPIRES);
        if (signature.isEmpty() && expires.isEmpty()) return false;
        if (adminKey.isEmpty()) throw new Refused(Fault.FORBIDDEN);
        if (!expires.matches("[0-9]{1,18}")) throw new Refused(Fault.UNAUTHORIZED);
        var until = Long.parseLong(expires);
        if (until < clock.instant().getEpochSecond()) throw new Refused(Fault.UNAUTHORIZED);
        // Who may read it may also ask for its head.
        var methods = request.method().equals("HEAD") ? List.of("HEAD", "GET") : List.of("GET");
        var given = TempSignature.parse(signature);
        if (given.isEmpty() || methods.stream().noneMatch(method -> isSigned(given.get(), method, until)))
            throw new Refused(Fault.UNAUTHORIZED);
        return true;
    }

    private boolean isSigned(TempSignature signature, String method, long until) {
        return signature.isOf(method + "\n" + until + "\n/info", adminKey);
    }

    /// What is shown.
    ///
    /// @param whole all that there is, as JSON
    String of(String whole, boolean administrators) {
        var info = (ObjectNode) JSON.readTree(whole);
        for (var section : disallowed) remove(info, section);
        if (administrators) disallowed.forEach(info.putObject("admin").putArray("disallowed_sections")::add);
        return JSON.writeValueAsString(info);
    }

    private static void remove(ObjectNode info, String section) {
        var names = section.split("\\.", -1);
        @Nullable JsonNode within = info;
        for (int i = 0; i < names.length - 1 && within != null; i++) within = within.get(names[i]);
        Optional.ofNullable(within)
                .filter(node -> node instanceof ObjectNode)
                .map(ObjectNode.class::cast)
                .ifPresent(node -> node.remove(names[names.length - 1]));
    }
}
