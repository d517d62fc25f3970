package torc.proxy.catalog;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.reclaim.BlobOwners;
import torc.objectserver.reclaim.DeadBlobs;
import torc.proxy.encryption.Encryption;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.Objects;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.objects.Uploads;
import torc.ring.metadata.MetadataStore;

/// The object service over a metadata store and a blob store. Close it to end its threads; the stores are the
/// caller's.
public final class CatalogService implements ObjectService, AutoCloseable {
    private static final StoragePolicies ONE_POLICY = StoragePolicies.one("default");

    private final Shelf shelf;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supplier<StoragePolicies> policies;
    private final CatalogAccounts accounts;
    private final CatalogContainers containers;
    private final Objects objects;
    private final Uploads uploads;
    private final ObjectService beyondAccountQuotas;
    private final DeadBodies deadBodies;
    private final Ranges ranges;
    private final RangeMoves moves;
    private final Splitter splitter;
    private final BlobNaming blobNaming;
    private final Sweep sweep;
    private final SyncLog syncLog;

    /// With one storage policy.
    public CatalogService(MetadataStore rows, BlobStore blobs, ObjectsConfig config, InstantSource clock, Ids ids) {
        this(rows, blobs, Encryption.NONE, config, clock, ids, () -> ONE_POLICY);
    }

    /// @param blobs keeps the blobs of all storage policies
    /// @param encryption what bodies are encrypted with, and opened
    /// @param policies the storage policies as they are now
    public CatalogService(
            MetadataStore rows,
            BlobStore blobs,
            Encryption encryption,
            ObjectsConfig config,
            InstantSource clock,
            Ids ids,
            Supplier<StoragePolicies> policies) {
        this.policies = policies;
        shelf = Shelf.of(rows, blobs, encryption, threads, config, clock, ids, policies);
        var borrowing = new Borrowing(shelf);
        var endedUploads = new EndedUploads(shelf);
        moves = new RangeMoves(shelf, borrowing, endedUploads);
        ranges = shelf.ranges();
        splitter = new Splitter(shelf, moves);
        var plainCommit = new ObjectCommit(shelf, moves, Optional.empty());
        var entries = new Entries(shelf);
        var expiry = new Expiry(shelf, plainCommit);
        containers = new CatalogContainers(shelf, entries, expiry, endedUploads, moves);
        accounts = new CatalogAccounts(shelf, containers, entries);
        var archives = new Archives(shelf, new CatalogObjects(shelf, plainCommit, borrowing), containers);
        var commit = new ObjectCommit(shelf, moves, Optional.of(archives));
        var anyObjects = new CatalogObjects(shelf, commit, borrowing);
        var anyUploads = new CatalogUploads(shelf, commit, borrowing, endedUploads, moves);
        var quotas = new AccountQuotas(accounts, containers);
        objects = new QuotaObjects(anyObjects, quotas);
        uploads = new QuotaUploads(anyUploads, quotas);
        beyondAccountQuotas = new Unbound(this, anyObjects, anyUploads);
        deadBodies = new DeadBodies(shelf, borrowing);
        blobNaming = new BlobNaming(shelf);
        syncLog = new SyncLog(shelf);
        sweep = new Sweep(
                shelf, expiry, endedUploads, borrowing, entries, new Reaper(shelf, accounts, containers, plainCommit));
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public ObjectService beyondAccountQuotas() {
        return beyondAccountQuotas;
    }

    /// The service with writes that no account's quota binds.
    private record Unbound(CatalogService service, Objects objects, Uploads uploads) implements ObjectService {
        @Override
        public Accounts accounts() {
            return service.accounts();
        }

        @Override
        public ObjectService beyondAccountQuotas() {
            return this;
        }

        @Override
        public Containers containers() {
            return service.containers();
        }

        @Override
        public StoragePolicies policies() {
            return service.policies();
        }
    }

    @Override
    public Containers containers() {
        return containers;
    }

    @Override
    public Objects objects() {
        return objects;
    }

    @Override
    public Uploads uploads() {
        return uploads;
    }

    @Override
    public StoragePolicies policies() {
        return policies.get();
    }

    /// The blobs that the rows have given up, for the reclaimer.
    public DeadBlobs deadBlobs() {
        return deadBodies;
    }

    /// What the rows say of a blob, for the reclaimer.
    public BlobOwners blobOwners() {
        return blobNaming;
    }

    /// What an object's rows say of it and of where its bytes are; empty if there is no such object. No client's
    /// request asks it.
    public Optional<ObjectLayout> layout(ObjectName name) {
        return OpenedObject.open(shelf, name)
                .map(opened -> new ObjectLayout(
                        opened.object(),
                        opened.shard().text(),
                        opened.row().place(),
                        opened.row().body()));
    }

    /// What keeps large containers spread over shards.
    public Splitter splitter() {
        return splitter;
    }

    /// What is to be told to containers that are synchronised with others.
    public SyncLog syncLog() {
        return syncLog;
    }

    /// Moves of ranges, step by step.
    RangeMoves moves() {
        return moves;
    }

    Ranges ranges() {
        return ranges;
    }

    /// The work that somebody has to start from time to time.
    public Sweep sweep() {
        return sweep;
    }

    @Override
    public void close() {
        threads.close();
    }
}
