package torc.proxy.s3.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReferenceArray;
import torc.common.identity.AccessKey;

/// Derived signing keys, remembered: deriving takes four MACs, and a key holds for a day.
///
/// Direct-mapped: each key has one slot, and a newcomer takes it. So the memory is bounded whatever comes, and
/// finding takes no lock. Safe for many threads.
final class SigningKeys {
    private static final int SLOTS = 1024;

    private final AtomicReferenceArray<Derived> slots = new AtomicReferenceArray<>(SLOTS);

    /// The key for this day, region and service (SigV4, "Calculate the signing key").
    HmacKey keyFor(AccessKey accessKey, String day, String region, String service) {
        var slot = Math.floorMod((accessKey.id().hashCode() * 31 + day.hashCode()) * 31 + region.hashCode(), SLOTS);
        var found = slots.get(slot);
        if (found != null && found.isFor(accessKey, day, region, service)) return found.key;
        var key = derive(accessKey.secret(), day, region, service);
        slots.set(slot, new Derived(accessKey.id(), secretBytes(accessKey), day, region, service, key));
        return key;
    }

    private static HmacKey derive(String secret, String day, String region, String service) {
        var dayKey = new HmacKey(("AWS4" + secret).getBytes(StandardCharsets.UTF_8)).mac(day);
        var regionKey = new HmacKey(dayKey).mac(region);
        var serviceKey = new HmacKey(regionKey).mac(service);
        return new HmacKey(new HmacKey(serviceKey).mac("aws4_request"));
    }

    private static byte[] secretBytes(AccessKey accessKey) {
        return accessKey.secret().getBytes(StandardCharsets.UTF_8);
    }

    /// Not a record: its text would show the secret.
    private static final class Derived {
        private final String id;
        private final byte[] secret;
        private final String day;
        private final String region;
        private final String service;
        private final HmacKey key;

        Derived(String id, byte[] secret, String day, String region, String service, HmacKey key) {
            this.id = id;
            this.secret = secret;
            this.day = day;
            this.region = region;
            this.service = service;
            this.key = key;
        }

        /// A key whose secret was changed since is not this one.
        boolean isFor(AccessKey accessKey, String wantedDay, String wantedRegion, String wantedService) {
            return id.equals(accessKey.id())
                    && day.equals(wantedDay)
                    && region.equals(wantedRegion)
                    && service.equals(wantedService)
                    && MessageDigest.isEqual(secret, secretBytes(accessKey));
        }
    }
}
