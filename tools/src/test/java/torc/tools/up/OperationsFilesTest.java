package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The dashboard, the alert rules and their page name only what a real Torc exports.
final class OperationsFilesTest {
    private static final Path FOLDER = Path.of("../docs/operations");
    private static final Pattern SAMPLE = Pattern.compile("^(torc_[a-z0-9_]+)(?:\\{(.*)})? .*$", Pattern.MULTILINE);
    private static final Pattern USED = Pattern.compile("\\b(torc_[a-z0-9_]+)(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~?|!=|!~)\"([^\"]*)\"");
    private static final Pattern BY = Pattern.compile("by \\(([a-z_, ]+)\\)");

    /// What Prometheus itself adds.
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le");

    @TempDir
    private Path folder;

    @Test
    void everyMetricAndLabelThatTheyUseIsExported() throws Exception {
        var exported = exported();
        assertThat(exported).as("metrics are exported at all").hasSizeGreaterThan(25);

        var expressions = new ArrayList<String>(dashboardExpressions());
        assertThat(expressions).as("panels").hasSizeGreaterThan(20);
        var rules = Files.readString(FOLDER.resolve("prometheus-alerts.yaml"));
        assertThat(Pattern.compile("- alert: ").matcher(rules).results().count())
                .as("alerts")
                .isGreaterThanOrEqualTo(10);
        expressions.add(rules);
        for (JsonNode rule : new YAMLMapper().readTree(rules).at("/groups/0/rules")) {
            assertThat(rule.path("alert").asString()).startsWith("Torc");
            assertThat(rule.path("for").asString()).matches("[0-9]+[mh]");
            assertThat(rule.at("/labels/severity").asString()).isIn("page", "ticket");
            assertThat(rule.at("/annotations/description").asString()).isNotEmpty();
        }
        for (var expression : expressions) compare(expression, exported);
        for (var name : namesOnThePage())
            assertThat(exported.keySet()).as("named in README.md").anyMatch(each -> each.startsWith(name));
        assertThat(unknown("rate(torc_no_such_metric[5m])", exported))
                .as("the test sees what is missing")
                .isNotEmpty();
        assertThat(unknown("torc_device_blobs{disk=\"d0\"}", exported)).isNotEmpty();
        assertThat(unknown("torc_http_connections{server=\"nfs\"}", exported)).isNotEmpty();
    }

    private static void compare(String expression, Map<String, Map<String, Set<String>>> exported) {
        assertThat(unknown(expression, exported)).as(expression).isEmpty();
    }

    /// What an expression uses that nobody exports.
    private static List<String> unknown(String expression, Map<String, Map<String, Set<String>>> exported) {
        var unknown = new ArrayList<String>();
        var known = new HashSet<>(OF_PROMETHEUS);
        for (var used = USED.matcher(expression); used.find(); ) {
            var labels = exported.get(used.group(1));
            if (labels == null) {
                unknown.add(used.group(1));
                continue;
            }
            known.addAll(labels.keySet());
            if (used.group(2) == null) continue;
            for (var label = LABEL.matcher(used.group(2)); label.find(); )
                if (!OF_PROMETHEUS.contains(label.group(1)) && !has(labels, label.group(1), label.group(2)))
                    unknown.add(used.group(1) + "{" + label.group() + "}");
        }
        for (var by = BY.matcher(expression); by.find(); )
            for (var label : by.group(1).split(", *", -1)) if (!known.contains(label)) unknown.add("by " + label);
        return unknown;
    }

    private static boolean has(Map<String, Set<String>> labels, String label, String pattern) {
        var values = labels.getOrDefault(label, Set.of());
        // Nothing failed in the test, so there is no series of failures; the label is there.
        if (pattern.equals("5xx")) return !values.isEmpty();
        return List.of(pattern.split("\\|", -1)).stream().allMatch(values::contains);
    }

    /// Names with their labels and those labels' values, from a process that has served both dialects.
    private Map<String, Map<String, Set<String>>> exported() throws Exception {
        try (var client = HttpClient.newHttpClient();
                var cloud = RunningCloud.start(folder.resolve("data"), "devices: 2\nreplicas: 2\n", client)) {
            var account = cloud.logIn();
            for (var method : List.of("PUT", "GET", "HEAD", "DELETE")) {
                cloud.swift(account, method, "/c", new byte[0]);
                cloud.s3(method, "/bucket", new byte[0]);
            }
            var request = HttpRequest.newBuilder(URI.create(cloud.endpoints.admin() + "/metrics"))
                    .build();
            var text = client.send(request, BodyHandlers.ofString()).body();
            var exported = new HashMap<String, Map<String, Set<String>>>();
            for (var sample = SAMPLE.matcher(text); sample.find(); ) {
                var labels = exported.computeIfAbsent(sample.group(1), _ -> new HashMap<>());
                if (sample.group(2) == null) continue;
                for (var label = LABEL.matcher(sample.group(2)); label.find(); )
                    labels.computeIfAbsent(label.group(1), _ -> new HashSet<>()).add(label.group(2));
            }
            return exported;
        }
    }

    private static List<String> dashboardExpressions() throws Exception {
        var dashboard = new JsonMapper().readTree(Files.readString(FOLDER.resolve("grafana-dashboard.json")));
        var expressions = new ArrayList<String>();
        for (JsonNode panel : dashboard.path("panels"))
            for (JsonNode target : panel.path("targets"))
                expressions.add(target.path("expr").asString());
        for (JsonNode variable : dashboard.at("/templating/list"))
            if (variable.path("type").asString().equals("query"))
                expressions.add(variable.path("query").asString());
        return expressions;
    }

    private static List<String> namesOnThePage() throws Exception {
        var page = Files.readString(FOLDER.resolve("README.md"));
        return Pattern.compile("`(torc_[a-z_]+)")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
