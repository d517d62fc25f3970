package torc.proxy.objects;

/// A container (S3: bucket) of an account.
///
/// @param text 1 to 256 bytes of UTF-8 without a slash
public record ContainerName(AccountName account, String text) {
    public ContainerName {
        Names.check("container", text, Names.MAX_CONTAINER_BYTES);
        if (text.indexOf('/') >= 0) throw new IllegalArgumentException("a container's name has no slash");
    }
}
