package torc.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.objectserver.reclaim.DeadBlobs.DeadBlob;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Scan;

class DeadBodiesTest {
    private static final AccountName ACCOUNT = new AccountName("AUTH_a");
    private static final CommitOutcome OUT_OF_REACH = new CommitOutcome.Refused(CommitOutcome.Reason.UNAVAILABLE);

    private final TestCatalog catalog = new TestCatalog();

    @AfterEach
    void close() {
        catalog.close();
    }

    @Test
    void aBodyThatCannotBeSettledNowHoldsUpNoOther() {
        put("lender", "o");
        var copy = new CopyRequest(Preconditions.NONE, Preconditions.NONE, same -> same, Long.MAX_VALUE);
        for (var container : List.of("c", "d")) put(container, "plain");
        catalog.service.objects().copy(name("lender", "o"), name("c", "copy"), copy);
        delete("c", "copy");
        catalog.advance(Duration.ofSeconds(1));
        delete("c", "plain");
        delete("d", "plain");
        catalog.advance(Duration.ofHours(2));

        catalog.rows.answerNext(OUT_OF_REACH); // The lender, to whom the copy gives its reference back.

        assertThat(due()).hasSize(2);
        assertThat(borrowed()).as("left for later").isTrue();
        due();
        assertThat(borrowed()).isFalse();
    }

    @Test
    void aBodyThatCannotBeForgottenNowHoldsUpNoOther() {
        for (var container : List.of("c", "d")) {
            put(container, "plain");
            delete(container, "plain");
        }
        catalog.advance(Duration.ofHours(2));
        var dead = due();

        catalog.rows.answerNext(OUT_OF_REACH);
        catalog.service.deadBlobs().done(dead);

        assertThat(due()).containsExactly(dead.getFirst());
    }

    private List<DeadBlob> due() {
        return catalog.service.deadBlobs().due(catalog.instant(), Optional.empty(), 100);
    }

    private boolean borrowed() {
        return !catalog.rows
                .scan(RowKeys.shard(name("lender", "o").container()), Scan.prefix(RowKeys.REFERENCES, 1))
                .isEmpty();
    }

    private void put(String container, String object) {
        catalog.service.containers().create(new ContainerName(ACCOUNT, container), old -> old);
        catalog.service.objects().put(name(container, object), Bodies.put(Bodies.random(5_000, 1)));
    }

    private void delete(String container, String object) {
        catalog.service.objects().delete(name(container, object), Preconditions.NONE);
    }

    private static ObjectName name(String container, String object) {
        return new ObjectName(new ContainerName(ACCOUNT, container), object);
    }
}
