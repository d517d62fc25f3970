package torc.proxy.swift.object;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.http.RequestBody;
import torc.common.stream.ByteSource;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.Objects;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.condition.Conditions;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.content.Located;
import torc.proxy.swift.content.SymbolicLink;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftRequest;

/// Stores symbolic links (`X-Symlink-Target`). The target of a static one is looked at first, with the sender's
/// rights.
final class LinkUploads {
    static final String TARGET = "x-symlink-target";

    private static final String ACCOUNT = "x-symlink-target-account";
    private static final String ETAG = "x-symlink-target-etag";

    private final Objects objects;
    private final Contents contents;
    private final UploadHeaders uploadHeaders;

    LinkUploads(Objects objects, Contents contents, UploadHeaders uploadHeaders) {
        this.objects = objects;
        this.contents = contents;
        this.uploadHeaders = uploadHeaders;
    }

    HttpResponse put(SwiftRequest request) {
        if (hasBody(request.http().body())) throw new Refused(Fault.LINK_HAS_BODY);
        var attributes = uploadHeaders.ofPut(request.headers(), request.path().object());
        var asked = asked(request, request.header(TARGET), request.header(ACCOUNT), request.header(ETAG));
        var stored =
                store(request, asked, attributes, request.header("content-type").isEmpty());
        return HttpResponse.of(201, ObjectWrites.created(stored).build());
    }

    /// Stores a link that was read elsewhere: without an account of its own it leads into that of its new
    /// place.
    StoredObject copy(SwiftRequest request, SymbolicLink link, ObjectAttributes attributes) {
        var asked = asked(
                request,
                given(request, TARGET, link.target()),
                given(request, ACCOUNT, link.account()),
                given(request, ETAG, link.etag()));
        return store(request, asked, attributes, false);
    }

    private static String given(SwiftRequest request, String header, String otherwise) {
        return request.headers().first(header).orElse(otherwise);
    }

    /// The answer to a POST that has changed a link: its target is another request's matter.
    static HttpResponse posted(SwiftPath path, SymbolicLink link) {
        var headers = Headers.builder()
                .add("Content-Type", "text/html; charset=UTF-8")
                .add("Location", link.location(path.account()));
        if (link.isStatic()) headers.add("X-Symlink-Target-Etag", link.etag());
        return HttpResponse.of(
                307,
                headers.build(),
                "The requested POST was applied to a symlink. POST directly to the target to apply requested"
                        + " metadata.");
    }

    static boolean hasBody(RequestBody body) {
        if (body.announcedBytes().isPresent()) return body.announcedBytes().getAsLong() > 0;
        for (var chunk = body.next(); chunk != null; chunk = body.next()) {
            var some = chunk.bytes().hasRemaining();
            chunk.release();
            if (some) return true;
        }
        return false;
    }

    /// @param path what the link names
    private record Asked(SwiftPath path, SymbolicLink link) {}

    private static Asked asked(SwiftRequest request, String target, String account, String etag) {
        var tag = Conditions.unquoted(etag.trim());
        var of = account.isEmpty() ? request.path().account() : account(account);
        if (target.startsWith("/") || target.regionMatches(true, 0, "%2F", 0, 3))
            throw new Refused(Fault.LINK_TARGET_MALFORMED);
        var path = SwiftPath.parseHeader(of, target, Fault.LINK_TARGET_MALFORMED);
        if (path.equals(request.path())) throw new Refused(Fault.LINK_TO_ITSELF);
        if (tag.chars().anyMatch(c -> c == ';' || c == '"' || c == '\\')) throw new Refused(Fault.LINK_ETAG_FORMAT);
        var coded = PercentCoding.encode(path.container() + '/' + path.object());
        return new Asked(path, new SymbolicLink(coded, account.isEmpty() ? "" : PercentCoding.encode(of), tag, 0, ""));
    }

    /// The link that another cluster tells of. Whether its target has come yet does not matter.
    static SymbolicLink sent(SwiftRequest request) {
        var asked = asked(
                request,
                request.header(TARGET),
                request.header("x-symlink-target-account"),
                request.header("x-symlink-target-etag"));
        var link = asked.link();
        var bytes = request.header("x-symlink-target-bytes");
        if (!bytes.matches("[0-9]{0,18}")) throw new Refused(Fault.BAD_REQUEST);
        return new SymbolicLink(
                link.target(), link.account(), link.etag(), bytes.isEmpty() ? 0 : Long.parseLong(bytes), "");
    }

    private static String account(String header) {
        var account = PercentCoding.decode(header).orElseThrow(() -> new Refused(Fault.INVALID_UTF8_OR_NUL));
        if (account.indexOf('/') >= 0) throw new Refused(Fault.ACCOUNT_HEADER_HAS_SLASH);
        if (account.indexOf('\0') >= 0) throw new Refused(Fault.INVALID_UTF8_OR_NUL);
        return account;
    }

    private StoredObject store(SwiftRequest request, Asked asked, ObjectAttributes attributes, boolean typeIsOpen) {
        var target = asked.link().isStatic() ? Optional.of(target(request, asked)) : Optional.<Located>empty();
        var link = target.map(found -> fixed(asked.link(), found.object())).orElse(asked.link());
        var type = typeIsOpen
                ? target.map(found -> found.object().attributes().contentType()).orElse("application/symlink")
                : attributes.contentType();
        var name = request.path().objectName(Fault.OBJECT_NAME_TOO_LONG);
        var outcome = objects.put(
                name,
                new PutRequest(
                        ByteSource.of(new byte[0]),
                        OptionalLong.of(0),
                        new ObjectAttributes(
                                type,
                                attributes.headers(),
                                attributes.metadata(),
                                link.marks(),
                                attributes.deleteAtSeconds()),
                        Map::of,
                        uploadHeaders.expectedEtag(request.headers()),
                        WriteConditions.of(request, objects, name),
                        0));
        return WriteOutcomes.stored(outcome);
    }

    private Located target(SwiftRequest request, Asked asked) {
        var location = asked.link().location(request.path().account());
        return contents.locateTarget(asked.path(), asked.link().etag(), location, request.reach())
                .orElseThrow(() -> new Refused(Fault.LINK_TARGET_MISSING)
                        .with(Headers.builder()
                                .add("Content-Location", location)
                                .build()));
    }

    private static SymbolicLink fixed(SymbolicLink link, StoredObject target) {
        return new SymbolicLink(
                link.target(),
                link.account(),
                link.etag(),
                LargeObjectMarks.listedBytes(target),
                LargeObjectMarks.staticEtag(target));
    }
}
