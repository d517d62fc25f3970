package torc.proxy.swift.request;

import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Names;
import torc.proxy.objects.ObjectName;

/// A decoded Swift path: an account, a container of it, or an object in that.
///
/// Names are literal: `..`, `//` behind the container and the like mean nothing. They may be longer than a
/// store takes.
///
/// @param container empty if the path names an account
/// @param object empty if the path names a container or an account
/// @param version of the object, as [ObjectName] has it
public record SwiftPath(String account, String container, String object, long version) {
    public SwiftPath(String account, String container, String object) {
        this(account, container, object, ObjectName.CURRENT);
    }

    /// What a path names.
    public enum Level {
        ACCOUNT,
        CONTAINER,
        OBJECT
    }

    public Level level() {
        if (!object.isEmpty()) return Level.OBJECT;
        return container.isEmpty() ? Level.ACCOUNT : Level.CONTAINER;
    }

    /// Reads the path of a request target, such as `/v1/AUTH_a/c/o`. It is decoded once and then cut at its
    /// slashes, as Swift does, so that an encoded slash cuts like any other.
    ///
    /// @throws Refused if it is no path of this API
    public static SwiftPath parse(String rawPath) {
        var path = PercentCoding.decode(rawPath).orElseThrow(() -> new Refused(Fault.INVALID_UTF8_OR_NUL));
        if (path.indexOf('\0') >= 0) throw new Refused(Fault.INVALID_UTF8_OR_NUL);
        int versionEnd = cut(path, 1);
        if (path.isEmpty() || path.charAt(0) != '/' || versionEnd == 1) throw new Refused(Fault.NOT_FOUND);
        int accountEnd = cut(path, versionEnd + 1);
        if (accountEnd <= versionEnd + 1)
            throw new Refused(accountEnd < path.length() ? Fault.NOT_FOUND : Fault.BAD_URL);
        requireVersion(path, versionEnd);
        int containerEnd = cut(path, accountEnd + 1);
        var account = path.substring(versionEnd + 1, accountEnd);
        var container = part(path, accountEnd + 1, containerEnd);
        var object = part(path, containerEnd + 1, path.length());
        if (container.isEmpty() && containerEnd < path.length()) throw new Refused(Fault.NOT_FOUND);
        return new SwiftPath(account, container, object);
    }

    /// Reads `<container>/<object>`, with or without a leading slash, encoded, as headers name an object.
    ///
    /// @throws Refused with `malformed` if it is anything else
    public static SwiftPath parseHeader(String account, String rawValue, Fault malformed) {
        var value = PercentCoding.decode(rawValue).orElseThrow(() -> new Refused(malformed));
        int from = value.startsWith("/") ? 1 : 0;
        int slash = value.indexOf('/', from);
        if (slash <= from || slash + 1 == value.length() || value.indexOf('\0') >= 0) throw new Refused(malformed);
        return new SwiftPath(account, value.substring(from, slash), value.substring(slash + 1));
    }

    /// @throws Refused if the name is too long
    public AccountName accountName() {
        requireShort(account, Names.MAX_ACCOUNT_BYTES, Fault.ACCOUNT_NAME_TOO_LONG);
        return new AccountName(account);
    }

    /// @throws Refused with `tooLong` if the name is too long
    public ContainerName containerName(Fault tooLong) {
        requireShort(container, Names.MAX_CONTAINER_BYTES, tooLong);
        return new ContainerName(accountName(), container);
    }

    /// @throws Refused with `tooLong` if the object's name is too long
    public ObjectName objectName(Fault tooLong) {
        var in = containerName(Fault.NOT_FOUND);
        requireShort(object, Names.MAX_OBJECT_BYTES, tooLong);
        return new ObjectName(in, object, version);
    }

    /// The same object in a version that a query asks for by `version-id`.
    ///
    /// @throws Refused if that cannot be one's id
    public SwiftPath at(String versionId) {
        return new SwiftPath(account, container, object, VersionId.parse(versionId));
    }

    /// The same object, although its end may have come.
    public SwiftPath evenEnded() {
        return new SwiftPath(account, container, object, ObjectName.EVEN_ENDED);
    }

    private static void requireShort(String name, int maxBytes, Fault fault) {
        if (name.length() <= maxBytes / 3) return; // Shorter than that in any case, so it needs no count.
        int bytes = Octets.utf8Length(name);
        if (bytes > maxBytes) throw new Refused(fault, bytes + " longer than " + maxBytes);
    }

    /// An unknown version is a bad request, as in Swift; what is no version at all may be a service that is
    /// not here.
    private static void requireVersion(String path, int end) {
        var version = path.substring(1, end);
        if (version.equals("v1") || version.equals("v1.0")) return;
        throw new Refused(version.matches("v[0-9].*") ? Fault.BAD_REQUEST : Fault.NOT_FOUND);
    }

    private static int cut(String path, int from) {
        int slash = from >= path.length() ? -1 : path.indexOf('/', from);
        return slash < 0 ? Math.max(path.length(), 1) : slash;
    }

    private static String part(String path, int from, int end) {
        return from >= end ? "" : path.substring(from, end);
    }
}
