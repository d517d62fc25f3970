package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Ids;
import torc.ring.log.LogDamaged;
import torc.ring.metadata.state.Batch;
import torc.ring.metadata.state.BatchCodec;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;

/// Makes a state out of what the devices have: the database itself, or else the newest sound copy, and the log behind
/// it.
final class StateRecovery {
    private static final Logger log = LoggerFactory.getLogger(StateRecovery.class);

    private final MetadataConfig config;
    private final StateCopy copies;
    private final Ids ids;

    StateRecovery(MetadataConfig config, StateCopy copies, Ids ids) {
        this.config = config;
        this.copies = copies;
        this.ids = ids;
    }

    /// Brings a state up to the end of the log.
    interface Replay {
        /// @throws LogDamaged if the log does not reach back to what the state lacks
        void onto(State state);
    }

    /// Opens the database of a device as it is.
    State open(DeviceFolder device, Replay replay) {
        var state = State.open(device.state(), config.state());
        return replayed(state, replay);
    }

    private static State replayed(State state, Replay replay) {
        try {
            long before = state.applied();
            replay.onto(state);
            // Nothing recovered depends any longer on log pages that may never have reached the device.
            if (state.applied() != before) state.flush();
            return state;
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    /// Makes the database of `target` anew from the newest sound copy on any of the devices. What is there already
    /// stays as it is until the new one is whole.
    ///
    /// @param release called before the database of `target` is replaced, to close it
    /// @throws StateBroken if there is none that the log leads on from
    State rebuild(List<DeviceFolder> sources, DeviceFolder target, Replay replay, Runnable release) {
        var failures = new StateBroken("no device has a sound copy of the metadata state");
        for (var copy : newestFirst(sources)) {
            try {
                if (!copies.isSound(copy)) throw new StateBroken("the copy " + copy + " is damaged");
                copies.restore(copy, target.restoring());
                var restored = finish(State.open(target.restoring(), config.state()), target, replay, release);
                log.warn("Metadata state made anew from={} applied={}", copy, restored.applied());
                return restored;
            } catch (StateBroken | LogDamaged | IOException e) {
                failures.addSuppressed(e);
            }
        }
        try {
            // A young store's log reaches back to its first commit.
            copies.deleteFolder(target.restoring());
            Replay fromTheFirst = state -> replayFromTheFirst(replay, state);
            return finish(State.create(target.restoring(), config.state()), target, fromTheFirst, release);
        } catch (StateBroken | LogDamaged | IOException e) {
            failures.addSuppressed(e);
            throw failures;
        }
    }

    /// Brings a state that is being restored up to date, then puts it into its place. It is a history of its own
    /// before anybody can take it for the one it was copied from: tables of the two may share names.
    private State finish(State restoring, DeviceFolder target, Replay replay, Runnable release) throws IOException {
        try (restoring) {
            replay.onto(restoring);
            restoring.setId(ids.next());
            restoring.flush();
        }
        release.run();
        target.replaceState(copies);
        return open(target, replay);
    }

    private static void replayFromTheFirst(Replay replay, State state) {
        replay.onto(state);
        if (state.applied() == 0) throw new StateBroken("the log does not reach back to the first commit");
    }

    private static List<Path> newestFirst(List<DeviceFolder> sources) {
        var found = new ArrayList<Path>();
        for (var source : sources) {
            try {
                found.addAll(source.copies());
            } catch (IOException e) {
                log.warn("Copies of the metadata state not listed folder={}", source.path(), e);
            }
        }
        found.sort(Comparator.comparingLong(StateRecovery::sequence).reversed());
        return found;
    }

    private static long sequence(Path copy) {
        var name = copy.getFileName().toString();
        try {
            return Long.parseLong(name.substring(name.indexOf('-') + 1));
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /// Takes a record of the log into a state.
    static void apply(State state, long sequence, ByteBuffer payload) {
        if (sequence <= state.applied()) return;
        var batch = new Batch(state);
        // A mark changes no row, but what the state reaches past it decides which of the log a mirror needs.
        var commits = payload.hasRemaining() ? BatchCodec.decode(payload) : List.<BatchCodec.Commit>of();
        for (var commit : commits) {
            long revision = batch.apply(commit.shard(), commit.writes());
            if (revision != commit.revision())
                throw new StateBroken(
                        "log record " + sequence + " makes revision " + revision + " instead of " + commit.revision());
        }
        batch.writeTo(state, sequence);
    }
}
