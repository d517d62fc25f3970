package torc.common.log;

import ch.qos.logback.classic.spi.ILoggingEvent;

/// Shapes an event to one line, or to one line and its stack trace.
sealed interface LineShape permits TextLine, JsonLine {
    /// Longest message; beyond it an attacker would fill the disk (THREATS R03).
    int MAX_MESSAGE_SIGNS = 4096;

    /// @param requestId the id of the request that the thread works for, or `-`
    void shape(ILoggingEvent event, String requestId, StringBuilder out);
}
