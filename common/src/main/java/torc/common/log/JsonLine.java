package torc.common.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;

/// One JSON object: `time`, `level`, `logger`, `message`, and `request` and `trace` where there are such.
final class JsonLine implements LineShape {
    private static final int MAX_TRACE_SIGNS = 32_768;

    @Override
    public void shape(ILoggingEvent event, String requestId, StringBuilder out) {
        out.append("{\"time\":\"").append(Instant.ofEpochMilli(event.getTimeStamp()));
        out.append("\",\"level\":\"").append(event.getLevel());
        field("logger", LoggerNames.shortened(event.getLoggerName()), MAX_MESSAGE_SIGNS, out);
        field("message", event.getFormattedMessage(), MAX_MESSAGE_SIGNS, out);
        if (!requestId.equals("-")) field("request", requestId, MAX_MESSAGE_SIGNS, out);
        var thrown = event.getThrowableProxy();
        if (thrown != null) field("trace", ThrowableProxyUtil.asString(thrown), MAX_TRACE_SIGNS, out);
        out.append("\"}\n");
    }

    private static void field(String name, String value, int limit, StringBuilder out) {
        out.append("\",\"").append(name).append("\":\"");
        Escapes.appendEscaped(value, limit, true, out);
    }
}
