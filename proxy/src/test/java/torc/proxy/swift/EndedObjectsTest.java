package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.proxy.catalog.ObjectsConfig;
import torc.proxy.catalog.TestCatalog;

/// Objects whose end has come and that nobody has removed yet.
final class EndedObjectsTest {
    private static final String OBJECT = "/v1/AUTH_p1/c/o";

    private static final ObjectsConfig CONFIG = new ObjectsConfig(
            1_000, Duration.ofHours(1), Duration.ofDays(1), Duration.ofMinutes(1), Duration.ZERO, 20, false);

    private final SwiftServer server = new SwiftServer(SwiftServer.SETTINGS, new TestCatalog(CONFIG));
    private final SwiftClient ann = server.client("ann");
    private long end;

    @BeforeEach
    void createEndedObject() {
        ann.put("/v1/AUTH_p1/c", "");
        end = server.catalog.instant().getEpochSecond() + 10;
        ann.put(OBJECT, "text", "X-Delete-At: " + end);
        server.catalog.advance(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theyAreSeenByWhoAsksForThemAlone() {
        assertThat(ann.get(OBJECT).status()).isEqualTo(404);
        assertThat(ann.get(OBJECT, "X-Open-Expired: false").status()).isEqualTo(404);
        assertThat(ann.get(OBJECT, "X-Open-Expired: true").text()).isEqualTo("text");
        assertThat(ann.head(OBJECT, "X-Open-Expired: 1").status()).isEqualTo(200);
    }

    @Test
    void theyGoAfterAWhile() {
        server.catalog.service.sweep().expire();
        assertThat(ann.get(OBJECT, "X-Open-Expired: true").status()).isEqualTo(200);
        server.catalog.advance(Duration.ofSeconds(60));
        server.catalog.service.sweep().expire();
        assertThat(ann.get(OBJECT, "X-Open-Expired: true").status()).isEqualTo(404);
    }

    @Test
    void aPostBringsThemBack() {
        assertThat(ann.post(OBJECT, "X-Object-Meta-A: b").status()).isEqualTo(404);
        assertThat(ann.post(OBJECT, "X-Open-Expired: true", "X-Delete-At: " + (end + 1_000))
                        .status())
                .isEqualTo(202);
        assertThat(ann.get(OBJECT).text()).isEqualTo("text");
    }

    @Test
    void theyAreInNobodysWay() {
        assertThat(ann.delete(OBJECT).status()).isEqualTo(404);
        assertThat(ann.get(OBJECT, "X-Open-Expired: true").status()).isEqualTo(404);
        assertThat(ann.delete("/v1/AUTH_p1/c").status()).isEqualTo(204);
    }

    @Test
    void whoRemovesThemSaysWhichEndHeMeans_w15() {
        assertThat(ann.delete(OBJECT, "X-If-Delete-At: x").status()).isEqualTo(400);
        assertThat(ann.delete(OBJECT, "X-If-Delete-At: " + (end + 1)).status()).isEqualTo(412);
        ann.put(OBJECT, "new", "X-Delete-At: " + (end + 1_000));
        assertThat(ann.delete(OBJECT, "X-If-Delete-At: " + end).status()).isEqualTo(412);
        assertThat(ann.delete(OBJECT, "X-If-Delete-At: " + (end + 1_000)).status())
                .isEqualTo(204);
        assertThat(ann.delete(OBJECT, "X-If-Delete-At: " + end).status()).isEqualTo(404);
    }
}
