package torc.proxy.swift.metadata;

import torc.common.config.Meaning;

/// How much metadata one account, container or object may have. `/info` tells these figures.
///
/// @param maxNameBytes greatest length of a name without its prefix
/// @param maxValueBytes greatest length of a value
/// @param maxCount greatest number of names
/// @param maxOverallBytes greatest sum of all names and values
/// @param maxHeaderBytes greatest length of any header's value
public record MetadataLimits(
        @Meaning("greatest length of a name without its prefix")
        int maxNameBytes,

        @Meaning("greatest length of a value") int maxValueBytes,
        @Meaning("greatest number of names") int maxCount,
        @Meaning("greatest sum of all names and values") int maxOverallBytes,
        @Meaning("greatest length of any header's value") int maxHeaderBytes) {
    /// What Swift has.
    public static final MetadataLimits DEFAULTS = new MetadataLimits(128, 256, 90, 4096, 8192);
}
