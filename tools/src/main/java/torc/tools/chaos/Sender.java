package torc.tools.chaos;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import torc.tools.chaos.history.History;
import torc.tools.chaos.history.Operation;
import torc.tools.chaos.history.Outcome;

/// Sends the calls of one client, once more to the next node if there is no answer, as a client behind a list of
/// addresses does, and writes down what was sent and what came back. Not for many threads.
final class Sender {
    private static final int ATTEMPTS = 2;

    private final int client;
    private final List<? extends Dialect> nodes;
    private final Run run;
    private final boolean stays;
    private int home;

    /// What all clients of a run share.
    ///
    /// @param retryPause before a request is sent again that did not even get a connection
    record Run(
            Keys keys,
            History history,
            ServiceLog log,
            Findings findings,
            LongSupplier nanoTime,
            Duration retryPause) {}

    /// @param nodes the client's dialect on each node
    Sender(int client, List<? extends Dialect> nodes, int home, Run run) {
        this(client, nodes, home, run, false);
    }

    private Sender(int client, List<? extends Dialect> nodes, int home, Run run, boolean stays) {
        this.client = client;
        this.nodes = nodes;
        this.home = home;
        this.run = run;
        this.stays = stays;
    }

    /// One that asks the same node again.
    static Sender staying(int client, List<? extends Dialect> nodes, int home, Run run) {
        return new Sender(client, nodes, home, run, true);
    }

    String dialect() {
        return nodes.getFirst().name();
    }

    /// @return whether it was answered
    boolean send(Call call) throws InterruptedException {
        var began = run.nanoTime.getAsLong();
        var cause = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var sent = run.nanoTime.getAsLong();
            try {
                var told = call.ask().send(nodes.get(home));
                var ended = run.nanoTime.getAsLong();
                for (var each : told) note(each, Outcome.KNOWN, sent, ended, "");
                if (told.isEmpty()) noteIntent(call, Outcome.FAILED, sent, ended, "refused");
                run.log.success(began, ended);
                return true;
            } catch (NoAnswer none) {
                cause = String.valueOf(none.getMessage());
                var outcome = none.isSent() ? Outcome.UNKNOWN : Outcome.FAILED;
                noteIntent(call, outcome, sent, run.nanoTime.getAsLong(), cause);
                if (call.intent().isPresent() && none.isSent()) run.keys.unknown(call.key());
                if (!stays) home = (home + 1) % nodes.size();
                if (!none.isSent()) Thread.sleep(run.retryPause);
            }
        }
        run.log.failure(cause);
        return false;
    }

    int home() {
        return home;
    }

    private void noteIntent(Call call, Outcome outcome, long sent, long ended, String why) {
        call.intent().ifPresent(step -> note(new Call.Told(call.key(), step), outcome, sent, ended, why));
    }

    private void note(Call.Told told, Outcome outcome, long sent, long ended, String why) {
        if (run.history.isFull()) return; // The run ends; what is not noted was only seen.
        run.history.add(new Operation(client, home, dialect(), told.key(), told.step(), outcome, sent, ended, why));
    }
}
