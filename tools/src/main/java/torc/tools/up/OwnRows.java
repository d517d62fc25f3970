package torc.tools.up;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import torc.common.metrics.Metrics;
import torc.ring.log.RealDisk;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.embedded.EmbeddedMetadataStore;
import torc.ring.metadata.embedded.MetadataConfig;
import torc.ring.metadata.embedded.StoreSurroundings;
import torc.tools.data.DataDirectory;
import torc.tools.data.Layout;

/// The metadata of a Torc that runs alone: on its own devices.
record OwnRows(EmbeddedMetadataStore embedded) implements Rows {
    static OwnRows open(DataDirectory data, Layout layout, World world) {
        data.checkMetadata(layout);
        return new OwnRows(EmbeddedMetadataStore.open(MetadataConfig.on(folders(data, layout)), surroundings(world)));
    }

    static List<Path> folders(DataDirectory data, Layout layout) {
        return IntStream.range(0, layout.replicas())
                .mapToObj(index -> data.device(index).resolve("metadata"))
                .toList();
    }

    static StoreSurroundings surroundings(World world) {
        return new StoreSurroundings(new RealDisk(), world.random(), world.nanoTime(), world.platformThreads());
    }

    void measure(Metrics metrics) {
        metrics.total("torc_metadata_log_records", "durable records of the log", () -> (double) embedded.logPosition());
    }

    @Override
    public MetadataStore store() {
        return embedded;
    }

    @Override
    public RowsHealth health() {
        var health = embedded.health();
        return new RowsHealth(
                health.writable(), health.devices(), health.alive().size(), "");
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public void close() {
        embedded.close();
    }
}
