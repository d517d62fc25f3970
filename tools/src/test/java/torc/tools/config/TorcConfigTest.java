package torc.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import torc.common.config.ConfigFile;
import torc.common.config.ConfigOutcome;
import torc.common.config.DataSize;
import torc.common.config.Meaning;

class TorcConfigTest {
    private static List<String> faultsOf(String yaml) {
        return ConfigFile.read(yaml, TorcConfig.defaults()) instanceof ConfigOutcome.Faulty<TorcConfig>(var faults)
                ? faults
                : List.of();
    }

    @Test
    void whatConfigPrintsIsTheDefaultConfiguration() {
        var printed = ConfigFile.print(TorcConfig.defaults());

        assertThat(ConfigFile.read(printed, TorcConfig.defaults()))
                .isEqualTo(new ConfigOutcome.Valid<>(TorcConfig.defaults()));
        assertThat(printed)
                .contains("port: 8080\n")
                .contains("  idle-timeout: 1m\n")
                .contains("# tls-key:");
    }

    @Test
    void everyKeyTellsWhatItMeans() {
        assertThat(keysWithoutMeaning(TorcConfig.class)).isEmpty();
    }

    private static List<String> keysWithoutMeaning(Class<?> section) {
        var silent = new ArrayList<String>();
        for (var component : section.getRecordComponents()) {
            if (component.getAnnotation(Meaning.class) == null)
                silent.add(section.getSimpleName() + "." + component.getName());
            if (component.getType() != DataSize.class
                    && component.getType().isRecord()
                    && component.getType().getPackageName().startsWith("torc"))
                silent.addAll(keysWithoutMeaning(component.getType()));
        }
        return silent;
    }

    @Test
    void byDefaultNothingListensBeyondLoopback() {
        assertThat(TorcConfig.defaults().bind()).isEqualTo("127.0.0.1");
        assertThat(TorcConfig.defaults().insecureBind()).isFalse();
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThat(faultsOf("replicas: 2")).containsExactly("replicas must be 1 to the number of devices");
        assertThat(faultsOf("devices: 0")).isNotEmpty();
        assertThat(faultsOf("port: 9000")).containsExactly("two servers have the same port");
        assertThat(faultsOf("tls-key: a.pem")).containsExactly("tls-certificate and tls-key go together");
        assertThat(faultsOf("identity:\n  token-lifetime: 0s")).hasSize(1);
        assertThat(faultsOf("devices: 3\nreplicas: 3")).isEmpty();
    }
}
