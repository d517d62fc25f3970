package torc.common.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets up the process's log, which goes to standard error.
public final class Logging {
    private Logging() {}

    /// Applies a configuration from now on.
    public static void apply(LogConfig config) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) apply(context, config);
    }

    static void apply(LoggerContext context, LogConfig config) {
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        var encoder = new LineEncoder(config.json() ? new JsonLine() : new TextLine());
        encoder.setContext(context);
        encoder.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.toLevel(config.level().name()));
        // Libraries report what the caller is told anyway; their warnings are kept.
        for (var library : new String[] {"io.netty", "io.vertx", "org.rocksdb"}) {
            context.getLogger(library).setLevel(Level.WARN);
        }
        // Ratis warns of each try to reach a member that is away; who waits for it is told.
        context.getLogger("org.apache.ratis").setLevel(Level.ERROR);
    }
}
