package torc.proxy.swift.edge;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import torc.common.config.Meaning;

/// What an operator holds all requests to (Swift's name_check, read_only and crossdomain). Nothing of it is on
/// at first.
///
/// @param readOnly whether nothing may be written, but in accounts whose reseller says otherwise
/// @param allowDeletes whether what is read-only may be deleted
/// @param forbiddenSigns signs that no path may hold
/// @param maxPathSigns greatest length of a path in signs; 0 for any
/// @param forbiddenPattern regular expression that no path may hold; empty for none
/// @param rates how many requests are served without delay
/// @param crossDomainPolicy what `/crossdomain.xml` lets plug-ins of browsers do; empty for no such file
public record EdgeSettings(
        @Meaning("whether nothing may be written") boolean readOnly,

        @Meaning("whether what is read-only may be deleted") boolean allowDeletes,

        @Meaning("signs that no path may hold") String forbiddenSigns,

        @Meaning("greatest length of a path in signs, 0 for any")
        int maxPathSigns,

        @Meaning("regular expression that no path may hold") String forbiddenPattern,

        @Meaning("what /crossdomain.xml says; empty for no such file")
        String crossDomainPolicy,

        @Meaning("how many requests are served without delay")
        RateSettings rates) {
    public static final EdgeSettings DEFAULTS = new EdgeSettings(false, false, "", 0, "", "", RateSettings.DEFAULTS);

    public EdgeSettings {
        if (maxPathSigns < 0) throw new IllegalArgumentException("maxPathSigns " + maxPathSigns);
        try {
            Pattern.compile(forbiddenPattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("forbiddenPattern: " + e.getDescription(), e);
        }
    }
}
