package torc.proxy.swift.request;

/// Swift's words for yes.
public final class Flags {
    private Flags() {}

    /// Whether `value` is one of true, 1, yes, on, t, y, without regard to case.
    public static boolean isTrue(String value) {
        return switch (value.length()) {
            case 1 -> "1tTyY".contains(value);
            case 2 -> value.equalsIgnoreCase("on");
            case 3 -> value.equalsIgnoreCase("yes");
            case 4 -> value.equalsIgnoreCase("true");
            default -> false;
        };
    }
}
