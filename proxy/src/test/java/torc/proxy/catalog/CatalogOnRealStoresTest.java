package torc.proxy.catalog;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import torc.common.id.Ids;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.ObjectServiceContract;

/// The service over the engines that a process really has keeps the same contract.
final class CatalogOnRealStoresTest extends ObjectServiceContract {
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final RealStores real;
    private final CatalogService service;

    CatalogOnRealStoresTest(@TempDir Path folder) {
        real = new RealStores(folder, true);
        service = new CatalogService(real.rows(), real.blobs(), TestCatalog.CONFIG, () -> now, new Ids(new Random(1)));
    }

    @Override
    protected ObjectService service() {
        return service;
    }

    @Override
    protected Instant now() {
        return now;
    }

    @Override
    protected void advance(Duration time) {
        now = now.plus(time);
    }

    @AfterEach
    void close() {
        service.close();
        real.close();
    }
}
