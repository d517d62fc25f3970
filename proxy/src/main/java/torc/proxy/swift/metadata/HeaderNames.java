package torc.proxy.swift.metadata;

/// Names of headers as Swift writes them: each word begins with a capital.
public final class HeaderNames {
    private HeaderNames() {}

    /// `x-object-meta-a_b` becomes `X-Object-Meta-A_B`.
    public static String title(String name) {
        var signs = name.toCharArray();
        var begins = true;
        for (int i = 0; i < signs.length; i++) {
            var c = signs[i];
            var letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (letter) signs[i] = begins ? Character.toUpperCase(c) : Character.toLowerCase(c);
            begins = !letter;
        }
        return new String(signs);
    }
}
