package torc.objectserver.replica;

import torc.objectserver.device.BlobDevice;

/// A device at its index of the placement.
///
/// @param distance 0 for a device of this process, more for farther ones: the nearest live copy is read first
public record PlacedDevice(BlobDevice device, int distance) {}
