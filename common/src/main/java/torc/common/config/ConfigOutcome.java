package torc.common.config;

import java.util.List;

/// What became of reading a configuration.
public sealed interface ConfigOutcome<T> {
    record Valid<T>(T config) implements ConfigOutcome<T> {}

    /// All that is wrong, each a line that names its key.
    record Faulty<T>(List<String> faults) implements ConfigOutcome<T> {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }
}
