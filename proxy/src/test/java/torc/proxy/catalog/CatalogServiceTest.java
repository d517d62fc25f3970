package torc.proxy.catalog;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.ObjectServiceContract;

/// The service over fakes keeps the contract.
final class CatalogServiceTest extends ObjectServiceContract {
    private final TestCatalog catalog = new TestCatalog();

    @Override
    protected ObjectService service() {
        return catalog.service;
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
        catalog.close();
    }
}
