package torc.tools.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The option that names a data directory.
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory (default: ${DEFAULT-VALUE}).",
            defaultValue = "${env:TORC_DATA:-torc-data}")
    Path data = Path.of("torc-data");

    public Path path() {
        return data;
    }
}
