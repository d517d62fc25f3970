package torc.common.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;

/// `2026-11-22T21:42:00.123Z WARN  replica.Repair  Copy quarantined device=3 request=tx...`
final class TextLine implements LineShape {
    @Override
    public void shape(ILoggingEvent event, String requestId, StringBuilder out) {
        out.append(Instant.ofEpochMilli(event.getTimeStamp())).append(' ');
        var level = event.getLevel().toString();
        out.append(level).append(" ".repeat(6 - level.length()));
        out.append(LoggerNames.shortened(event.getLoggerName())).append("  ");
        Escapes.appendEscaped(event.getFormattedMessage(), MAX_MESSAGE_SIGNS, false, out);
        if (!requestId.equals("-")) out.append(" request=").append(requestId);
        out.append('\n');
        if (event.getThrowableProxy() != null) out.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
}
