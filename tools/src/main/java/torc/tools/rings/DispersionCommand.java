package torc.tools.rings;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import torc.tools.command.ExitCode;

/// `torc ring dispersion`: whether the copies of blobs are where the ring says, as swift-dispersion-report tells.
@Command(
        name = "dispersion",
        mixinStandardHelpOptions = true,
        description = "Looks on all devices whether blobs have their copies, where the ring says.",
        footer = {"", "Exit code 0: all copies were found; 17: some are missing."})
final class DispersionCommand extends Asking implements Callable<Integer> {
    @Option(names = "--ring", defaultValue = "object", description = "Name of the ring (default: ${DEFAULT-VALUE}).")
    private String ring = "object";

    @Option(
            names = "--percent",
            defaultValue = "100",
            description = "Share of the partitions to look at (default: ${DEFAULT-VALUE}).")
    private int percent = 100;

    @Override
    public Integer call() {
        var answer = ask(DispersionApi.PATH, new Dispersion.Question(ring, percent), Dispersion.class);
        if (!printedAsJson(answer)) show(answer);
        return (answer.found() == answer.wanted() ? ExitCode.OK : ExitCode.FAULTY).number();
    }

    private void show(Dispersion answer) {
        out().printf(
                        "Looked at %d blobs in %d of %d partitions, %.1f s%n",
                        answer.blobs(), answer.partitions(), answer.ofPartitions(), answer.seconds());
        for (int missing = 0; missing < answer.blobsMissing().size(); missing++) {
            long blobs = answer.blobsMissing().get(missing);
            if (blobs > 0 || missing == 0)
                out().printf("There were %d blobs missing %d %s.%n", blobs, missing, missing == 1 ? "copy" : "copies");
        }
        out().printf(
                        "%.2f%% of object copies found (%d of %d)%n",
                        answer.percentFound(), answer.found(), answer.wanted());
        out().printf(
                        "Sample represents %.2f%% of the partitions%n",
                        100.0 * answer.partitions() / answer.ofPartitions());
        if (answer.misplaced() > 0)
            out().printf("%d copies are on other devices than the ring says.%n", answer.misplaced());
        for (var device : answer.away()) out().printf("%s does not answer; its copies count as missing.%n", device);
    }
}
