package torc.common.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/// Found by Logback through `META-INF/services`: sets our defaults before the first line, without any XML.
public final class LogStart extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.apply(context, new LogConfig(LogConfig.Level.WARN, false, false));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
