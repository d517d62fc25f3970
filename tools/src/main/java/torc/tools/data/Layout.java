package torc.tools.data;

/// What was fixed when the data directory was made.
///
/// @param devices how many device folders there are
/// @param replicas copies of each blob and of the metadata
public record Layout(int devices, int replicas) {}
