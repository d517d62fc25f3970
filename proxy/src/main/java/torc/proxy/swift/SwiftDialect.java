package torc.proxy.swift;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.context.RequestContext;
import torc.common.http.BodyBroken;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.RequestBody;
import torc.common.http.ResponseBody;
import torc.common.id.Ids;
import torc.common.identity.Identity;
import torc.objectserver.blob.BlobUnreadable;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.recent.RecentProperties;
import torc.proxy.swift.access.AccessRules;
import torc.proxy.swift.account.AccountRequests;
import torc.proxy.swift.bulk.ArchiveUpload;
import torc.proxy.swift.bulk.BulkDelete;
import torc.proxy.swift.bulk.SubRequests;
import torc.proxy.swift.bulk.WaitingSource;
import torc.proxy.swift.container.ContainerRequests;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.cors.Origins;
import torc.proxy.swift.edge.NameCheck;
import torc.proxy.swift.edge.RateLimits;
import torc.proxy.swift.edge.ReadOnly;
import torc.proxy.swift.etag.EtagQuoter;
import torc.proxy.swift.form.FormPost;
import torc.proxy.swift.object.CopyReport;
import torc.proxy.swift.object.ObjectCopies;
import torc.proxy.swift.object.ObjectReads;
import torc.proxy.swift.object.ObjectWrites;
import torc.proxy.swift.object.VersionRequests;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.Reach;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.sync.SyncGate;
import torc.proxy.swift.tempurl.TempUrlAnswers;
import torc.proxy.swift.tempurl.TempUrls;
import torc.proxy.swift.web.DomainRemap;
import torc.proxy.swift.web.StaticWeb;
import torc.ring.metadata.MetadataUnavailable;

/// The edge of the Swift API: `/v1/…`, `/info` and `/healthcheck`. It sees whole paths; no router strips them
/// before.
///
/// Safe for many threads; each request runs on a virtual thread of its own and may block.
public final class SwiftDialect implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(SwiftDialect.class);

    /// Headers that say who asks.
    private static final List<String> CREDENTIALS =
            List.of("x-auth-token", "x-storage-token", "x-service-token", "referer");

    private final SwiftSettings settings;
    private final InstantSource clock;
    private final Gate gate;
    private final Origins origins;
    private final DomainRemap domains;
    private final StaticWeb web;
    private final ServerInfo serverInfo;
    private final RecentProperties recent;
    private final NameCheck nameCheck;
    private final ReadOnly readOnly;
    private final RateLimits rates;
    private final EtagQuoter etags;
    private final AccountRequests accounts;
    private final ContainerRequests containers;
    private final ObjectReads reads;
    private final Writers writers;
    private final Writers resellerWriters;
    private final BulkDelete bulkDelete;
    private final FormPost forms;
    private final VersionRequests versions;

    /// @param scheme of URLs that answers tell, `http` or `https`
    /// @param ids gives boundaries of answers with several ranges; must not be predictable
    public SwiftDialect(
            ObjectService service,
            Identity identity,
            SwiftSettings settings,
            String scheme,
            InstantSource clock,
            Ids ids) {
        this.settings = settings;
        this.clock = clock;
        var limits = settings.metadata();
        var tempUrls = new TempUrls(service.accounts(), service.containers(), clock);
        this.recent = new RecentProperties(service, clock);
        this.gate = new Gate(
                identity,
                new AccessRules(settings.access()),
                tempUrls,
                service,
                recent,
                new SyncGate(settings.sync(), service.containers(), clock),
                settings.openExpired());
        this.origins = new Origins(service.containers());
        this.domains = new DomainRemap(settings.sites(), settings.access(), clock, ids);
        this.web = new StaticWeb(service.containers(), settings.sites(), scheme);
        this.serverInfo = new ServerInfo(settings, service::policies, clock);
        this.nameCheck = new NameCheck(settings.edge());
        this.rates = new RateLimits(
                settings.edge().rates(),
                service.containers(),
                recent,
                clock,
                micros -> Thread.sleep(Duration.ofNanos(micros * 1_000)));
        this.readOnly = new ReadOnly(settings.edge(), recent);
        this.etags = new EtagQuoter(recent);
        this.accounts = new AccountRequests(service, limits, clock);
        this.containers = new ContainerRequests(service, limits, settings.sync(), clock);
        var contents = new Contents(service.objects(), service.containers());
        Supplier<String> boundaries = () -> ids.next().toString();
        this.reads = new ObjectReads(contents, boundaries);
        this.writers = Writers.of(service, contents, settings, clock, boundaries);
        this.resellerWriters = Writers.of(service.beyondAccountQuotas(), contents, settings, clock, boundaries);
        this.forms = new FormPost(tempUrls, clock);
        this.bulkDelete = new BulkDelete(clock);
        this.versions = new VersionRequests(service.objects(), service.containers());
    }

    /// What writes objects. Resellers have their own, since no quota that they set binds them.
    private record Writers(ObjectWrites writes, ObjectCopies copies) {
        static Writers of(
                ObjectService service,
                Contents contents,
                SwiftSettings settings,
                InstantSource clock,
                Supplier<String> boundaries) {
            var limits = settings.metadata();
            var most = settings.maxObjectBytes();
            return new Writers(
                    new ObjectWrites(service.objects(), contents, limits, most, clock),
                    new ObjectCopies(service.objects(), contents, limits, most, clock, boundaries));
        }
    }

    /// Whether a request's host alone tells that it is for this API.
    public boolean isAtDomain(HttpRequest http) {
        try {
            return domains.remap(http).isPresent();
        } catch (Refused _) {
            return true;
        }
    }

    @Override
    public HttpResponse handle(HttpRequest asked) {
        HttpRequest http;
        try {
            http = domains.remap(asked).orElse(asked);
        } catch (Refused refused) {
            return finished(asked, ErrorTable.answer(refused));
        }
        var response = answer(http, asked);
        if (TempUrls.isAsked(http)) response = TempUrlAnswers.finished(http, response);
        return finished(http, origins.isAsked(http) ? origins.finished(http, response) : response);
    }

    private HttpResponse answer(HttpRequest http, HttpRequest asked) {
        return answered(http, () -> switch (http.rawPath()) {
            case "/info" -> serverInfo.info(http);
            case "/healthcheck" -> serverInfo.health();
            case "/crossdomain.xml" -> serverInfo.crossDomain(http).orElseGet(() -> serve(http, asked));
            default -> serve(http, asked);
        });
    }

    private static HttpResponse answered(HttpRequest http, Supplier<HttpResponse> answer) {
        try {
            return answer.get();
        } catch (Refused refused) {
            return ErrorTable.answer(refused);
        } catch (BodyBroken broken) {
            return ErrorTable.answer(new Refused(ErrorTable.of(broken)));
        } catch (StoreUnavailable unavailable) {
            return ErrorTable.answer(new Refused(unavailable.full() ? Fault.OUT_OF_SPACE : Fault.UNAVAILABLE));
        } catch (MetadataUnavailable unavailable) {
            return ErrorTable.answer(new Refused(Fault.UNAVAILABLE)); // Who the caller is cannot be read.
        } catch (BlobUnreadable unreadable) {
            log.error("Object cannot be read request={}", RequestContext.currentRequestId(), unreadable);
            return ErrorTable.answer(new Refused(Fault.UNAVAILABLE));
        } catch (RuntimeException unexpected) {
            log.error(
                    "Swift request failed request={} method={}",
                    RequestContext.currentRequestId(),
                    http.method(),
                    unexpected);
            return ErrorTable.answer(new Refused(Fault.INTERNAL));
        }
    }

    private HttpResponse serve(HttpRequest http, HttpRequest asked) {
        nameCheck.check(http.rawPath());
        var path = SwiftPath.parse(http.rawPath());
        if (!http.rawQuery().isEmpty()) {
            var manifold = manifold(http, path);
            if (manifold.isPresent()) return manifold.get();
        }
        if (FormPost.isAsked(http)) return forms.answer(http, path, this::storeFile);
        var verb = Verb.of(http.method(), path.level(), settings.accountManagement());
        if (verb == Verb.OPTIONS) return origins.options(http, path, allowed(path));
        if (StaticWeb.isAsked(http, path)) return web.answer(http, asked, path, new SiteFiles(http, path, verb));
        return serve(http, path, verb);
    }

    /// The answer to a request that does many things, each of which the gate judges by itself.
    private Optional<HttpResponse> manifold(HttpRequest http, SwiftPath path) {
        var query = QueryParameters.parse(http.rawQuery());
        var kind = query.find(ArchiveUpload.PARAMETER).filter(_ -> http.method().equals("PUT"));
        if (kind.isPresent()) {
            if (!ArchiveUpload.isKnown(kind.get())) throw new Refused(Fault.ARCHIVE_UNKNOWN);
            return Optional.of(ArchiveUpload.answer(http, kind.get(), path, subRequests(http), clock));
        }
        var deletes = http.method().equals("POST") || http.method().equals("DELETE");
        return deletes && query.contains(BulkDelete.PARAMETER)
                ? Optional.of(bulkDelete.answer(http, path.account(), subRequests(http)))
                : Optional.empty();
    }

    /// A form has its sender's right in its signature, as a temporary URL.
    private HttpResponse storeFile(SwiftPath path, Headers headers, RequestBody body, Reach reach) {
        var http = new HttpRequest("PUT", "", "", headers, "", body);
        return answered(http, () -> {
            var request = new SwiftRequest(http, path, List.of(), QueryParameters.NONE, false, false, "", reach);
            rates.await(path, false);
            readOnly.requireWritable(request, path, false);
            return object(request, Verb.PUT);
        });
    }

    private SubRequests subRequests(HttpRequest http) {
        var who = Headers.builder();
        for (var name : CREDENTIALS) http.headers().first(name).ifPresent(value -> who.add(name, value));
        var credentials = who.build();
        return (method, path, more, body) -> {
            var headers = credentials.toBuilder();
            more.forEach(headers::add);
            var rawPath = "/v1/" + PercentCoding.encode(path.account() + "/" + path.container())
                    + (path.object().isEmpty() ? "" : "/" + PercentCoding.encode(path.object()));
            var one = new HttpRequest(method, rawPath, "", headers.build(), http.remoteAddress(), body);
            return answered(one, () -> serve(one, path, Verb.valueOf(method)));
        };
    }

    /// What one request's sender reads of a site.
    private final class SiteFiles implements StaticWeb.Files {
        private final HttpRequest http;
        private final SwiftPath path;
        private final Verb verb;

        SiteFiles(HttpRequest http, SwiftPath path, Verb verb) {
            this.http = http;
            this.path = path;
            this.verb = verb;
        }

        @Override
        public HttpResponse read(SwiftPath file) {
            return answered(http, () -> serve(http, file, verb));
        }

        @Override
        public Optional<HttpResponse> refusesListing() {
            try {
                // A temporary URL is signed for its path, and for all that begins like that.
                var listed = TempUrls.isAsked(http) ? path : new SwiftPath(path.account(), path.container(), "");
                gate.pass(http, listed, verb);
                return Optional.empty();
            } catch (Refused refused) {
                return Optional.of(ErrorTable.answer(refused));
            }
        }

        @Override
        public HttpResponse failed(Fault fault) {
            return ErrorTable.answer(new Refused(fault));
        }
    }

    private HttpResponse serve(HttpRequest http, SwiftPath path, Verb verb) {
        var request = gate.pass(http, path, verb);
        // Who says how fast an account may be written can always take it back.
        var says = path.level() == Level.ACCOUNT && request.reseller();
        if (!says) rates.await(request.path(), verb.reads());
        if (!verb.reads()) readOnly.requireWritable(request, request.path(), verb == Verb.DELETE);
        if (path.level() == Level.ACCOUNT && !verb.reads()) recent.forget(path.accountName());
        if (path.level() == Level.CONTAINER && !verb.reads())
            recent.forget(path.containerName(verb == Verb.PUT ? Fault.CONTAINER_NAME_TOO_LONG : Fault.NOT_FOUND));
        return switch (path.level()) {
            case ACCOUNT -> account(request, verb);
            case CONTAINER -> container(request, verb);
            case OBJECT -> {
                var quotes = etags.isAsked(path);
                var response = object(request, verb);
                yield quotes ? EtagQuoter.quoted(response) : response;
            }
        };
    }

    private HttpResponse account(SwiftRequest request, Verb verb) {
        return switch (verb) {
            case GET -> accounts.get(request);
            case HEAD -> accounts.head(request);
            case PUT -> accounts.put(request);
            case POST -> accounts.post(request);
            case DELETE -> accounts.delete(request);
            case COPY, OPTIONS -> throw new IllegalStateException("no " + verb + " of accounts");
        };
    }

    private HttpResponse container(SwiftRequest request, Verb verb) {
        return switch (verb) {
            case GET -> containers.get(request);
            case HEAD -> containers.head(request);
            case PUT -> containers.put(request);
            case POST -> containers.post(request);
            case DELETE -> containers.delete(request);
            case COPY, OPTIONS -> throw new IllegalStateException("no " + verb + " of containers");
        };
    }

    private HttpResponse object(SwiftRequest request, Verb verb) {
        if (request.path().version() >= ObjectName.UNVERSIONED) return version(request, verb);
        for (var source : request.sources()) if (source.version() >= ObjectName.UNVERSIONED) versions.require(source);
        var by = writers(request);
        return switch (verb) {
            case GET -> reads.get(request);
            case HEAD -> request.sent() ? reads.headItself(request) : reads.head(request);
            case PUT -> request.sources().isEmpty() ? by.writes().put(request) : copy(request, by.copies());
            case COPY -> copy(request, by.copies());
            case POST -> by.writes().post(request);
            case DELETE -> by.writes().delete(request);
            case OPTIONS -> throw new IllegalStateException("OPTIONS is answered before");
        };
    }

    /// A copy, with signs of life if its sender wants those.
    private static HttpResponse copy(SwiftRequest request, ObjectCopies copies) {
        if (!Flags.isTrue(request.query().get("heartbeat"))) return copies.copy(request);
        copies.requireSource(request);
        var type = CopyReport.format(request).contentType();
        var body =
                new WaitingSource(() -> CopyReport.of(request, answered(request.http(), () -> copies.copy(request))));
        return new HttpResponse(
                202,
                Headers.builder().add("Content-Type", type).build(),
                new ResponseBody.Streamed(OptionalLong.empty(), body));
    }

    private Writers writers(SwiftRequest request) {
        return request.reseller() ? resellerWriters : writers;
    }

    private HttpResponse version(SwiftRequest request, Verb verb) {
        if (verb == Verb.POST) throw new Refused(Fault.VERSION_POSTED);
        versions.require(request.path());
        return switch (verb) {
            case GET -> reads.get(request);
            case HEAD -> reads.head(request);
            case PUT -> versions.put(request);
            case DELETE ->
                request.query().contains("multipart-manifest")
                        ? writers(request).writes().delete(request)
                        : versions.delete(request);
            case POST, COPY, OPTIONS -> throw new IllegalStateException("no " + verb + " of versions");
        };
    }

    private List<String> allowed(SwiftPath path) {
        return Verb.allowed(path.level(), settings.accountManagement());
    }

    private static ResponseBody finishedBody(HttpRequest http, HttpResponse response) {
        return switch (response.body()) {
            case ResponseBody.Whole(var bytes)
            when http.method().equals("HEAD") -> new ResponseBody.HeadOnly(OptionalLong.of(bytes.length));
            // RFC 9110 §8.6 has no length here, but Swift has, and its clients read it.
            case ResponseBody.Empty _ when response.status() == 204 -> new ResponseBody.HeadOnly(OptionalLong.of(0));
            default -> response.body();
        };
    }

    /// Adds what every answer has.
    private static HttpResponse finished(HttpRequest http, HttpResponse response) {
        var id = RequestContext.currentRequestId();
        var headers = response.headers().toBuilder()
                .add("X-Trans-Id", id)
                .add("X-Openstack-Request-Id", id)
                .build();
        return new HttpResponse(response.status(), headers, finishedBody(http, response));
    }
}
