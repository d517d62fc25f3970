package torc.proxy.objects;

import java.util.Map;
import java.util.Optional;

/// Where a container has copies put of what is overwritten and deleted in it (Swift's versioned writes): under
/// the length of the name in three hexadecimal digits, the name, a slash and the time of its writing.
///
/// @param container that takes the copies, of the same account; it may not be there
public record Archiving(ContainerName container, Mode mode) {
    /// Name of the container's property that names the archive.
    public static final String CONTAINER_PROPERTY = "archive-container";

    /// Name of the container's property that has one of [Mode]'s values.
    public static final String MODE_PROPERTY = "archive-mode";

    /// What deleting an object does.
    public enum Mode {
        /// Brings the latest copy back.
        STACK,
        /// Leaves a copy, and a marker behind it.
        HISTORY;

        /// As the property has it.
        public String value() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// What the properties of a container say.
    public static Optional<Archiving> of(AccountName account, Map<String, String> properties) {
        var archive = properties.getOrDefault(CONTAINER_PROPERTY, "");
        if (archive.isEmpty()) return Optional.empty();
        var history = properties.getOrDefault(MODE_PROPERTY, "").equals(Mode.HISTORY.value());
        return Optional.of(new Archiving(new ContainerName(account, archive), history ? Mode.HISTORY : Mode.STACK));
    }
}
