package torc.tools.up;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.PathRouter;
import torc.common.lifecycle.Lifecycle;
import torc.common.metrics.Metrics;
import torc.control.identity.Bootstrap;
import torc.control.identity.IdentityService;
import torc.control.identity.Passwords;
import torc.control.identity.SecretBox;
import torc.control.identity.TokenCodec;
import torc.control.keystone.Catalog;
import torc.control.keystone.KeystoneApi;
import torc.control.keystone.LegacyAuth;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.StopSignal;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.repair.KeptBlobs;
import torc.objectserver.repair.Share;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.server.BlobServer;
import torc.proxy.catalog.CatalogService;
import torc.proxy.encryption.Encryption;
import torc.proxy.fsck.CheckScope;
import torc.proxy.s3.S3Dialect;
import torc.proxy.swift.SwiftDialect;
import torc.ring.metadata.MetadataStore;
import torc.ring.placement.Device;
import torc.ring.registry.PolicyRegistry;
import torc.ring.registry.RingRegistry;
import torc.tools.cluster.ClusterIdentity;
import torc.tools.cluster.NodeClient;
import torc.tools.cluster.NodeRecord;
import torc.tools.cluster.PublicUrls;
import torc.tools.cluster.RingDevices;
import torc.tools.cluster.Roles;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;
import torc.tools.command.StatusQuestion;
import torc.tools.config.TorcConfig;
import torc.tools.data.Credentials;
import torc.tools.data.DataDirectory;
import torc.tools.data.DataRefused;
import torc.tools.data.EncryptionKeys;
import torc.tools.data.Endpoints;
import torc.tools.data.Layout;
import torc.tools.data.NewSecrets;
import torc.tools.fsck.Checked;
import torc.tools.fsck.FsckApi;
import torc.tools.policies.PolicyApi;
import torc.tools.rings.DispersionApi;
import torc.tools.rings.NodesApi;
import torc.tools.rings.RingApi;
import torc.tools.whereabouts.Places;
import torc.tools.whereabouts.WhereApi;

/// All roles of Torc in this process: metadata, devices, objects, identity, the two dialects, metrics and
/// health.
final class Cloud {
    private static final Duration CENSUS_REST = Duration.ofSeconds(20);

    /// A node that does not tell how it does in so long is told of as silent.
    private static final Duration STATUS_PATIENCE = Duration.ofSeconds(3);

    private final TorcConfig config;
    private final DataDirectory data;
    private final World world;
    private final Lifecycle lifecycle;
    private final Metrics metrics = new Metrics();
    private final LateHandler fsck = new LateHandler();
    private final LateHandler status = new LateHandler();
    private final LateHandler dispersion = new LateHandler();
    private final LateHandler whereabouts = new LateHandler();

    Cloud(TorcConfig config, DataDirectory data, World world, Lifecycle lifecycle) {
        this.config = config;
        this.data = data;
        this.world = world;
        this.lifecycle = lifecycle;
    }

    /// Starts everything, in order. What was started stops with the lifecycle, also if this fails half-way.
    ///
    /// @throws InterruptedException if it is stopped while it waits for other nodes
    Endpoints start() throws InterruptedException {
        Servers.checkBind(config);
        var layout = layout();
        var stop = new StopSignal();
        var work = new Work(metrics, world.nanoTime());
        var identity = ClusterIdentity.read(data.root());
        var encryption = encryption(identity);
        var credentials = data.credentials(new NewSecrets(world.random()));
        var metadata = lifecycle.opened(
                "metadata", Opening.begin(world.platformThreads(), () -> openMetadata(identity, layout, credentials)));
        var passwordHash = passwordHash(credentials.password());
        var roles = identity.map(each -> each.file().self().roles()).orElse(Roles.ALL);
        var devices = roles.contains(Roles.OBJECT)
                ? LocalDevices.open(config, data, layout, world, metrics, lifecycle, work)
                : List.<SegmentBlobDevice>of();
        var servers = new Servers(config, world, metrics, lifecycle);
        var rows = metadata.await();
        measure(rows);
        var first = rows instanceof ClusterNode node
                ? joinedBlobs(node, servers, devices, stop, work)
                : BlobStorage.alone(config, data, layout, devices, world, stop, lifecycle, work);
        var policies = PolicyBlobs.open(
                config,
                rows.store(),
                first,
                devices,
                rows instanceof ClusterNode
                        ? Share.of(devices.stream().map(SegmentBlobDevice::name).collect(Collectors.toSet()))
                        : Share.ALL,
                rows instanceof ClusterNode node ? node.description() : Optional.empty(),
                world,
                stop,
                lifecycle,
                work);
        var blobs = policies.storage();
        var objects = lifecycle.opened(
                "objects",
                new CatalogService(
                        rows.store(),
                        blobs.store(),
                        encryption,
                        config.objects(),
                        world.clock(),
                        world.ids(),
                        policies.stores()::names));
        Supplier<Map<String, KeptBlobs>> kept = () -> {
            var all = policies.stores().kept();
            all.put(ClusterBlobs.RING, new KeptBlobs(blobs.maps().get(), false));
            return all;
        };
        dispersion.become(new DispersionApi(kept, world.nanoTime()));
        var where = new WhereApi(objects, kept, ClusterBlobs.RING, places(rows), world.virtualThreads());
        whereabouts.become(where);
        var checks = new FsckApi(
                () -> new Checked(
                        rows.store(),
                        blobs.store(),
                        encryption,
                        List.copyOf(kept.get().values()),
                        objects.blobOwners(),
                        world.clock(),
                        CheckScope.ALL),
                world.ids(),
                world.virtualThreads());
        lifecycle.started("checks", _ -> checks.close());
        fsck.become(checks);
        policies.sweepOrphans(objects.blobOwners(), rows::leads, world, stop, lifecycle);
        Daemons.start(config.repair().reclaimPause(), objects, blobs, rows::leads, world, stop, lifecycle, work);
        Daemons.startSync(objects, config.swift().sync(), rows::leads, world, stop, lifecycle, work);

        var users = openIdentity(rows.store(), credentials, passwordHash);
        data.fix(layout); // The first start is complete.

        var s3Url = "";
        if (roles.contains(Roles.PROXY)) {
            var s3 = new S3Dialect(objects, users, world.clock(), config.s3());
            s3Url = url(servers.startApi("s3", config.s3Port(), s3));
        }
        var apiUrl = "";
        if (roles.contains(Roles.PROXY) || roles.contains(Roles.CONTROL)) {
            var apis = new LateHandler(); // The catalog tells the port, which is known once it is bound.
            apiUrl = url(servers.startApi("api", config.port(), apis));
            var urls = rows instanceof ClusterNode node
                    ? Optional.of(new PublicUrls(node.store(), node.membership()))
                    : Optional.<PublicUrls>empty();
            if (urls.isPresent() && roles.contains(Roles.PROXY))
                urls.get().tell(identity.orElseThrow().nodeId(), apiUrl, s3Url);
            var catalog = new ServiceCatalog(config, roles, apiUrl, s3Url, urls).catalog();
            apis.become(openStackApis(objects, users, roles, catalog, apiUrl));
        }
        var census = new Census(() -> kept.get().values(), rows::leads, world.nanoTime());
        census.measure(metrics);
        Daemons.start(
                new Daemon("census", CENSUS_REST, world.virtualThreads(), stop, census::round), "census", lifecycle);
        var health = new Health(world, List.<BlobDevice>copyOf(devices), rows, work, census, metrics);
        if (rows instanceof ClusterNode node) {
            var client = lifecycle.opened("status client", NodeClient.of(node.tls(), STATUS_PATIENCE));
            status.become(new StatusApi(
                    node.membership(), node.identity().nodeId(), health::status, client, world.virtualThreads()));
        }
        var adminUrl = "http://127.0.0.1:"
                + servers.startAdmin(
                        config.adminPort(),
                        admin(health, where.endpoints(apiUrl), recon(devices, health, kept, rows), where, rows));
        var endpoints = new Endpoints(
                ProcessHandle.current().pid(),
                apiUrl,
                s3Url,
                adminUrl,
                config.s3().regions().getFirst());
        health.serves(endpoints);
        data.announce(endpoints);
        return endpoints;
    }

    /// Where the ring puts an object is told here; what its rows and the devices say a node of a cluster tells only to
    /// who has a certificate.
    private static HttpHandler admin(
            Health health, HttpHandler endpoints, HttpHandler recon, WhereApi where, Rows rows) {
        var router = PathRouter.builder().route("/endpoints", endpoints).route("/recon", recon);
        if (!(rows instanceof ClusterNode)) router.route(WhereApi.PATH, where);
        return router.build(health.routes());
    }

    private ReconApi recon(
            List<SegmentBlobDevice> devices, Health health, Supplier<Map<String, KeptBlobs>> kept, Rows rows) {
        var registry = new RingRegistry(rows.store(), world.ids(), world.clock());
        Supplier<Map<String, Long>> epochs =
                () -> kept.get().keySet().stream().collect(Collectors.toMap(ring -> ring, registry::epoch));
        return new ReconApi(
                List.<BlobDevice>copyOf(devices),
                health::status,
                epochs,
                world.clock(),
                data.root().resolve("devices"));
    }

    /// Where the devices of all rings stand.
    private Places places(Rows rows) {
        var registry = new RingRegistry(rows.store(), world.ids(), world.clock());
        Function<String, List<Device>> newest = ring -> registry.epochs(ring, 1).stream()
                .findFirst()
                .map(epoch -> epoch.ring().devices())
                .orElse(List.of());
        if (rows instanceof ClusterNode node)
            return new Places(node.membership()::nodes, node.identity().nodeId(), newest);
        return new Places(
                List::of,
                "",
                ring -> ring.equals(ClusterBlobs.RING) ? data.readRing().devices() : newest.apply(ring));
    }

    private Layout layout() {
        var wanted = new Layout(config.devices(), config.replicas());
        var fixed = data.layout().orElse(wanted);
        if (!fixed.equals(wanted)) {
            throw new CommandFailed(
                    ExitCode.BAD_CONFIG,
                    "The data directory was made with " + fixed.devices() + " devices and " + fixed.replicas()
                            + " replicas; this start asks for " + wanted.devices() + " and " + wanted.replicas()
                            + ". Leave the options away, or begin with an empty directory.");
        }
        return fixed;
    }

    /// A node of a cluster first serves the others, for they need its part of the metadata and its devices, and
    /// then waits for them.
    private BlobStorage joinedBlobs(
            ClusterNode node, Servers servers, List<SegmentBlobDevice> devices, StopSignal stop, Work work)
            throws InterruptedException {
        var self = node.identity().file().self();
        var rings = new LateHandler();
        var nodes = new LateHandler();
        var policies = new LateHandler();
        var served = Map.<String, HttpHandler>of(
                "/v1/devices",
                BlobServer.forNodes(List.copyOf(devices)),
                RingApi.PATH,
                rings,
                DispersionApi.PATH,
                dispersion,
                WhereApi.PATH,
                whereabouts,
                NodesApi.PATH,
                nodes,
                FsckApi.PATH,
                fsck,
                StatusQuestion.PATH,
                status,
                PolicyApi.PATH,
                policies);
        servers.startCluster(self.address(), self.clusterPort(), node.tls(), node.api(served));
        node.awaitRows();
        node.takePart(devices.stream().map(SegmentBlobDevice::name).toList(), stop, lifecycle);
        var blobs = ClusterBlobs.open(node, config, data, devices, world, stop, lifecycle, work);
        var registry = new RingRegistry(node.store(), world.ids(), world.clock());
        var known = new PolicyRegistry(node.store(), registry, ClusterBlobs.RING);
        policies.become(new PolicyApi(
                known,
                registry,
                node.membership(),
                ClusterBlobs.RING,
                config.swift().storagePolicy(),
                BlobStorage.PART_POWER));
        rings.become(new RingApi(
                registry,
                node.membership(),
                blobs.maps(),
                config.repair().perSecond().bytes()));
        nodes.become(new NodesApi(
                node.membership(),
                registry,
                () -> ringNames(known),
                () -> node.health().leader(),
                (record, device) -> held(blobs, record, device)));
        return blobs;
    }

    private static long held(BlobStorage blobs, NodeRecord node, String device) {
        var described = RingDevices.describe(node, 1, device, 0);
        var status = blobs.reach().now().apply(described).device().status();
        if (!status.failed().isEmpty()) throw new IllegalStateException(status.failed());
        return status.blobs() + status.quarantined();
    }

    /// Rings of all policies.
    private static List<String> ringNames(PolicyRegistry policies) {
        var names = new ArrayList<>(List.of(ClusterBlobs.RING));
        for (var policy : policies.read().policies()) names.add(policy.ring(ClusterBlobs.RING));
        return names;
    }

    private void measure(Rows rows) {
        metrics.gauge(
                "torc_metadata_writable",
                "1 if metadata takes commits",
                () -> rows.health().writable() ? 1 : 0);
        metrics.gauge(
                "torc_metadata_mirrors_alive",
                "devices or nodes that metadata is kept on",
                () -> rows.health().copiesAlive());
        metrics.gauge(
                "torc_metadata_mirrors",
                "devices or nodes that metadata should be kept on",
                () -> rows.health().copies());
        metrics.gauge(
                "torc_metadata_leads", "1 if this process does what one does for all", () -> rows.leads() ? 1 : 0);
        if (rows instanceof OwnRows own) own.measure(metrics);
    }

    /// Nodes of a cluster would all need the same root secrets, which nothing brings to them yet.
    private Encryption encryption(Optional<ClusterIdentity> identity) {
        var wanted = config.objects().encryption();
        var secrets = EncryptionKeys.read(data.root());
        if (identity.isPresent() && (wanted || secrets.isPresent()))
            throw new DataRefused(
                    ExitCode.REFUSED,
                    "objects.encryption is not for nodes of a cluster: root secrets are in one data directory only"
                            + " (docs/how-to/encryption.md)");
        if (wanted) return Encryption.on(EncryptionKeys.readOrDraw(data.root(), world.random()), world.random());
        return secrets.map(Encryption::readingOnly).orElse(Encryption.NONE);
    }

    private Rows openMetadata(Optional<ClusterIdentity> identity, Layout layout, Credentials credentials) {
        return identity.isPresent()
                ? ClusterNode.open(data, layout, identity.get(), credentials, world)
                : OwnRows.open(data, layout, world);
    }

    /// Hashing takes a quarter of a second: at a first start it runs while everything else opens, and later it
    /// is not asked for.
    private Supplier<String> passwordHash(String password) {
        Supplier<String> hash = () -> new Passwords(config.identity().passwordLogRounds()).hash(password);
        if (data.layout().isPresent()) return hash;
        var begun = CompletableFuture.supplyAsync(
                hash, task -> world.platformThreads().newThread(task).start());
        return begun::join;
    }

    private IdentityService openIdentity(MetadataStore rows, Credentials credentials, Supplier<String> passwordHash) {
        var identity = new IdentityService(
                rows,
                new TokenCodec(credentials.tokenKey()),
                new SecretBox(credentials.sealingKey(), world.random()),
                config.identity(),
                world.ids(),
                world.clock());
        identity.bootstrap(new Bootstrap(
                passwordHash, credentials.accessKey(), credentials.secretKey(), credentials.adminProjectId()));
        return identity;
    }

    /// Paths of what the roles serve; others are not there.
    private HttpHandler openStackApis(
            CatalogService objects, IdentityService identity, List<String> roles, Catalog catalog, String apiUrl) {
        var router = PathRouter.builder();
        HttpHandler others = Cloud::nothingHere;
        HttpHandler atDomain = Cloud::nothingHere;
        Predicate<HttpRequest> byHost = _ -> false;
        if (roles.contains(Roles.PROXY)) {
            var swift = new SwiftDialect(objects, identity, config.swift(), scheme(), world.clock(), world.ids());
            byHost = swift::isAtDomain;
            atDomain = swift;
            router.route("/v1", swift)
                    .route("/info", swift)
                    .route("/healthcheck", swift)
                    .route("/auth/v1.0", new LegacyAuth(identity, catalog, world.clock()));
            others = swift; // Swift's clients expect its answer to what is no path at all, too.
        }
        if (roles.contains(Roles.CONTROL)) {
            var keystone = new KeystoneApi(identity, catalog, apiUrl + "/identity");
            router.route(
                    "/identity",
                    request -> keystone.handle(request.withRawPath(below("/identity", request.rawPath()))));
        }
        var byPath = router.build(others);
        var isAtDomain = byHost;
        var sites = atDomain;
        return request -> isAtDomain.test(request) ? sites.handle(request) : byPath.handle(request);
    }

    private static String below(String prefix, String path) {
        return path.length() == prefix.length() ? "/" : path.substring(prefix.length());
    }

    private static HttpResponse nothingHere(HttpRequest request) {
        return HttpResponse.of(
                404, Headers.builder().add("Content-Type", "text/plain").build(), "There is nothing here.\n");
    }

    private String scheme() {
        return config.tlsCertificate().isPresent() ? "https" : "http";
    }

    private String url(int port) {
        var host = config.publicHost().orElse(config.bind().equals("0.0.0.0") ? "127.0.0.1" : config.bind());
        return scheme() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
