package torc.tools.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import torc.tools.data.Credentials;
import torc.tools.data.DataDirectory;
import torc.tools.data.DataRefused;
import torc.tools.data.Endpoints;

/// `torc env`: what `swift`, `openstack` and `aws` need to reach the running process.
@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = "Prints shell exports for swift, openstack and aws: eval \"$(torc env)\".")
public final class EnvCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "Print a JSON object instead.")
    private boolean json;

    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var endpoints = DataDirectory.running(data.path())
                .orElseThrow(() -> new DataRefused(
                        ExitCode.NOT_RUNNING, "no Torc is up on " + data.path() + "; start it: torc up --detach"));
        var values = exports(endpoints, DataDirectory.readCredentials(data.path()));
        var out = Commands.out(spec);
        if (json) out.println(new JsonMapper().writeValueAsString(values));
        else print(values, out);
        return ExitCode.OK.number();
    }

    private static void print(Map<String, String> values, PrintWriter out) {
        values.forEach((name, value) -> out.println("export " + name + "='" + value.replace("'", "'\\''") + "'"));
    }

    static Map<String, String> exports(Endpoints endpoints, Credentials credentials) {
        var values = new LinkedHashMap<String, String>();
        values.put("OS_AUTH_URL", endpoints.api() + "/identity/v3");
        values.put("OS_IDENTITY_API_VERSION", "3");
        values.put("OS_USERNAME", "admin");
        values.put("OS_PASSWORD", credentials.password());
        values.put("OS_PROJECT_NAME", "admin");
        values.put("OS_USER_DOMAIN_NAME", "Default");
        values.put("OS_PROJECT_DOMAIN_NAME", "Default");
        values.put("OS_REGION_NAME", endpoints.region());
        values.put("ST_AUTH", endpoints.api() + "/auth/v1.0");
        values.put("ST_USER", "admin:admin");
        values.put("ST_KEY", credentials.password());
        values.put("AWS_ENDPOINT_URL", endpoints.s3());
        values.put("AWS_ACCESS_KEY_ID", credentials.accessKey());
        values.put("AWS_SECRET_ACCESS_KEY", credentials.secretKey());
        values.put("AWS_DEFAULT_REGION", endpoints.region());
        values.put("AWS_REGION", endpoints.region());
        // A node without the role proxy or control serves less than all of this.
        values.values().removeIf(value -> value.isEmpty() || value.startsWith("/"));
        return values;
    }
}
