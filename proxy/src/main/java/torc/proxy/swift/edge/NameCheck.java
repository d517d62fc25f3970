package torc.proxy.swift.edge;

import java.util.Optional;
import java.util.regex.Pattern;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;

/// Refuses paths that an operator does not want, since other programs of theirs could not bear them (Swift's
/// name_check).
public final class NameCheck {
    private static final String WHAT = "Object/Container/Account name ";

    private final EdgeSettings settings;
    private final Optional<Pattern> pattern;
    private final boolean isOff;

    public NameCheck(EdgeSettings settings) {
        this.settings = settings;
        this.pattern = settings.forbiddenPattern().isEmpty()
                ? Optional.empty()
                : Optional.of(Pattern.compile(settings.forbiddenPattern()));
        this.isOff = settings.forbiddenSigns().isEmpty() && settings.maxPathSigns() == 0 && pattern.isEmpty();
    }

    /// @throws Refused if the path is not wanted
    public void check(String rawPath) {
        if (isOff) return;
        var path = PercentCoding.decode(rawPath).orElseThrow(() -> new Refused(Fault.INVALID_UTF8_OR_NUL));
        if (path.chars().anyMatch(sign -> settings.forbiddenSigns().indexOf(sign) >= 0))
            throw refused("contains forbidden chars from " + settings.forbiddenSigns());
        if (settings.maxPathSigns() > 0 && path.length() > settings.maxPathSigns())
            throw refused("longer than the allowed maximum " + settings.maxPathSigns());
        if (pattern.isPresent() && pattern.get().matcher(path).find())
            throw refused("contains a forbidden substring from regular expression " + settings.forbiddenPattern());
    }

    private static Refused refused(String why) {
        return new Refused(Fault.NAME_FORBIDDEN, WHAT + why);
    }
}
