package torc.tools.fsck;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import torc.proxy.fsck.CheckScope;
import torc.tools.cluster.OwnNode;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;

/// Has the running node of a data directory check the cluster's data, and follows it to its end.
final class NodeCheck {
    private static final long LOOK_MILLIS = 500;

    private final Path data;
    private final TerminalProgress progress;
    private final Consumer<Fault> report;

    /// @param report is told of each fault that is kept, when it is found
    NodeCheck(Path data, PrintWriter terminal, boolean isTerminal, Consumer<Fault> report) {
        this.data = data;
        this.progress = new TerminalProgress(terminal, isTerminal);
        this.report = report;
    }

    /// @throws CommandFailed if the node does not answer, or the check could not go on
    Verdict run(boolean repairs, boolean rebuilds, CheckScope scope) {
        try (var node = OwnNode.of(data)) {
            var known = 0;
            var begin =
                    new FsckQuestion(FsckQuestion.Verb.BEGIN, repairs, rebuilds, scope.account(), scope.container(), 0);
            var answer = node.ask(FsckApi.PATH, begin, FsckAnswer.class);
            while (true) {
                progress.end();
                answer.faults().forEach(report);
                known += answer.faults().size();
                if (answer.faults().isEmpty() && answer.state() != FsckAnswer.State.RUNNING) break;
                if (answer.faults().isEmpty()) {
                    progress.line("%s: %,d containers and accounts, %,d blobs, %d %%"
                            .formatted(answer.step(), answer.shards(), answer.blobs(), answer.percent()));
                    Thread.sleep(LOOK_MILLIS);
                }
                var question = new FsckQuestion(
                        FsckQuestion.Verb.LOOK, repairs, rebuilds, scope.account(), scope.container(), known);
                answer = node.ask(FsckApi.PATH, question, FsckAnswer.class);
            }
            return verdict(answer, rebuilds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.FAILED, "Interrupted; the node goes on with the check.");
        }
    }

    private static Verdict verdict(FsckAnswer answer, boolean rebuilds) {
        if (answer.state() == FsckAnswer.State.FAILED)
            throw new CommandFailed(ExitCode.FAILED, "the check could not go on: " + answer.cause());
        return new Verdict(
                new DataCheck.Extent(answer.shards(), answer.blobs(), answer.unseen()),
                new Tally.Counts(answer.lost(), answer.wrong(), answer.repaired(), answer.leftovers()),
                rebuilds ? Optional.of(answer.restored()) : Optional.empty());
    }
}
