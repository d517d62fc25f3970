package torc.proxy.objects;

import java.nio.charset.StandardCharsets;

/// What every name must be: not empty, not too long, whole Unicode, and without NUL.
public final class Names {
    /// Greatest length of an account's name in UTF-8 bytes.
    public static final int MAX_ACCOUNT_BYTES = 256;

    /// Greatest length of a container's name in UTF-8 bytes.
    public static final int MAX_CONTAINER_BYTES = 256;

    /// Greatest length of an object's name in UTF-8 bytes.
    public static final int MAX_OBJECT_BYTES = 1024;

    private Names() {}

    static void check(String kind, String text, int maxBytes) {
        if (text.isEmpty()) throw new IllegalArgumentException("the " + kind + "'s name is empty");
        if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes)
            throw new IllegalArgumentException("the " + kind + "'s name is longer than " + maxBytes + " bytes");
        if (text.indexOf('\0') >= 0) throw new IllegalArgumentException("the " + kind + "'s name holds a NUL");
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isHighSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1)))
                    throw new IllegalArgumentException("the " + kind + "'s name is not Unicode");
                i++; // The pair's second half is checked with its first.
            }
        }
    }
}
