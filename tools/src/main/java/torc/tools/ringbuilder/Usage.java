package torc.tools.ringbuilder;

import java.util.ArrayList;

/// How each verb is called.
final class Usage {
    private static final String ALL = """
            Usage: torc ring-builder <builder_file> [<verb> ...] [--json]

            Without a verb, shows the ring and its devices. Verbs:

              create <part_power> <replicas> <min_part_hours>
              add [r<region>]z<zone>-<ip>:<port>[R<r_ip>:<r_port>]/<device_name>_<meta> <weight> ...
                  or --region R --zone Z --ip IP --port P --device NAME --weight W
                  [--replication-ip IP] [--replication-port P] [--meta TEXT]
              remove <search-value> ... [--yes]
              set_weight <search-value> <new_weight> ... [--yes]
              set_region <search-value> <region> ... [--yes]
              set_zone <search-value> <zone> ... [--yes]
              set_info <search-value> <ip>:<port>[R<r_ip>:<r_port>]/<device_name>_<meta> ... [--yes]
                  or options of a search, and --change-ip --change-port --change-replication-ip
                  --change-replication-port --change-device --change-meta
              set_replicas <replicas>
              set_min_part_hours <hours>
              set_overload <overload>[%]
              rebalance [--force] [--seed SEED] [--format-version 1|2]
              pretend_min_part_hours_passed
              search <search-value>
              list_parts <search-value> ...
              validate
              dispersion [<search_filter>] [--verbose]
              analyze [--check] [--rings DIRECTORY]     (the file is a scenario in JSON)
              version                                   (the file is a ring)
              write_ring [--format-version 1|2] [--dev-id-bytes 2|4]
              write_builder [<min_part_hours>]          (the file is a ring)
              prepare_increase_partition_power
              increase_partition_power
              cancel_increase_partition_power
              finish_increase_partition_power

            A <search-value> is d<id>r<region>z<zone>-<ip>:<port>R<r_ip>:<r_port>/<device_name>_<meta>,
            any part of which may be missing: d74, z1, z1-1.2.3.4, :5678, R:5678, /sdb1, _shiny, [::1].
            Instead of search values there may be options: --id --region --zone --ip --port
            --replication-ip --replication-port --device --weight --meta.

            Exit codes: 0 = operation successful
                        1 = operation completed with warnings
                        2 = error
            """;

    private static final String INDENT = "  ";

    private Usage() {}

    static String all() {
        return ALL;
    }

    static Refusal of(String verb) {
        var lines = new ArrayList<String>();
        for (var line : ALL.lines().toList()) {
            var ofVerb = line.equals(INDENT + verb) || line.startsWith(INDENT + verb + " ");
            var more = !lines.isEmpty() && line.startsWith(INDENT.repeat(3));
            if (!ofVerb && !more && !lines.isEmpty()) break;
            if (ofVerb) lines.add("Usage: torc ring-builder <builder_file> " + line.strip());
            else if (more) lines.add(line);
        }
        return Refusal.error(String.join("\n", lines));
    }
}
