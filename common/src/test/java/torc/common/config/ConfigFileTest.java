package torc.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
    enum Mode {
        FAST,
        VERY_SAFE
    }

    record Inner(@Meaning("how long") Duration waitTime, DataSize limit) {
        Inner {
            if (waitTime.isZero()) throw new IllegalArgumentException("wait-time must not be zero");
        }
    }

    record Outer(
            String name,
            int port,
            long big,
            double rate,
            boolean on,
            Mode mode,
            Path folder,
            Optional<Path> file,
            Secret secret,
            List<String> hosts,
            Inner inner) {}

    private static final Outer DEFAULTS = new Outer(
            "torc",
            80,
            7,
            0.5,
            false,
            Mode.FAST,
            Path.of("a"),
            Optional.empty(),
            new Secret("s"),
            List.of("x"),
            new Inner(Duration.ofSeconds(90), new DataSize(3 << 20)));

    private static final String ALL_OTHERWISE = """
            name: "other"
            port: 81
            big: 8_000
            rate: 12.25
            on: true
            mode: very-safe
            folder: b/c
            file: d
            secret: t
            hosts: [y, "z z"]
            inner:
              wait-time: 500ms
              limit: 5GB
            """;

    private static List<String> faultsOf(String yaml) {
        return switch (ConfigFile.read(yaml, DEFAULTS)) {
            case ConfigOutcome.Valid<Outer> valid -> throw new AssertionError(valid);
            case ConfigOutcome.Faulty<Outer> faulty -> faulty.faults();
        };
    }

    @Test
    void anEmptyFileLeavesTheDefaults() {
        assertThat(ConfigFile.read("", DEFAULTS)).isEqualTo(new ConfigOutcome.Valid<>(DEFAULTS));
        assertThat(ConfigFile.read("# nothing\n", DEFAULTS)).isEqualTo(new ConfigOutcome.Valid<>(DEFAULTS));
    }

    @Test
    void everyKeyCanBeSetOtherwise() {
        var expected = new Outer(
                "other",
                81,
                8000,
                12.25,
                true,
                Mode.VERY_SAFE,
                Path.of("b/c"),
                Optional.of(Path.of("d")),
                new Secret("t"),
                List.of("y", "z z"),
                new Inner(Duration.ofMillis(500), new DataSize(5_000_000_000L)));

        assertThat(ConfigFile.read(ALL_OTHERWISE, DEFAULTS)).isEqualTo(new ConfigOutcome.Valid<>(expected));
    }

    @Test
    void whatIsPrintedReadsBackAsTheSame() {
        var printed = ConfigFile.print(DEFAULTS);

        assertThat(printed)
                .contains("# how long\n  wait-time: 90s\n")
                .contains("secret: ***")
                .contains("# file:");
        var withSecret = printed.replace("secret: ***", "secret: s");
        assertThat(ConfigFile.read(withSecret, DEFAULTS)).isEqualTo(new ConfigOutcome.Valid<>(DEFAULTS));
    }

    @Test
    void allFaultsAreReportedTogether() {
        var faults = faultsOf("""
                nmae: x
                port: eighty
                rate: 1e9
                on: yes please
                mode: slow
                hosts: y
                inner:
                  wait-time: 5 parsecs
                  limit: -1
                  depth: 2
                """);

        assertThat(faults).hasSize(9);
        assertThat(faults.getFirst()).startsWith("nmae: unknown key; known are [name, port");
        assertThat(faults).anyMatch(fault -> fault.startsWith("port: not a whole number"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("rate: not a decimal number"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("inner.wait-time: not a duration"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("inner.depth: unknown key"));
    }

    @Test
    void aRecordThatRefusesItsValuesIsAFaultOfItsKey() {
        assertThat(faultsOf("inner:\n  wait-time: 0s\n")).containsExactly("inner: wait-time must not be zero");
    }

    @Test
    void whatIsNoYamlOrNoMapSaysWhere() {
        assertThat(faultsOf("name: [").getFirst()).startsWith("line ");
        assertThat(faultsOf("- a")).containsExactly("the file: must be keys and values");
        assertThat(faultsOf("inner: 3")).containsExactly("inner: must be keys and values");
    }

    @Test
    void sizesAndDurationsKeepTheirUnits() {
        assertThat(DataSize.parse("64KiB")).isEqualTo(new DataSize(65_536));
        assertThat(DataSize.parse("64KiB")).hasToString("64KiB");
        assertThat(DataSize.parse("12")).hasToString("12B");
        assertThatThrownBy(() -> DataSize.parse("9iB")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DataSize.parse("99999999999TiB")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Durations.format(Durations.parse("48h"))).isEqualTo("2d");
        assertThat(Durations.format(Durations.parse("1500ms"))).isEqualTo("1500ms");
    }
}
