package torc.proxy.objects;

/// An object (S3: key) of a container. The name is taken literally: `..`, `//` and the like mean nothing.
///
/// @param text 1 to 1,024 bytes of UTF-8
public record ObjectName(ContainerName container, String text) {
    public ObjectName {
        Names.check("object", text, Names.MAX_OBJECT_BYTES);
    }
}
