package torc.proxy.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import torc.common.id.Ids;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.ObjectServiceContract;

/// The service keeps the same contract while its containers are split and merged between any two of its steps.
final class CatalogOnRangesTest extends ObjectServiceContract {
    private final TestCatalog catalog = new TestCatalog();
    private final MovingStore moving = new MovingStore(catalog.rows, catalog.service, 9, List.of(CONTAINER));
    private final CatalogService service =
            new CatalogService(moving, catalog.blobs, TestCatalog.CONFIG, catalog, new Ids(new Random(2)));

    @Override
    protected ObjectService service() {
        return service;
    }

    @Override
    protected Instant now() {
        return catalog.instant();
    }

    @Override
    protected void advance(Duration time) {
        catalog.advance(time);
    }

    @AfterEach
    void close() {
        service.close();
        catalog.close();
    }
}
