package torc.tools.up;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;
import torc.tools.config.TorcConfig;
import torc.tools.data.DataDirectory;
import torc.tools.data.Endpoints;

/// What a newcomer reads when Torc is up.
final class Greeting {
    private Greeting() {}

    static void print(Endpoints endpoints, DataDirectory data, TorcConfig config, PrintWriter out) {
        var folder = config.data().toString().equals("torc-data") ? "" : " --data " + config.data();
        var text = """
                @|bold Torc is up.|@

                  Swift, identity  @|underline %s|@  (also /identity/v3, /auth/v1.0, /info)
                  S3               @|underline %s|@
                  metrics, health  @|underline %s|@
                  credentials      %s

                Try in another terminal:
                  eval "$(torc env%s)"
                  swift upload hello README.md && swift list hello
                  aws s3 cp README.md s3://hello/again && aws s3 ls s3://hello

                Stop it with Ctrl-C or: torc down%s
                """.formatted(
                        served(endpoints.api()),
                        served(endpoints.s3()),
                        endpoints.admin(),
                        data.credentialsFile(),
                        folder,
                        folder);
        out.print(Ansi.AUTO.string(text));
        out.flush();
    }

    private static String served(String url) {
        return url.isEmpty() ? "not served here" : url;
    }
}
