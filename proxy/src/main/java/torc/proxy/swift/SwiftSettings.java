package torc.proxy.swift;

import java.util.List;
import java.util.Optional;
import torc.common.config.Meaning;
import torc.common.config.Secret;
import torc.proxy.swift.access.AccessSettings;
import torc.proxy.swift.edge.EdgeSettings;
import torc.proxy.swift.metadata.MetadataLimits;
import torc.proxy.swift.sync.SyncSettings;
import torc.proxy.swift.web.SiteSettings;

/// How the Swift dialect is set.
///
/// @param maxObjectBytes greatest length of one object, in one PUT or COPY
/// @param storagePolicy name of the first storage policy
/// @param accountManagement whether PUT of accounts by their owners and DELETE by reseller administrators is
/// allowed
/// @param openExpired whether `X-Open-Expired` shows objects whose end has come and that are still kept
/// @param exposeInfo whether `/info` says what there is
/// @param infoAdminKey signs the administrator's view of `/info`; there is none without it
/// @param disallowedSections what `/info` leaves out, such as `slo` or `swift.policies`
public record SwiftSettings(
        @Meaning("who may do what") AccessSettings access,
        @Meaning("limits of metadata") MetadataLimits metadata,
        @Meaning("containers as web sites") SiteSettings sites,
        @Meaning("what all requests are held to") EdgeSettings edge,

        @Meaning("containers that are synchronised with other clusters")
        SyncSettings sync,

        @Meaning("greatest length of one object, in one PUT")
        long maxObjectBytes,

        @Meaning("name of the first storage policy") String storagePolicy,

        @Meaning("whether owners may PUT accounts and reseller administrators DELETE them")
        boolean accountManagement,

        @Meaning("whether X-Open-Expired shows objects whose end has come and that are still kept")
        boolean openExpired,

        @Meaning("whether /info says what there is") boolean exposeInfo,

        @Meaning("signs the administrator's view of /info; none if not given")
        Optional<Secret> infoAdminKey,

        @Meaning("what /info leaves out, as slo or swift.policies")
        List<String> disallowedSections) {
    /// Five TiB, which is what S3 knows too, so that each dialect can read what the other wrote.
    public static final long DEFAULT_MAX_OBJECT_BYTES = 5L << 40;

    public static final SwiftSettings DEFAULTS = new SwiftSettings(
            AccessSettings.DEFAULTS,
            MetadataLimits.DEFAULTS,
            SiteSettings.DEFAULTS,
            EdgeSettings.DEFAULTS,
            SyncSettings.DEFAULTS,
            DEFAULT_MAX_OBJECT_BYTES,
            "default",
            false,
            false,
            true,
            Optional.empty(),
            List.of("swift.valid_api_versions"));

    public SwiftSettings {
        disallowedSections = List.copyOf(disallowedSections);
        if (maxObjectBytes < 1) throw new IllegalArgumentException("maxObjectBytes " + maxObjectBytes);
    }
}
