package torc.tools.simulate;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import torc.common.stream.ByteSource;
import torc.objectserver.blob.BlobUnreadable;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.objects.WriteOutcome;

/// A client that is the only writer of its keys, and reads everybody's. It knows at any time what each of its
/// keys may hold, and says what it must not have seen.
final class SimulatedClient implements Runnable {
    static final ObjectAttributes PLAIN =
            new ObjectAttributes("text/plain", Map.of(), Map.of(), Map.of(), OptionalLong.empty());

    private final Stage stage;
    private final List<ObjectName> own;
    private final long until;

    SimulatedClient(Stage stage, List<ObjectName> own, long until) {
        this.stage = stage;
        this.own = own;
        this.until = until;
    }

    @Override
    public void run() {
        try {
            while (stage.time().nanos() < until) {
                stage.time().sleep(stage.time().random().nextLong(400_000_000L));
                act();
            }
        } catch (RuntimeException | Error e) { // The outermost frame of this thread.
            stage.violation("a client met " + e, e);
        } finally {
            stage.clientEnded();
        }
    }

    private void act() {
        var random = stage.time().random();
        var name = own.get(random.nextInt(own.size()));
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> put(name);
            case 4 -> delete(name);
            case 5 -> copy(name, own.get(random.nextInt(own.size())));
            case 6 -> readOthers();
            default -> read(name);
        }
    }

    private void put(ObjectName name) {
        var content = stage.newContent();
        stage.history(name).attempted(content);
        var bytes = Contents.of(content);
        var outcome = write(name, content, objects -> objects.put(name, request(bytes)));
        stage.note("put", name, content, outcome);
    }

    static PutRequest request(byte[] bytes) {
        return new PutRequest(
                ByteSource.of(bytes),
                OptionalLong.of(bytes.length),
                PLAIN,
                Map::of,
                "",
                Preconditions.NONE,
                Long.MAX_VALUE);
    }

    private String write(ObjectName name, long content, Function<Objects, WriteOutcome> write) {
        try {
            var proxy = stage.proxy();
            var outcome = proxy.call(() -> write.apply(proxy.service().objects()));
            switch (outcome) {
                case WriteOutcome.Stored _ -> stage.history(name).is(content);
                case WriteOutcome.Unavailable _ -> stage.history(name).maybe(content);
                case WriteOutcome.Full _, WriteOutcome.QuotaExceeded _, WriteOutcome.NotArchived _ -> {}
                default -> stage.violation("a write ended so: " + outcome);
            }
            return outcome.getClass().getSimpleName();
        } catch (StoreUnavailable | SimulatedProxy.Killed e) {
            stage.history(name).maybe(content);
            return e.getClass().getSimpleName();
        }
    }

    private void delete(ObjectName name) {
        var history = stage.history(name);
        String ended;
        try {
            var proxy = stage.proxy();
            var outcome = proxy.call(() -> proxy.service().objects().delete(name, Preconditions.NONE));
            ended = outcome.getClass().getSimpleName();
            switch (outcome) {
                case Objects.DeleteOutcome.Deleted _ -> history.is(KeyHistory.ABSENT);
                case Objects.DeleteOutcome.Missing _ -> {
                    if (!history.canBe(KeyHistory.ABSENT))
                        stage.violation("delete finds no " + name.text() + ", which holds " + history.possible());
                    history.is(KeyHistory.ABSENT);
                }
                case Objects.DeleteOutcome.Unavailable _ -> history.maybe(KeyHistory.ABSENT);
                default -> stage.violation("a delete ended so: " + outcome);
            }
        } catch (StoreUnavailable | SimulatedProxy.Killed e) {
            history.maybe(KeyHistory.ABSENT);
            ended = e.getClass().getSimpleName();
        }
        stage.note("delete", name, 0, ended);
    }

    private void copy(ObjectName source, ObjectName target) {
        if (source.equals(target) || stage.history(source).possible().size() > 1) return;
        var content = stage.history(source).possible().iterator().next();
        if (content == KeyHistory.ABSENT) return;
        var request = new Objects.CopyRequest(
                Preconditions.NONE, Preconditions.NONE, attributes -> attributes, Long.MAX_VALUE);
        stage.history(target).attempted(content);
        var outcome = write(target, content, objects -> objects.copy(source, target, request));
        stage.note("copy", target, content, outcome);
    }

    private void read(ObjectName name) {
        try {
            var found = stage.look(stage.proxy(), name);
            var history = stage.history(name);
            if (!history.canBe(found))
                stage.violation("read of " + name.text() + " gives " + found + " instead of " + history.possible());
            history.is(found);
            stage.note("read", name, found, "");
        } catch (StoreUnavailable | BlobUnreadable | SimulatedProxy.Killed e) {
            stage.note("read", name, 0, e.getClass().getSimpleName());
        }
    }

    private void readOthers() {
        var all = stage.names();
        var name = all.get(stage.time().random().nextInt(all.size()));
        try {
            var found = stage.look(stage.proxy(), name);
            if (!stage.history(name).wasEver(found))
                stage.violation("read of " + name.text() + " gives " + found + ", which nobody wrote");
            stage.note("look", name, found, "");
        } catch (StoreUnavailable | BlobUnreadable | SimulatedProxy.Killed e) {
            stage.note("look", name, 0, e.getClass().getSimpleName());
        }
    }
}
