package torc.ring.metadata.replicated;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataStoreContract;

/// The contract holds on a member that does not lead; its way leads through the one that does.
final class ReplicatedMetadataStoreTest extends MetadataStoreContract {
    private @Nullable TestGroup group;

    @Override
    protected MetadataStore create() {
        var created = new TestGroup(folder.resolve("group"), 3, 1000);
        group = created;
        try {
            return created.store((created.leader() + 1) % 3);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void closeGroup() {
        if (group != null) group.close();
    }

    @Override
    protected MetadataStore openBackup(Path backup) {
        return torc.ring.metadata.embedded.TestWorldStores.open(backup);
    }
}
