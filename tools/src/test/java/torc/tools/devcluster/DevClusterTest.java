package torc.tools.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a program that only writes down what it was told.
class DevClusterTest {
    @TempDir
    Path folder;

    private List<NodeProcess> nodes(int count, String script) throws IOException {
        var program = Files.writeString(folder.resolve("torc"), "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var nodes = new ArrayList<NodeProcess>();
        for (int i = 1; i <= count; i++) {
            var place = NodePlace.of("n" + i, "127.0.1." + i, folder.resolve("n" + i), List.of());
            nodes.add(new NodeProcess(List.of(program.toString()), place, List.of()));
        }
        return nodes;
    }

    private List<String> told() throws IOException {
        return Files.readAllLines(folder.resolve("told")).stream()
                .map(line -> line.replaceAll(" --data .*", ""))
                .toList();
    }

    private String writesDown() {
        return "echo \"$@\" >> " + folder.resolve("told") + "\n[ \"$1\" = token ] && echo TOKEN || true\n";
    }

    @Test
    void aNewClusterIsMadeWithItsUsersCommands() throws Exception {
        var up = new ArrayList<String>();

        new DevCluster(nodes(3, writesDown()), node -> up.add(node.place().name()), _ -> {}).found();

        assertThat(told())
                .containsExactly(
                        "init --name n1 --address 127.0.1.1",
                        "token create --uses 2",
                        "join --token TOKEN --name n2 --address 127.0.1.2",
                        "join --token TOKEN --name n3 --address 127.0.1.3",
                        "ring add",
                        "ring apply --latest");
        assertThat(up).containsExactly("n1", "n2", "n3");
    }

    @Test
    void aClusterThatIsThereIsOnlyStarted() throws Exception {
        var nodes = nodes(2, writesDown());
        for (var node : nodes) {
            Files.createDirectories(node.place().data());
            Files.writeString(node.place().data().resolve("VERSION"), "torc 1\n");
        }
        var up = new ArrayList<String>();

        new DevCluster(nodes, node -> up.add(node.place().name()), _ -> {}).found();

        assertThat(folder.resolve("told")).doesNotExist();
        assertThat(up).containsExactly("n1", "n2");
    }

    @Test
    void aCommandThatFailsEndsItWithWhatItSaid() throws Exception {
        var cluster = new DevCluster(nodes(2, "echo no room; exit 13\n"), _ -> {}, _ -> {});

        assertThatThrownBy(cluster::found)
                .hasMessageContaining("torc init ended with 13")
                .hasMessageContaining("no room");
    }
}
