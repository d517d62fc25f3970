package torc.proxy.swift.metadata;

/// How much metadata one account, container or object may have. `/info` tells these figures.
///
/// @param maxNameBytes greatest length of a name without its prefix
/// @param maxOverallBytes greatest sum of all names and values
/// @param maxHeaderBytes greatest length of any header's value
public record MetadataLimits(
        int maxNameBytes, int maxValueBytes, int maxCount, int maxOverallBytes, int maxHeaderBytes) {
    /// What Swift has.
    public static final MetadataLimits DEFAULTS = new MetadataLimits(128, 256, 90, 4096, 8192);
}
