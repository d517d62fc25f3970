package torc.control.keystone;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;
import torc.common.id.Id128;
import torc.control.api.Answers;
import torc.control.identity.Domain;
import torc.control.identity.Login;

/// A token as Keystone's API shows it.
final class TokenJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private TokenJson() {}

    static ObjectNode of(Login login, Catalog catalog, boolean withCatalog) {
        var body = Answers.object();
        var token = body.putObject("token");
        token.putArray("methods").add("password");
        var user = token.putObject("user");
        user.put("id", login.user().id()).put("name", login.user().name()).putNull("password_expires_at");
        domain(user.putObject("domain"), login.userDomain());
        var audits = token.putArray("audit_ids").add(auditText(login.token().auditId()));
        if (!login.token().chainId().equals(login.token().auditId()))
            audits.add(auditText(login.token().chainId()));
        token.put("expires_at", TIME.format(login.token().expiresAt()));
        token.put("issued_at", TIME.format(Instant.EPOCH.plus(login.token().issuedMicros(), ChronoUnit.MICROS)));
        login.project().ifPresent(project -> {
            var shown = token.putObject("project").put("id", project.id()).put("name", project.name());
            domain(shown.putObject("domain"), login.domain().orElseThrow());
            token.put("is_domain", false);
        });
        if (login.project().isEmpty()) login.domain().ifPresent(domain -> domain(token.putObject("domain"), domain));
        if (!login.roles().isEmpty()) {
            var roles = token.putArray("roles");
            login.roles().forEach(role -> roles.addObject().put("id", role.id()).put("name", role.name()));
            if (withCatalog) token.set("catalog", catalog.of(login));
        }
        return body;
    }

    private static void domain(ObjectNode target, Domain domain) {
        target.put("id", domain.id()).put("name", domain.name());
    }

    private static String auditText(Id128 id) {
        var bytes = ByteBuffer.allocate(Id128.BYTES)
                .putLong(id.high())
                .putLong(id.low())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
