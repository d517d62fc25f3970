package torc.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.tools.command.ExitCode;
import torc.tools.command.VersionCommand;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temporary;

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void everyCommandHasHelpAndADescription() {
        for (var command : Main.commandLine().getSubcommands().entrySet()) {
            assertThat(command.getValue().getCommandSpec().usageMessage().description())
                    .as(command.getKey())
                    .isNotEmpty();
        }
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("up", "down", "env", "status", "config", "version");
    }

    @Test
    void theVersionIsTheBuilds() throws IOException {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).startsWith("torc " + VersionCommand.VERSION + " ");
        assertThat(Files.readString(Path.of("../pom.xml")))
                .contains("<version>" + VersionCommand.VERSION + "</version>");
    }

    @Test
    void wrongUseAndNothingRunningHaveTheirCodes() {
        var data = temporary.resolve("none").toString();

        assertThat(run("upp")).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("env", "--data", data)).isEqualTo(ExitCode.NOT_RUNNING.number());
        assertThat(run("down", "--data", data)).isEqualTo(ExitCode.NOT_RUNNING.number());
        assertThat(run("status", "--data", data)).isEqualTo(ExitCode.NOT_RUNNING.number());
        assertThat(err.toString()).doesNotContain("Exception");
    }

    @Test
    void aFaultyConfigurationIsToldAsAWhole() throws IOException {
        var file = Files.writeString(temporary.resolve("torc.yaml"), "prot: 1\ndevices: many\n");

        assertThat(run("config", "--config", file.toString())).isEqualTo(ExitCode.BAD_CONFIG.number());
        assertThat(err.toString()).contains("prot: unknown key").contains("devices: not a whole number");
    }

    @Test
    void listeningBeyondLoopbackInClearNeedsAWord() {
        assertThat(run("up", "--data", temporary.resolve("data").toString(), "--bind", "0.0.0.0"))
                .isEqualTo(ExitCode.INSECURE.number());
        assertThat(err.toString()).contains("--insecure-bind");
    }

    @Test
    void completionIsGenerated() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString()).contains("complete -F");
    }
}
