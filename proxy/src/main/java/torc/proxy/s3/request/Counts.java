package torc.proxy.s3.request;

import torc.proxy.s3.error.S3Failure;

/// Numbers in a query, such as `max-keys`.
public final class Counts {
    private static final int MAX_DIGITS = 9;

    private Counts() {}

    /// @param absent what holds if the parameter is not given, or is empty
    /// @param most greatest value that takes effect; a greater one is taken for it, as S3 does
    /// @throws S3Failure InvalidArgument for what is not a whole number of 0 to 2^31-1
    public static int parse(QueryParameters query, String name, int absent, int most) {
        var text = query.text(name);
        return text.isEmpty() ? absent : Math.min(parse(text, name), most);
    }

    /// @throws S3Failure InvalidArgument for what is not a whole number of 0 to 2^31-1
    public static int parse(String text, String name) {
        var valid = !text.isEmpty() && text.length() <= MAX_DIGITS + 1;
        for (int i = 0; valid && i < text.length(); i++) valid = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        var number = valid ? Long.parseLong(text) : -1;
        if (number < 0 || number > Integer.MAX_VALUE)
            throw S3Failure.invalidArgument(
                    "Argument " + name + " must be an integer between 0 and 2147483647", name, text);
        return (int) number;
    }
}
