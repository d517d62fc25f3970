package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.ObjectServiceContract;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.Uploads.PartOutcome;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Scan;

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

    @Test
    void aCopiedPartOfNothingHoldsNothing() {
        var container = new ContainerName(new AccountName("AUTH_h"), "c");
        service().containers().create(container, old -> old);
        var source = new ObjectName(container, "empty");
        service().objects().put(source, Bodies.put(new byte[0]));
        var none = new ObjectAttributes("", Map.of(), Map.of(), Map.of(), OptionalLong.empty());
        var name = new ObjectName(container, "o");
        var upload = service().uploads().create(name, none).orElseThrow();

        var copy = new CopyRequest(Preconditions.NONE, Preconditions.NONE, same -> same, Long.MAX_VALUE);
        var outcome = service().uploads().copyPart(name, upload.id(), 1, source, Optional.empty(), copy);

        assertThat(outcome).isInstanceOf(PartOutcome.Stored.class);
        assertThat(catalog.rows.scan(RowKeys.shard(container), Scan.prefix(RowKeys.HOLDERS, 10)))
                .as("a row that nothing would ever remove")
                .isEmpty();
    }

    @AfterEach
    void close() {
        catalog.close();
    }
}
