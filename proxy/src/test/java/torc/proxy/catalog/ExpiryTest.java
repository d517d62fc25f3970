package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.Usage;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Scan;

class ExpiryTest {
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_a"), "c");
    private static final int OBJECTS = 250;

    private final TestCatalog catalog = new TestCatalog();

    @BeforeEach
    void store() {
        catalog.service.containers().create(CONTAINER, old -> old);
        var end = OptionalLong.of(catalog.instant().getEpochSecond() + 60);
        var ending = new ObjectAttributes("a/b", Map.of(), Map.of(), Map.of(), end);
        for (int i = 0; i < OBJECTS; i++) put("ends%03d".formatted(i), ending, i % 2 == 0 ? 10 : 2_000);
        put("stays", Bodies.PLAIN, 7);
        catalog.advance(Duration.ofMinutes(2));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void objectsOfOneContainerEndTogetherByFewTransactions() {
        var shard = RowKeys.shard(CONTAINER);
        var before = catalog.rows.revision(shard);

        assertThat(catalog.service.sweep().expire()).isEqualTo(OBJECTS);

        assertThat(catalog.rows.revision(shard) - before).isLessThan(OBJECTS / 10);
        assertAllGone();
    }

    @Test
    void whatABatchCannotRemoveIsRemovedOneByOne() {
        catalog.rows.answerNext(new CommitOutcome.Refused(CommitOutcome.Reason.FULL));

        assertThat(catalog.service.sweep().expire()).isEqualTo(OBJECTS);

        assertAllGone();
    }

    private void assertAllGone() {
        assertThat(catalog.service.containers().find(CONTAINER).orElseThrow().usage())
                .isEqualTo(new Usage(1, 1, 7));
        assertThat(catalog.rows.scan(RowKeys.shard(CONTAINER), Scan.prefix(RowKeys.EXPIRIES, 1)))
                .isEmpty();
        assertThat(catalog.service.deadBlobs().due(catalog.instant().plus(Duration.ofDays(1)), Optional.empty(), 1_000))
                .as("bodies that were in blobs")
                .hasSize(OBJECTS / 2);
    }

    private void put(String name, ObjectAttributes attributes, int bytes) {
        catalog.service
                .objects()
                .put(new ObjectName(CONTAINER, name), Bodies.put(new byte[bytes], attributes, Preconditions.NONE));
    }
}
