package torc.proxy.swift.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import torc.common.http.BodyBroken;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.RequestBody;
import torc.common.stream.Chunk;
import torc.proxy.swift.listing.ListingFormat;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.SwiftPath;

/// Makes an object of each file in a tar archive (`extract-archive`; Swift's bulk page), as it comes. Names
/// mean nothing but themselves, and whatever is no plain file is left out (THREATS W14).
public final class ArchiveUpload implements HeartbeatSource.Work {
    public static final String PARAMETER = "extract-archive";

    /// Containers that one archive makes.
    public static final int MAX_CONTAINERS = 10_000;

    /// After so many failures nothing more is tried.
    public static final int MAX_FAILURES = 1_000;

    private static final int READ_BYTES = 64 << 10;

    /// Packed, a great deal of nothing is small; what is refused has to be read past all the same.
    private static final long MAX_PASSED_OVER = 1L << 30;

    private static final Set<String> PASSED_ON = Set.of("x-delete-at", "x-delete-after");
    private static final String META = "x-object-meta-";

    private final String account;
    private final String base;
    private final HttpRequest http;
    private final SubRequests requests;
    private final Report report = new Report("extract");
    private final Kind kind;
    private final ListingFormat format;
    private final Set<String> containers = new HashSet<>();
    private long passedOver;
    private int containersMade;
    private long created;
    private int failures;
    private boolean broken;
    private @Nullable Opened opened;

    private ArchiveUpload(HttpRequest http, Kind kind, SwiftPath path, ListingFormat format, SubRequests requests) {
        this.kind = kind;
        this.format = format;
        this.http = http;
        this.account = path.account();
        var below = path.container() + (path.object().isEmpty() ? "" : "/" + path.object());
        this.base = below.replaceFirst("/+$", "");
        this.requests = requests;
    }

    /// The kinds of archives.
    private enum Kind {
        TAR,
        TAR_GZ,
        TAR_BZ2;

        InputStream open(InputStream body) throws IOException {
            return switch (this) {
                case TAR -> body;
                case TAR_GZ ->
                    GzipCompressorInputStream.builder()
                            .setInputStream(body)
                            .setDecompressConcatenated(true)
                            .get();
                case TAR_BZ2 -> new BZip2CompressorInputStream(body, true);
            };
        }
    }

    /// Whether there are archives of a kind.
    public static boolean isKnown(String kind) {
        return kind(kind).isPresent();
    }

    private static Optional<Kind> kind(String text) {
        return switch (text.toLowerCase(Locale.ROOT).replaceAll("^\\.+|\\.+$", "")) {
            case "tar" -> Optional.of(Kind.TAR);
            case "tar.gz" -> Optional.of(Kind.TAR_GZ);
            case "tar.bz2" -> Optional.of(Kind.TAR_BZ2);
            default -> Optional.empty();
        };
    }

    /// The archive as it is being read.
    private record Opened(BodyStream body, HeaderLimit limited, TarArchiveInputStream tar) {
        static Opened of(RequestBody body, Kind kind) throws IOException {
            var stream = new BodyStream(body);
            try {
                var limited = new HeaderLimit(kind.open(stream));
                return new Opened(stream, limited, new TarArchiveInputStream(limited, "UTF-8"));
            } catch (IOException | RuntimeException e) {
                stream.close();
                throw e;
            }
        }
    }

    /// @param kind one that [#isKnown]
    /// @param path what the files go below: an account, a container, or a directory of one
    public static HttpResponse answer(
            HttpRequest http, String kind, SwiftPath path, SubRequests requests, InstantSource clock) {
        var format = ListingFormat.acceptable(http.headers());
        var upload =
                new ArchiveUpload(http, kind(kind).orElseThrow(), path, format.orElse(ListingFormat.TEXT), requests);
        try {
            if (format.isEmpty()) throw new Unusable("406 Not Acceptable", Statuses.NOT_ACCEPTABLE);
            if (http.body().announcedBytes().isEmpty() && !http.headers().contains("transfer-encoding"))
                throw new Unusable("411 Length Required", "Missing Content-Length header.");
        } catch (Unusable unusable) {
            unusable.tell(upload.report);
            upload.report.set("Number Files Created", 0);
            return BulkDelete.whole(upload.format, upload.report);
        }
        return BulkDelete.streamed(upload.format, HeartbeatSource.ifLong(upload, clock));
    }

    /// One file a step.
    @Override
    public boolean step() {
        try {
            if (opened == null) opened = Opened.of(http.body(), kind);
            var entry = failures < MAX_FAILURES ? next(opened.tar(), opened.limited()) : null;
            if (entry == null) {
                finish();
                return false;
            }
            if (isFile(entry)) extract(opened.tar(), entry);
            return true;
        } catch (Unusable unusable) {
            unusable.tell(report);
        } catch (IOException | IllegalArgumentException e) {
            new Unusable("400 Bad Request", "Invalid Tar File: " + e.getMessage()).tell(report);
        } catch (BodyBroken e) {
            var stalled = e.reason() == BodyBroken.Reason.STALLED;
            new Unusable(stalled ? "408 Request Timeout" : "400 Bad Request", "The archive ended early.").tell(report);
        }
        return false;
    }

    private void finish() throws Unusable {
        report.set("Response Body", "");
        if (failures > 0) report.set("Response Status", broken ? "502 Bad Gateway" : "400 Bad Request");
        else if (created > 0) report.set("Response Status", "201 Created");
        else throw new Unusable("400 Bad Request", "Invalid Tar File: No Valid Files");
    }

    @Override
    public byte[] report() {
        return report.set("Number Files Created", created).encode(format);
    }

    @Override
    public void close() {
        var open = opened;
        if (open == null) return;
        try {
            open.tar().close();
        } catch (IOException _) {
            // Nothing is lost: it was only read.
        } finally {
            open.body().close();
        }
    }

    private @Nullable TarArchiveEntry next(TarArchiveInputStream tar, HeaderLimit limited) throws IOException {
        limited.lift();
        while (tar.getCurrentEntry() != null) {
            var count = tar.skip(READ_BYTES); // What is left of the one before.
            if (count <= 0) break;
            passedOver += count;
            if (passedOver > MAX_PASSED_OVER)
                throw new IOException("more than " + MAX_PASSED_OVER + " bytes that become no objects");
        }
        limited.impose();
        var entry = tar.getNextEntry();
        limited.lift();
        return entry;
    }

    /// The library calls files what Swift does not.
    private static boolean isFile(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isDirectory()
                && !entry.isLink()
                && !entry.isSymbolicLink()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice()
                && !entry.isFIFO();
    }

    private void extract(TarArchiveInputStream tar, TarArchiveEntry entry) throws Unusable {
        var name = entry.getName();
        if (name.startsWith("./")) name = name.substring(2);
        name = name.replaceFirst("^/+", "");
        if (!base.isEmpty()) name = base + "/" + name;
        var slash = name.indexOf('/');
        if (slash < 0) return; // A file in no container.
        if (name.indexOf('\0') >= 0 || name.indexOf('\ufffd') >= 0) {
            fail(name, 412);
            return;
        }
        // The holes of a sparse file would be written as bytes, however many it says they are.
        if (entry.isSparse() || slash == 0 || slash + 1 == name.length()) {
            fail(name, 400);
            return;
        }
        var container = name.substring(0, slash);
        var trouble = containers.add(container) ? make(container) : OptionalLong.empty();
        var path = new SwiftPath(account, container, name.substring(slash + 1));
        var status = requests.send("PUT", path, headers(entry), new EntryBody(tar, entry.getRealSize()))
                .status();
        if (status / 100 == 2) {
            created++;
            return;
        }
        if (trouble.isPresent()) fail("/v1/" + account + "/" + container, (int) trouble.getAsLong());
        fail(name, status);
        if (status == 401) throw new Unusable("401 Unauthorized", Statuses.of(401));
    }

    /// @return the status, if the container neither was there nor could be made
    private OptionalLong make(String container) throws Unusable {
        var path = new SwiftPath(account, container, "");
        var found =
                requests.send("HEAD", path, Headers.empty(), new EmptyBody()).status();
        if (found / 100 == 2) return OptionalLong.empty();
        var made = found == 404
                ? requests.send("PUT", path, Headers.empty(), new EmptyBody()).status()
                : found;
        if (made / 100 != 2) return OptionalLong.of(made);
        containersMade++;
        if (containersMade > MAX_CONTAINERS)
            throw new Unusable("400 Bad Request", "More than " + MAX_CONTAINERS + " containers to create from tar.");
        return OptionalLong.empty();
    }

    private void fail(String name, int status) {
        failures++;
        broken |= status / 100 == 5;
        report.trouble(PercentCoding.encode(name), Statuses.of(status));
    }

    /// What the request says of all files, and the archive of this one.
    private Headers headers(TarArchiveEntry entry) {
        var headers = Headers.builder().add("Content-Length", Long.toString(entry.getRealSize()));
        http.headers().forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (PASSED_ON.contains(lower) || lower.startsWith(META)) headers.set(name, value);
        });
        for (Map.Entry<String, String> pax : entry.getExtraPaxHeaders().entrySet())
            header(pax.getKey())
                    .filter(name -> name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+"))
                    .ifPresent(name -> headers.set(name, Octets.ofUtf8(pax.getValue())));
        return headers.build();
    }

    private static Optional<String> header(String pax) {
        for (var prefix : new String[] {"SCHILY.xattr.user.", "LIBARCHIVE.xattr.user."}) {
            if (pax.equals(prefix + "mime_type")) return Optional.of("Content-Type");
            if (pax.startsWith(prefix + "meta."))
                return Optional.of("X-Object-Meta-" + pax.substring((prefix + "meta.").length()));
        }
        return Optional.empty();
    }

    /// The bytes of one file.
    private record EntryBody(TarArchiveInputStream tar, long bytes) implements RequestBody {
        @Override
        public OptionalLong announcedBytes() {
            return OptionalLong.of(bytes);
        }

        @Override
        public @Nullable Chunk next() {
            try {
                var buffer = new byte[READ_BYTES];
                var count = tar.read(buffer, 0, buffer.length);
                return count < 0 ? null : Chunk.unpooled(java.util.Arrays.copyOf(buffer, count));
            } catch (IOException _) {
                throw new BodyBroken(BodyBroken.Reason.MALFORMED);
            }
        }

        @Override
        public void close() {
            // The archive goes on.
        }
    }
}
