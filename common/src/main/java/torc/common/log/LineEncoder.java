package torc.common.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import torc.common.context.RequestContext;

/// Writes events in a [LineShape]. Runs on the thread that logs, so that the request id is at hand.
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private final LineShape shape;

    LineEncoder(LineShape shape) {
        this.shape = shape;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringBuilder(256);
        shape.shape(event, RequestContext.currentRequestId(), line);
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
