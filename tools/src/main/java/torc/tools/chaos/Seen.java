package torc.tools.chaos;

/// An object as a read showed it.
///
/// @param mark what the writer named its value; -1 if the object has no such metadata
/// @param length as the answer's head tells
/// @param body what was asked for of it; empty for HEAD
record Seen(long mark, long length, String etag, byte[] body) {}
