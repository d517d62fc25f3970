package torc.proxy.swift.request;

import java.math.BigDecimal;
import java.math.RoundingMode;
import torc.proxy.objects.ObjectName;

/// Ids of versions as clients see them: the time of writing in seconds, with five decimals; `null` is the
/// object that is no version.
public final class VersionId {
    private static final String NULL = "null";
    private static final int DECIMALS = 5;

    private VersionId() {}

    public static String of(long version) {
        if (version <= ObjectName.UNVERSIONED) return NULL;
        return "%010d.%05d".formatted(version / 100_000, version % 100_000);
    }

    /// @throws Refused if it can be no id
    public static long parse(String text) {
        if (text.equals(NULL)) return ObjectName.UNVERSIONED;
        if (!text.matches("[0-9]{1,10}(\\.[0-9]{1,9})?")) throw new Refused(Fault.VERSION_ID_INVALID);
        var number = new BigDecimal(text)
                .setScale(DECIMALS, RoundingMode.DOWN)
                .unscaledValue()
                .longValueExact();
        if (number == ObjectName.UNVERSIONED) throw new Refused(Fault.VERSION_ID_INVALID);
        return number;
    }
}
