package torc.proxy.objects;

import java.util.Map;

/// Whether a container keeps what is overwritten and deleted in it as older versions.
public enum Versioning {
    /// It never did.
    NEVER,
    /// It does.
    ENABLED,
    /// It did once: the versions that it has stay, new ones are not made.
    SUSPENDED;

    /// Name of the container's property that says so; it has one of [#value]'s values, and is not there at
    /// first.
    public static final String PROPERTY = "versioning";

    public static Versioning of(Map<String, String> properties) {
        var value = properties.getOrDefault(PROPERTY, "");
        for (var each : values()) if (each.value().equals(value)) return each;
        return NEVER;
    }

    /// As the property has it.
    public String value() {
        return this == NEVER ? "" : name().toLowerCase(java.util.Locale.ROOT);
    }
}
