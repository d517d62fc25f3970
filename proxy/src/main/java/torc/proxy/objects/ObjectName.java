package torc.proxy.objects;

/// An object (S3: key) of a container, or one version of it. The name is taken literally: `..`, `//` and the
/// like mean nothing.
///
/// @param text 1 to 1,024 bytes of UTF-8
/// @param version [#CURRENT] for what stands under the name, whichever version that is; [#EVEN_ENDED] for it
/// although its end may have come; [#UNVERSIONED] for it if it is no version; else the number of a version, as
/// [StoredObject#version] tells it
public record ObjectName(ContainerName container, String text, long version) {
    public static final long CURRENT = -1;

    public static final long EVEN_ENDED = -2;

    /// Number of an object that was written while its container kept no versions.
    public static final long UNVERSIONED = 0;

    public ObjectName {
        Names.check("object", text, Names.MAX_OBJECT_BYTES);
    }

    public ObjectName(ContainerName container, String text) {
        this(container, text, CURRENT);
    }

    public ObjectName at(long wanted) {
        return version == wanted ? this : new ObjectName(container, text, wanted);
    }

    /// What stands under the name.
    public ObjectName current() {
        return at(CURRENT);
    }

    public boolean isCurrent() {
        return version < UNVERSIONED;
    }
}
