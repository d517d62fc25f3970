package torc.proxy.swift;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.identity.Caller;
import torc.common.identity.Identity;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.Container;
import torc.proxy.objects.Containers;
import torc.proxy.objects.Names;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.Objects;
import torc.proxy.recent.RecentProperties;
import torc.proxy.swift.access.AccessRules;
import torc.proxy.swift.access.AccessRules.Right;
import torc.proxy.swift.access.AccountAcl;
import torc.proxy.swift.access.Acl;
import torc.proxy.swift.access.Sender;
import torc.proxy.swift.account.AccountProperties;
import torc.proxy.swift.container.ContainerProperties;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.Reach;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.sync.SyncGate;
import torc.proxy.swift.tempurl.TempUrls;

/// The one gate: who is asking, for what exactly, and may they. Whatever comes out has been allowed in whole:
/// also the source of a copy (THREATS S26). No handler behind it checks anything of this again.
final class Gate {
    private final Identity identity;
    private final AccessRules rules;
    private final TempUrls tempUrls;
    private final Accounts accounts;
    private final Containers containers;
    private final Objects objects;
    private final RecentProperties recent;
    private final SyncGate syncs;
    private final boolean openExpired;

    /// @param openExpired whether objects whose end has come may be asked for
    Gate(
            Identity identity,
            AccessRules rules,
            TempUrls tempUrls,
            ObjectService service,
            RecentProperties recent,
            SyncGate syncs,
            boolean openExpired) {
        this.syncs = syncs;
        this.recent = recent;
        this.openExpired = openExpired;
        this.identity = identity;
        this.rules = rules;
        this.tempUrls = tempUrls;
        this.accounts = service.accounts();
        this.containers = service.containers();
        this.objects = service.objects();
    }

    /// @throws Refused if the request is not what it must be, or not allowed
    SwiftRequest pass(HttpRequest http, SwiftPath named, Verb verb) {
        if (TempUrls.isAsked(http)) return passTemporary(http, named);
        var sent = syncs.verify(http, named);
        if (sent.isPresent() && isOfSync(http, named, verb)) {
            requireThere(named, verb);
            return passSent(http, named, sent.get());
        }
        var path = evenEnded(http, versioned(http, named), verb);
        var sender = sender(http.headers());
        return switch (verb) {
            case COPY -> passCopy(http, CopyHeaders.target(http, path), path, sender);
            case PUT -> {
                var source = CopyHeaders.source(http, named).map(from -> versioned(http, from));
                yield source.isPresent()
                        ? passCopy(http, named, source.get(), sender)
                        : passPlain(http, path, verb, sender);
            }
            default -> passPlain(http, path, verb, sender);
        };
    }

    /// What another cluster may ask for with its signature alone: nothing but what synchronisation needs.
    private static boolean isOfSync(HttpRequest http, SwiftPath path, Verb verb) {
        if (path.level() != Level.OBJECT || !http.rawQuery().isEmpty()) return false;
        return switch (verb) {
            case HEAD, DELETE -> true;
            case PUT -> CopyHeaders.source(http, path).isEmpty();
            case GET, POST, COPY, OPTIONS -> false;
        };
    }

    private static SwiftRequest passSent(HttpRequest http, SwiftPath path, SyncGate.Verified sent) {
        return new SwiftRequest(
                http, path, List.of(), QueryParameters.NONE, false, false, "", new NoReach(), true, sent.micros());
    }

    /// The sender of a synchronised object touches nothing else.
    private record NoReach() implements Reach {
        @Override
        public void requireRead(SwiftPath path) {
            throw new Refused(Fault.FORBIDDEN);
        }

        @Override
        public void requireWrite(SwiftPath path) {
            throw new Refused(Fault.FORBIDDEN);
        }
    }

    private SwiftPath evenEnded(HttpRequest http, SwiftPath path, Verb verb) {
        var isAsked = openExpired
                && path.level() == Level.OBJECT
                && path.version() == ObjectName.CURRENT
                && (verb.reads() || verb == Verb.POST)
                && Flags.isTrue(http.headers().first("x-open-expired").orElse(""));
        return isAsked ? path.evenEnded() : path;
    }

    /// Of a copy, the query names the version of the source.
    private static SwiftPath versioned(HttpRequest http, SwiftPath path) {
        if (path.level() != Level.OBJECT || !http.rawQuery().contains("version-id")) return path;
        var version = QueryParameters.parse(http.rawQuery()).get("version-id");
        return version.isEmpty() ? path : path.at(version);
    }

    /// A temporary URL has its sender's rights in its signature, whoever that is, and asks for nothing else by
    /// its query.
    private SwiftRequest passTemporary(HttpRequest http, SwiftPath path) {
        var reach = tempUrls.admit(http, path);
        return new SwiftRequest(http, path, List.of(), QueryParameters.NONE, false, false, "", reach);
    }

    /// A service that speaks for somebody brings a token of its own; with one that is not valid, neither
    /// counts.
    private Sender sender(Headers headers) {
        var token = headers.first("x-auth-token").or(() -> headers.first("x-storage-token"));
        var caller = token.filter(text -> !text.isEmpty()).flatMap(identity::callerOfToken);
        var service = headers.first("x-service-token").filter(text -> !text.isEmpty());
        if (caller.isEmpty() || service.isEmpty()) return new Sender(caller, List.of());
        return identity.callerOfToken(service.get())
                .map(Caller::roles)
                .map(roles -> new Sender(caller, roles))
                .orElse(Sender.ANYBODY);
    }

    private SwiftRequest passPlain(HttpRequest http, SwiftPath path, Verb verb, Sender sender) {
        var right = right(http, path, verb, sender);
        if (right == Right.NONE) throw denied(sender, path);
        requireThere(path, verb);
        return passed(http, path, List.of(), right, sender);
    }

    private SwiftRequest passCopy(HttpRequest http, SwiftPath target, SwiftPath source, Sender sender) {
        if (right(http, source, Verb.GET, sender) == Right.NONE) throw denied(sender, source);
        requireThere(source, Verb.GET);
        var right = right(http, target, Verb.PUT, sender);
        // As in Swift, who may read the source learns first that it is not there.
        if (right == Right.NONE
                && objects.find(source.objectName(Fault.NOT_FOUND)).isEmpty()) throw new Refused(Fault.NOT_FOUND);
        if (right == Right.NONE) throw denied(sender, target);
        requireThere(target, Verb.PUT);
        return passed(http, target, List.of(source), right, sender);
    }

    private SwiftRequest passed(HttpRequest http, SwiftPath path, List<SwiftPath> sources, Right right, Sender sender) {
        var query = QueryParameters.parse(http.rawQuery());
        var domain = sender.caller()
                .filter(who -> rules.isOwnAccount(who, path.account()))
                .flatMap(Caller::project)
                .map(project -> project.domain().id())
                .orElse("");
        var reseller = sender.caller().map(rules::isResellerAdmin).orElse(false);
        return new SwiftRequest(
                http, path, sources, query, right == Right.OWN, reseller, domain, new SenderReach(http, sender));
    }

    /// Nothing is seen any more of an account that was deleted.
    private void requireThere(SwiftPath path, Verb verb) {
        if (Octets.utf8Length(path.account()) > Names.MAX_ACCOUNT_BYTES) return;
        if (!recent.hasEnded(path.accountName())) return;
        if (path.level() != Level.ACCOUNT) throw new Refused(Fault.NOT_FOUND);
        if (verb.reads()) throw new Refused(Fault.ACCOUNT_GONE);
        throw new Refused(verb == Verb.PUT ? Fault.ACCOUNT_JUST_DELETED : Fault.NOT_FOUND);
    }

    private Right right(HttpRequest http, SwiftPath path, Verb verb, Sender sender) {
        if (sender.caller().isPresent()) {
            var caller = sender.caller().get();
            // Nobody deletes the account that they work in, but by the hand of an administrator.
            if (verb == Verb.DELETE && path.level() == Level.ACCOUNT)
                return rules.isResellerAdmin(caller) ? Right.OWN : Right.NONE;
            var right = rules.byRole(caller, sender.serviceRoles(), path.account(), verb.reads());
            if (right == Right.NONE) right = byAccountAcl(caller, path, verb);
            if (right != Right.NONE) return right;
        }
        return byAcl(http, path, verb, sender) ? Right.USE : Right.NONE;
    }

    private Right byAccountAcl(Caller caller, SwiftPath path, Verb verb) {
        if (Octets.utf8Length(path.account()) > Names.MAX_ACCOUNT_BYTES) return Right.NONE;
        var properties = accounts.properties(path.accountName());
        var acl = AccountProperties.access(properties);
        return acl.equals(AccountAcl.NONE)
                ? Right.NONE
                : rules.byAccountAcl(
                        caller,
                        acl,
                        path.level() == Level.ACCOUNT,
                        verb.reads(),
                        AccountProperties.ownerDomain(properties));
    }

    /// Access lists speak of objects, and of reading their containers. Older versions are nobody's but the
    /// owners'.
    private boolean byAcl(HttpRequest http, SwiftPath path, Verb verb, Sender sender) {
        var object = path.level() == Level.OBJECT;
        if (path.version() > ObjectName.UNVERSIONED) return false;
        if (!object && (path.level() == Level.ACCOUNT || !verb.reads())) return false;
        var container = container(path);
        if (container.isEmpty()) return false;
        var acl = verb.reads()
                ? ContainerProperties.readers(container.get())
                : ContainerProperties.writers(container.get());
        if (acl.equals(Acl.NONE)) return false;
        var referer = http.headers().first("referer").orElse("");
        return rules.byAcl(
                sender.caller(),
                path.account(),
                acl,
                referer,
                object,
                ContainerProperties.ownerDomain(container.get()));
    }

    private Optional<Container> container(SwiftPath path) {
        var tooLong = Octets.utf8Length(path.account()) > Names.MAX_ACCOUNT_BYTES
                || Octets.utf8Length(path.container()) > Names.MAX_CONTAINER_BYTES;
        return tooLong ? Optional.empty() : containers.find(path.containerName(Fault.NOT_FOUND));
    }

    private static Refused denied(Sender sender, SwiftPath path) {
        if (sender.caller().isPresent()) return new Refused(Fault.FORBIDDEN);
        var realm = "Swift realm=\"" + PercentCoding.encode(path.account()) + '"';
        return new Refused(Fault.UNAUTHORIZED)
                .with(Headers.builder().add("Www-Authenticate", realm).build());
    }

    /// What the sender of one request may touch besides. A container's verdict is remembered as long as the
    /// request lasts, for a large object has many segments in one.
    private final class SenderReach implements Reach {
        private final HttpRequest http;
        private final Sender sender;
        private final Map<Asked, Boolean> allowed = new HashMap<>();

        private record Asked(String account, String container, Level level, boolean version, Verb verb) {}

        SenderReach(HttpRequest http, Sender sender) {
            this.http = http;
            this.sender = sender;
        }

        @Override
        public void requireRead(SwiftPath path) {
            require(path, Verb.GET);
        }

        @Override
        public void requireWrite(SwiftPath path) {
            require(path, Verb.PUT);
        }

        private void require(SwiftPath path, Verb verb) {
            var asked = new Asked(
                    path.account(), path.container(), path.level(), path.version() > ObjectName.UNVERSIONED, verb);
            if (!allowed.computeIfAbsent(asked, _ -> right(http, path, verb, sender) != Right.NONE))
                throw denied(sender, path);
            requireThere(path, verb);
        }
    }
}
