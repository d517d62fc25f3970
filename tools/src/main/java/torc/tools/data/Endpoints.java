package torc.tools.data;

import java.util.LinkedHashMap;
import java.util.Map;

/// Where a running Torc is reached, as it wrote down itself.
///
/// @param processId of the process that serves
/// @param api base URL of the OpenStack APIs
/// @param s3 base URL of S3
/// @param admin base URL of metrics and health
public record Endpoints(long processId, String api, String s3, String admin, String region) {
    Map<String, String> toValues() {
        var values = new LinkedHashMap<String, String>();
        values.put("pid", Long.toString(processId));
        values.put("api", api);
        values.put("s3", s3);
        values.put("admin", admin);
        values.put("region", region);
        return values;
    }

    static Endpoints of(Map<String, String> values) {
        return new Endpoints(
                Long.parseLong(values.getOrDefault("pid", "-1")),
                values.getOrDefault("api", ""),
                values.getOrDefault("s3", ""),
                values.getOrDefault("admin", ""),
                values.getOrDefault("region", ""));
    }
}
