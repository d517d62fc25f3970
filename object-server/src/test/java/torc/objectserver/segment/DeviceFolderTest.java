package torc.objectserver.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void d01_theNamesOfANewDevicesFoldersAreDurableBeforeItServes() throws IOException {
        var device = folder.resolve("devices").resolve("d1");

        var synced = syncedBy(() -> DeviceFolder.open(device, "d1").close());

        assertThat(synced).contains(folder.toString(), folder.resolve("devices").toString(), device.toString());
    }

    @Test
    void d01_soAreThoseOfAFolderWhoseMakerDiedTooSoon() throws IOException {
        DeviceFolder.open(folder, "d1").close();
        Files.deleteIfExists(folder.resolve("segments"));

        var synced = syncedBy(() -> DeviceFolder.open(folder, "d1").close());

        assertThat(folder.resolve("segments")).isDirectory();
        assertThat(synced).contains(folder.toString());
    }

    @Test
    void d18_aFolderOfFormat1BecomesOneOfFormat2AndALaterOneIsRefusedWithAReason() throws IOException {
        DeviceFolder.open(folder, "d1").close();
        var identity = folder.resolve("device");
        Files.writeString(identity, "torc device, format 1\nname d1\n");

        DeviceFolder.open(folder, "d1").close();

        assertThat(identity).hasContent("torc device, format 2\nname d1\n");
        Files.writeString(identity, "torc device, format 1\nname d2\n");
        assertThatThrownBy(() -> DeviceFolder.open(folder, "d1")).hasMessageContaining("is not d1's");
        Files.writeString(identity, "torc device, format 3\nname d1\n");
        assertThatThrownBy(() -> DeviceFolder.open(folder, "d1"))
                .isInstanceOf(DeviceRefused.class)
                .hasMessageContaining("says 'torc device, format 3'; this release knows 'torc device, format 2'");
    }

    /// Paths of the files and folders that were synced in the meantime, as the Java runtime records it.
    private List<String> syncedBy(Runnable action) throws IOException {
        try (var recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            action.run();
            recording.stop();
            var dump = folder.resolve("recording.jfr");
            recording.dump(dump);
            var events = RecordingFile.readAllEvents(dump);
            Files.delete(dump);
            return events.stream().map(event -> event.getString("path")).toList();
        }
    }
}
