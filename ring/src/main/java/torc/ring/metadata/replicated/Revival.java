package torc.ring.metadata.replicated;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.ring.metadata.embedded.StoreSurroundings;
import torc.ring.metadata.state.FreeSpace;

/// Opens a member anew that takes no part any more, as a restart of the process would: Ratis gives a log up at the
/// first
/// write that fails, and a disk that was full has room again later. Until there is room the member stays away, and
/// others lead.
final class Revival implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// A member that took part for so long failed for another reason than the last time.
    private static final Duration STEADY = Duration.ofMinutes(1);

    /// Of the reserve, for which commits are refused, so much is room enough to go on.
    private static final int RESERVE_SHARE = 4;

    private final GroupConfig config;
    private final GroupNode node;
    private final StoreSurroundings world;
    private final FreeSpace space;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("metadata-revival").unstarted(this::run);
    private Duration pause = PERIOD;
    private long triedAt;

    private Revival(GroupConfig config, GroupNode node, StoreSurroundings world) {
        this.config = config;
        this.node = node;
        this.world = world;
        space = new FreeSpace(
                world.disk(), () -> List.of(config.folder()), config.reservedBytes() / RESERVE_SHARE, world.nanoTime());
        triedAt = world.nanoTime().getAsLong();
    }

    /// Begins to look after a member.
    static Revival start(GroupConfig config, GroupNode node, StoreSurroundings world) {
        var revival = new Revival(config, node, world);
        revival.thread.start();
        return revival;
    }

    private void run() {
        try {
            while (!stopped.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS)) look();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        if (!node.isDown()) {
            if (!node.hasFailed()) return;
            LOG.error("This member of the metadata takes no part until it is opened anew folder={}", config.folder());
            node.shutDown();
        }
        var since = world.nanoTime().getAsLong() - triedAt;
        if (since < pause.toNanos() || space.isScarce()) return;
        try {
            node.reopen();
            LOG.info("This member of the metadata was opened anew folder={}", config.folder());
        } catch (IOException | RuntimeException e) {
            LOG.warn("This member of the metadata cannot be opened anew yet folder={}", config.folder(), e);
        }
        pause = since > STEADY.toNanos() ? PERIOD : longer(pause);
        triedAt = world.nanoTime().getAsLong();
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /// Ends; a member that is being opened is waited for.
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(config.patience());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
