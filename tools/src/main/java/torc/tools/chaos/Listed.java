package torc.tools.chaos;

/// An entry of a listing.
record Listed(String name, long bytes) {}
