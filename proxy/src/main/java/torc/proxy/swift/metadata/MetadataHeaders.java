package torc.proxy.swift.metadata;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import torc.common.http.Headers;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.Refused;

/// Collects the metadata of a request in one pass over its headers and refuses what breaks a limit.
public final class MetadataHeaders {
    private MetadataHeaders() {}

    /// What a kind of thing calls its metadata.
    public enum Kind {
        ACCOUNT("account", true),
        CONTAINER("container", true),
        OBJECT("object", false);

        final String prefix;
        final String removePrefix;
        final String answerPrefix;
        final boolean mustBeUtf8;

        Kind(String word, boolean mustBeUtf8) {
            this.prefix = "x-" + word + "-meta-";
            this.removePrefix = "x-remove-" + word + "-meta-";
            this.answerPrefix = HeaderNames.title(prefix);
            this.mustBeUtf8 = mustBeUtf8;
        }

        /// Such as `x-object-meta-`.
        public String prefix() {
            return prefix;
        }

        /// Such as `X-Object-Meta-`.
        public String answerPrefix() {
            return answerPrefix;
        }
    }

    /// The metadata of a request: names in lower case without their prefix, values octet for octet.
    ///
    /// @throws Refused if it breaks a limit
    public static Map<String, String> read(Headers headers, Kind kind, MetadataLimits limits) {
        var collector = new Collector(kind, limits);
        headers.forEachAsWritten(collector);
        return collector.found;
    }

    private static final class Collector implements BiConsumer<String, String> {
        private final Kind kind;
        private final MetadataLimits limits;
        private Map<String, String> found = Map.of();
        private int overallBytes;
        private int count;

        Collector(Kind kind, MetadataLimits limits) {
            this.kind = kind;
            this.limits = limits;
        }

        @Override
        public void accept(String header, String value) {
            if (value.length() > limits.maxHeaderBytes())
                throw new Refused(
                        Fault.HEADER_TOO_LONG, header.substring(0, Math.min(header.length(), limits.maxNameBytes())));
            if (!header.regionMatches(true, 0, kind.prefix, 0, kind.prefix.length())) return;
            var name = header.substring(kind.prefix.length()).toLowerCase(Locale.ROOT);
            check(name, value);
            if (found.isEmpty()) found = new LinkedHashMap<>();
            found.put(name, value);
        }

        private void check(String name, String value) {
            if (name.isEmpty()) throw new Refused(Fault.METADATA_NAME_EMPTY);
            if (kind.mustBeUtf8
                    && (Octets.utf8(name).isEmpty() || Octets.utf8(value).isEmpty()))
                throw new Refused(Fault.METADATA_NOT_UTF8);
            count++;
            overallBytes += name.length() + value.length();
            if (name.length() > limits.maxNameBytes())
                throw new Refused(Fault.METADATA_NAME_TOO_LONG, kind.prefix + name);
            if (value.length() > limits.maxValueBytes())
                throw new Refused(Fault.METADATA_VALUE_TOO_LONG, limits.maxValueBytes() + ": " + kind.prefix + name);
            if (count > limits.maxCount()) throw new Refused(Fault.METADATA_TOO_MANY, limits.maxCount());
            if (overallBytes > limits.maxOverallBytes())
                throw new Refused(Fault.METADATA_TOO_LARGE, limits.maxOverallBytes());
        }
    }
}
