package torc.proxy.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import torc.common.id.Ids;
import torc.objectserver.blob.FakeBlobStore;
import torc.proxy.encryption.Encryption;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.FakeMetadataStore;

/// A whole object service in memory, with a clock that tests move.
public final class TestCatalog implements InstantSource, AutoCloseable {
    /// Small limits, so that tests see all ways of storing.
    public static final ObjectsConfig CONFIG =
            new ObjectsConfig(1_000, Duration.ofHours(1), Duration.ofDays(1), Duration.ZERO, Duration.ZERO, 20, false);

    public final FakeMetadataStore rows = new FakeMetadataStore();
    public final FakeBlobStore blobs = new FakeBlobStore();
    public volatile StoragePolicies policies = StoragePolicies.one("default");
    public final CatalogService service;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    public TestCatalog() {
        this(CONFIG);
    }

    public TestCatalog(ObjectsConfig config) {
        this(config, Encryption.NONE);
    }

    public TestCatalog(Encryption encryption) {
        this(CONFIG, encryption);
    }

    private TestCatalog(ObjectsConfig config, Encryption encryption) {
        service = new CatalogService(rows, blobs, encryption, config, this, new Ids(new Random(1)), () -> policies);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    /// Moves the names from `from` on to a range of their own.
    ///
    /// @param between run after each step
    public void split(ContainerName container, String from, Runnable between) {
        service.moves().split(container, RowKeys.object(from));
        while (service.moves().advance(container).goesOn()) between.run();
    }

    @Override
    public void close() {
        service.close();
    }
}
