package torc.ring.metadata.embedded;

import java.nio.file.Path;
import java.util.List;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataStoreContract;

final class EmbeddedMetadataStoreTest extends MetadataStoreContract {
    @Override
    protected MetadataStore create() {
        return EmbeddedMetadataStore.open(TestWorld.small(List.of(folder.resolve("device"))), TestWorld.real());
    }

    @Override
    protected MetadataStore openBackup(Path backup) {
        return EmbeddedMetadataStore.open(TestWorld.small(List.of(backup)), TestWorld.real());
    }
}
