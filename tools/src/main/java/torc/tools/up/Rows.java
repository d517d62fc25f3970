package torc.tools.up;

import java.util.List;
import torc.ring.metadata.MetadataStore;
import torc.tools.cluster.GroupKeeper;

/// The metadata of this process, and what is told of it.
interface Rows extends AutoCloseable {
    MetadataStore store();

    RowsHealth health();

    /// The nodes of the cluster, as this one saw them last; none where there is no cluster.
    default List<GroupKeeper.Sight> nodes() {
        return List.of();
    }

    /// Whether work that one process does for all belongs to this one now. It may come to belong to two for a
    /// moment.
    boolean leads();

    @Override
    void close();

    /// @param writable whether commits are possible, as far as is known
    /// @param copies devices, or nodes, that should keep the metadata
    /// @param copiesAlive those that do, as far as is known
    /// @param leader name of the member that leads; empty where there is none, or none is known
    record RowsHealth(boolean writable, int copies, int copiesAlive, String leader) {}
}
