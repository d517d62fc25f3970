package torc.tools.up;

import torc.ring.metadata.MetadataStore;

/// The metadata of this process, and what is told of it.
interface Rows extends AutoCloseable {
    MetadataStore store();

    RowsHealth health();

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
