package torc.ring.metadata.embedded;

import java.nio.file.Path;
import java.util.List;

/// Opens what other engines leave for this one.
public final class TestWorldStores {
    public static final StoreSurroundings WORLD = TestWorld.real();

    private TestWorldStores() {}

    public static EmbeddedMetadataStore open(Path folder) {
        return EmbeddedMetadataStore.open(TestWorld.small(List.of(folder)), TestWorld.real());
    }
}
