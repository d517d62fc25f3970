package torc.objectserver.server;

import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.objectserver.api.Wire;
import torc.objectserver.device.BlobDevice;

/// Answers the questions about many blobs of a device.
final class Listings {
    /// Digests of so many partitions at most go into one answer: 20 bytes each.
    private static final long MOST_PARTITIONS = 65_536;

    private Listings() {}

    static HttpResponse list(
            BlobDevice device, DeviceRequest.Subject.Listing listing, DeviceRequest request, int version) {
        var partition = listing.partition();
        var record = switch (listing.what()) {
            case "blobs" -> Wire.blobs(device.list(partition, request.after(), request.limit()), version);
            case "deletions" -> Wire.ids(device.deletions(partition, request.after(), request.limit()));
            case "quarantined" -> Wire.ids(device.quarantined(request.after(), request.limit()));
            case "digests" -> digests(device, request.number("first"), request.number("end"));
            case "status" -> Wire.status(device.status());
            default -> throw new BadRequest("no such listing");
        };
        var headers = Headers.builder()
                .add("Content-Type", "application/octet-stream")
                .build();
        return HttpResponse.of(200, headers, record);
    }

    private static byte[] digests(BlobDevice device, long first, long end) {
        if (end < first || end > Integer.MAX_VALUE || end - first > MOST_PARTITIONS)
            throw new BadRequest("at most " + MOST_PARTITIONS + " partitions");
        return Wire.digests(device.digests((int) first, (int) end));
    }
}
