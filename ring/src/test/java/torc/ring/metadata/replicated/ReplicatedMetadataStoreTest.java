package torc.ring.metadata.replicated;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataStoreContract;

/// The contract holds on the member that leads, and on one that does not.
final class ReplicatedMetadataStoreTest {
    @Execution(ExecutionMode.CONCURRENT)
    abstract static class OnMember extends MetadataStoreContract {
        private @Nullable TestGroup group;

        abstract int choose(int leader);

        @Override
        protected MetadataStore create() {
            var created = new TestGroup(folder.resolve("group"), 3, 1000);
            group = created;
            try {
                return created.store(choose(created.leader()));
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

    @Nested
    class OnTheLeader extends OnMember {
        @Override
        int choose(int leader) {
            return leader;
        }
    }

    @Nested
    class OnAFollower extends OnMember {
        @Override
        int choose(int leader) {
            return (leader + 1) % 3;
        }
    }
}
