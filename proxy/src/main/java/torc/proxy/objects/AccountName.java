package torc.proxy.objects;

/// An account: the storage of one project.
///
/// @param text what stands in a Swift path, such as `AUTH_4f…`; 1 to 256 bytes of UTF-8
public record AccountName(String text) {
    public AccountName {
        Names.check("account", text, Names.MAX_ACCOUNT_BYTES);
    }
}
