package torc.tools.ringbuilder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import torc.ring.builder.RingRefused;

/// `torc ring-builder FILE [VERB ARGUMENTS] [--json]`: builds and changes rings.
///
/// All arguments are taken as they come, since their syntax is Swift's and not picocli's.
@Command(
        name = "ring-builder",
        description = "Builds and changes rings, verb for verb as swift-ring-builder does.",
        customSynopsis = "torc ring-builder <builder_file> [<verb> ...] [--json]")
public final class RingBuilderCommand implements Callable<Integer> {
    static final int SUCCESS = 0;
    static final int WARNING = 1;
    static final int ERROR = 2;

    private static final String BUILDER = ".builder";
    private static final String RING = ".ring.gz";

    /// Verbs whose file need not be a builder that is there.
    private static final Set<String> WITHOUT_BUILDER = Set.of("create", "write_builder", "version", "analyze");

    private static final Map<String, Verb> VERBS = Map.ofEntries(
            Map.entry("create", FileVerbs::create),
            Map.entry("add", DeviceVerbs::add),
            Map.entry("remove", DeviceVerbs::remove),
            Map.entry("set_weight", DeviceVerbs::setWeight),
            Map.entry("set_region", DeviceVerbs::setRegion),
            Map.entry("set_zone", DeviceVerbs::setZone),
            Map.entry("set_info", DeviceVerbs::setInfo),
            Map.entry("set_replicas", SettingVerbs::setReplicas),
            Map.entry("set_min_part_hours", SettingVerbs::setMinPartHours),
            Map.entry("set_overload", SettingVerbs::setOverload),
            Map.entry("pretend_min_part_hours_passed", SettingVerbs::pretendMinPartHoursPassed),
            Map.entry("rebalance", RebalanceVerb::rebalance),
            Map.entry("search", Listing::search),
            Map.entry("default", Listing::show),
            Map.entry("list_parts", ReportVerbs::listParts),
            Map.entry("validate", ReportVerbs::validate),
            Map.entry("dispersion", ReportVerbs::dispersion),
            Map.entry("analyze", AnalyzeVerb::analyze),
            Map.entry("version", FileVerbs::version),
            Map.entry("write_ring", FileVerbs::writeRing),
            Map.entry("write_builder", FileVerbs::writeBuilder),
            Map.entry("prepare_increase_partition_power", PartPowerVerbs::prepare),
            Map.entry("increase_partition_power", PartPowerVerbs::increase),
            Map.entry("cancel_increase_partition_power", PartPowerVerbs::cancel),
            Map.entry("finish_increase_partition_power", PartPowerVerbs::finish));

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Reader answers;

    @Spec
    private @Nullable CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    /// With the machine's own clock, randomness and standard input.
    public RingBuilderCommand() {
        this(InstantSource.system(), new SecureRandom(), new InputStreamReader(System.in, Charset.defaultCharset()));
    }

    RingBuilderCommand(InstantSource clock, RandomGenerator random, Reader answers) {
        this.clock = clock;
        this.random = random;
        this.answers = answers;
    }

    @Override
    public Integer call() {
        if (spec == null) throw new IllegalStateException("picocli has not set the command up");
        var out = spec.commandLine().getOut();
        var exitCode = run(arguments, out, spec.commandLine().getErr());
        out.flush();
        return exitCode;
    }

    /// @return the exit code: 0 for success, 1 for a warning, 2 for an error
    int run(List<String> allArguments, PrintWriter out, PrintWriter err) {
        var given = new ArrayList<>(allArguments);
        var json = given.removeIf(argument -> argument.equals("--json"));
        if (given.isEmpty() || given.contains("--help") || given.contains("-h")) {
            out.print(Usage.all());
            return SUCCESS;
        }
        try {
            return run(given, json, out);
        } catch (Refusal refusal) {
            (json ? err : out).println(refusal.getMessage());
            return refusal.exitCode();
        } catch (RingRefused | IllegalArgumentException refused) {
            (json ? err : out).println(refused.getMessage());
            return ERROR;
        } catch (UncheckedIOException | IOException broken) {
            err.println("Problem with the files of " + given.getFirst() + ": " + broken.getMessage());
            return ERROR;
        }
    }

    private int run(List<String> given, boolean json, PrintWriter out) throws IOException {
        var file = given.getFirst();
        var name = given.size() > 1 ? given.get(1) : "default";
        var verb = VERBS.get(name);
        if (verb == null) throw Refusal.error("Unknown command: " + name);
        var rest = given.subList(Math.min(2, given.size()), given.size());
        var builder = file.endsWith(RING) ? file.substring(0, file.length() - RING.length()) + BUILDER : file;
        var ring = (builder.endsWith(BUILDER) ? builder.substring(0, builder.length() - BUILDER.length()) : builder)
                + RING;
        if (!builder.equals(file) && !WITHOUT_BUILDER.contains(name) && !json)
            out.println("Note: using " + builder + " instead of " + file + " as builder file");
        var answerReader = new BufferedReader(answers);
        var session = new Session(Path.of(builder), Path.of(ring), json, out, answerReader, clock, random);
        if (name.equals("analyze")) return verb.run(session, rest); // Its file is a scenario, and nothing is written.
        try (var channel = lockChannel(session);
                var lock = lock(channel)) {
            if (!lock.isValid()) throw Refusal.error("Ring/builder dir currently locked.");
            return verb.run(session, rest);
        }
    }

    /// As Swift's `-safe` tool does, so that two operators, or an operator and a script, lose no change of
    /// each other's.
    private static FileChannel lockChannel(Session session) throws IOException {
        var directory = session.builderPath().toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory))
            throw Refusal.error("Directory does not exist: " + directory);
        return FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            var lock = channel.tryLock();
            if (lock != null) return lock;
        } catch (OverlappingFileLockException heldByThisProcess) {
            // Refused like any other.
        }
        throw Refusal.error("Ring/builder dir currently locked.");
    }
}
