package torc.common.http.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The event loops of a process, shared by all its servers.
///
/// They run on the JDK's own transport: docs/decisions/0002-http-framing-and-transport.md says why not on epoll.
public final class EventLoops implements AutoCloseable {
    private static final long CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final int count;
    private final AtomicInteger sharedPorts = new AtomicInteger();

    /// @param count threads that carry bytes; as many as cores is right for most
    public EventLoops(int count) {
        this.count = count;
        var files = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        var options = new VertxOptions()
                .setPreferNativeTransport(false)
                .setEventLoopPoolSize(count)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(files);
        this.vertx = Vertx.builder().with(options).build();
    }

    /// A name, other than all before, for a port that the operating system chooses.
    int nextSharedPort() {
        return sharedPorts.decrementAndGet();
    }

    int count() {
        return count;
    }

    VertxInternal vertx() {
        return (VertxInternal) vertx;
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException _) {
            // The process ends anyway; nothing depends on the loops any more.
        }
    }
}
