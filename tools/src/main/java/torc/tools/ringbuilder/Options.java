package torc.tools.ringbuilder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A verb's arguments, taken apart as Python's optparse does it: options anywhere, `-r1`, `-r 1`,
/// `--region=1`, `--region 1`, and `--` before arguments that only look like options.
record Options(Map<String, String> values, Set<String> flags, List<String> arguments) {
    /// What says which device is meant, each as `-short/--long`.
    static final List<String> OF_DEVICES = List.of(
            "-u/--id",
            "-r/--region",
            "-z/--zone",
            "-i/--ip",
            "-p/--port",
            "-j/--replication-ip",
            "-q/--replication-port",
            "-d/--device",
            "-w/--weight",
            "-m/--meta",
            "-I/--change-ip",
            "-P/--change-port",
            "-J/--change-replication-ip",
            "-Q/--change-replication-port",
            "-D/--change-device",
            "-M/--change-meta");

    static final List<String> YES = List.of("-y/--yes");

    /// @param valued options that have a value
    /// @param flags options that have none
    static Options parse(List<String> arguments, List<String> valued, List<String> flags) {
        var parsed = new Options(new HashMap<>(), new HashSet<>(), new ArrayList<>());
        for (var at = 0; at < arguments.size(); at++) {
            var argument = arguments.get(at);
            if (argument.equals("--")) {
                parsed.arguments.addAll(arguments.subList(at + 1, arguments.size()));
                break;
            }
            if (!argument.startsWith("-") || argument.equals("-")) {
                parsed.arguments.add(argument);
                continue;
            }
            var name = nameIn(argument);
            var attached = valueIn(argument);
            var flag = find(flags, name);
            if (flag.isPresent() && attached.isEmpty()) {
                parsed.flags.add(flag.get());
                continue;
            }
            var option = find(valued, name).orElseThrow(() -> Refusal.error("no such option: " + argument));
            if (attached.isEmpty() && ++at == arguments.size())
                throw Refusal.error(name + " option requires an argument");
            parsed.values.put(option, attached.orElse(arguments.get(Math.min(at, arguments.size() - 1))));
        }
        return parsed;
    }

    private static String nameIn(String argument) {
        if (!argument.startsWith("--")) return argument.substring(0, 2);
        var equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }

    private static Optional<String> valueIn(String argument) {
        if (!argument.startsWith("--"))
            return argument.length() > 2 ? Optional.of(argument.substring(2)) : Optional.empty();
        var equals = argument.indexOf('=');
        return equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
    }

    /// The long name without hyphens in front.
    private static Optional<String> find(List<String> options, String name) {
        for (var option : options)
            if (List.of(option.split("/")).contains(name))
                return Optional.of(option.substring(option.indexOf("--") + 2));
        return Optional.empty();
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    Optional<Integer> whole(String name) {
        return value(name).map(text -> whole(text, "option --" + name));
    }

    static int whole(String text, String what) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException malformed) {
            throw Refusal.error(what + ": invalid integer value: '" + text + "'");
        }
    }

    static double number(String text, String what) {
        try {
            var number = Double.parseDouble(text);
            if (Double.isNaN(number) || Double.isInfinite(number)) throw new NumberFormatException(text);
            return number;
        } catch (NumberFormatException malformed) {
            throw Refusal.error(what + ": invalid floating-point value: '" + text + "'");
        }
    }

    /// Whether devices are named by options rather than by a search value.
    boolean nameDevices() {
        return values.keySet().stream().anyMatch(name -> !name.startsWith("change-"));
    }
}
