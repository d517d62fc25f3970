package torc.ring.metadata.replicated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.version.VersionRange;
import torc.ring.metadata.embedded.TestWorldStores;
import torc.ring.metadata.state.StateConfig;

/// A group of members in this process, each of which can be stopped and started again.
final class TestGroup implements AutoCloseable {
    private static final Id128 GROUP = new Id128(7, 7);

    private final Path folder;
    private final List<Member> members = new ArrayList<>();
    private final List<Member> founders = new ArrayList<>();
    private final List<@Nullable ReplicatedMetadataStore> stores = new ArrayList<>();
    private final long snapshotEntries;
    private final Map<Integer, VersionRange> formats;

    TestGroup(Path folder, int size, long snapshotEntries) {
        this(folder, size, snapshotEntries, Map.of());
    }

    /// @param formats of the entries that some members know
    TestGroup(Path folder, int size, long snapshotEntries, Map<Integer, VersionRange> formats) {
        this.folder = folder;
        this.formats = formats;
        this.snapshotEntries = snapshotEntries;
        for (int i = 0; i < size; i++) founders.add(new Member("n" + i, freeAddress()));
        members.addAll(founders);
        for (int i = 0; i < size; i++) {
            stores.add(null);
            start(i);
        }
    }

    /// A member that begins a group alone, with what is prepared for it.
    void startFounder(Consumer<GroupConfig> preparation) {
        founders.add(new Member("n0", freeAddress()));
        members.addAll(founders);
        stores.add(null);
        preparation.accept(config(0));
        start(0);
    }

    /// A member that nobody has heard of yet.
    int startNewcomer() {
        members.add(new Member("n" + members.size(), freeAddress()));
        stores.add(null);
        start(members.size() - 1);
        return members.size() - 1;
    }

    Member member(int index) {
        return members.get(index);
    }

    /// Below the ports that the system gives to outgoing connections: what is free now stays free.
    private static InetSocketAddress freeAddress() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
            } catch (BindException _) {
                // Somebody has it; another is drawn.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private GroupConfig config(int index) {
        return new GroupConfig(
                GROUP,
                members.get(index),
                index < founders.size() ? founders : List.of(),
                folder.resolve("n" + index),
                new StateConfig(1 << 20, 1 << 20),
                1024,
                256 << 10,
                4,
                16 << 10,
                snapshotEntries,
                1 << 20,
                snapshotEntries,
                snapshotEntries,
                Duration.ofMillis(300),
                Duration.ofSeconds(20),
                0,
                formats.getOrDefault(index, TransactionCodec.FORMATS));
    }

    void start(int index) {
        try {
            stores.set(index, ReplicatedMetadataStore.open(config(index), Optional.empty(), TestWorldStores.WORLD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop(int index) {
        store(index).close();
        stores.set(index, null);
    }

    ReplicatedMetadataStore store(int index) {
        var store = stores.get(index);
        if (store == null) throw new IllegalStateException("member " + index + " is down");
        return store;
    }

    /// The place of the member that leads, once there is one.
    int leader() throws InterruptedException {
        for (int attempt = 0; attempt < 500; attempt++) {
            for (int i = 0; i < stores.size(); i++) {
                var store = stores.get(i);
                if (store != null && store.isLeader()) return i;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("nobody leads");
    }

    @Override
    public void close() {
        // Side by side, for each waits a while for the others' goodbye.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var store : stores) if (store != null) threads.execute(store::close);
        }
    }
}
