package torc.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import torc.common.stream.Chunk;

class PathRouterTest {
    private final PathRouter router = PathRouter.builder()
            .route("/identity", request -> HttpResponse.of(201))
            .route("/identity/v3", request -> HttpResponse.of(202))
            .route("/v1/", request -> HttpResponse.of(203))
            .build(request -> HttpResponse.of(404));

    private int statusOf(String path) {
        return router.handle(new HttpRequest("GET", path, "", Headers.empty(), "-", new NoBody()))
                .status();
    }

    private static final class NoBody implements RequestBody {
        @Override
        public OptionalLong announcedBytes() {
            return OptionalLong.of(0);
        }

        @Override
        public @Nullable Chunk next() {
            return null;
        }

        @Override
        public void close() {}
    }

    @Test
    void theLongestPrefixOfWholeSegmentsWins() {
        assertThat(statusOf("/identity")).isEqualTo(201);
        assertThat(statusOf("/identity/v2")).isEqualTo(201);
        assertThat(statusOf("/identity/v3/auth")).isEqualTo(202);
        assertThat(statusOf("/v1/AUTH_a")).isEqualTo(203);
        assertThat(statusOf("/identityx")).isEqualTo(404);
        assertThat(statusOf("/v1")).isEqualTo(404);
        assertThat(router.prefixes()).containsExactly("/identity/v3", "/identity", "/v1/");
    }

    @Test
    void aMalformedOrRepeatedPrefixIsRefused() {
        assertThatThrownBy(() -> PathRouter.builder().route("a", r -> HttpResponse.of(200)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PathRouter.builder()
                        .route("/a", r -> HttpResponse.of(200))
                        .route("/a", r -> HttpResponse.of(200)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
