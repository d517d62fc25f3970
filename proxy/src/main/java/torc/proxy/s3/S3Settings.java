package torc.proxy.s3;

import java.util.List;
import java.util.Locale;
import torc.common.config.Meaning;

/// How the S3 dialect behaves.
///
/// @param regions those that requests may be signed for; the first is the home region
/// @param domains base domains for virtual-host style (`bucket.domain`)
/// @param operatorRoles roles of which a caller needs one to use its project's account
/// @param maxPutBytes greatest length of an object or a part by one request
/// @param minPartBytes least length of all parts but the last
public record S3Settings(
        @Meaning("regions that requests may be signed for; the first is the home region")
        List<String> regions,

        @Meaning("base domains for virtual-host style") List<String> domains,

        @Meaning("roles of which a caller needs one to use its project's account")
        List<String> operatorRoles,

        @Meaning("greatest length of an object or a part by one request")
        long maxPutBytes,

        @Meaning("least length of all parts but the last") long minPartBytes) {
    private static final long MIB = 1024 * 1024;

    /// As Amazon has it: one region, 5 GiB a request, 5 MiB a part.
    public static final S3Settings DEFAULT = new S3Settings(
            List.of("us-east-1"),
            List.of("s3.localhost"),
            List.of("admin", "member", "swiftoperator"),
            5 * 1024 * MIB,
            5 * MIB);

    public S3Settings {
        if (regions.isEmpty()) throw new IllegalArgumentException("at least one region is needed");
        regions = List.copyOf(regions);
        domains =
                domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
        operatorRoles = List.copyOf(operatorRoles);
    }
}
