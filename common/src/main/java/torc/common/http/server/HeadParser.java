package torc.common.http.server;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import torc.common.http.Headers;
import torc.common.http.server.HeadStep.Complete;
import torc.common.http.server.HeadStep.More;
import torc.common.http.server.HeadStep.Refused;

/// Parses request heads by RFC 9112, line by line as they come, and refuses what two parsers could read differently.
///
/// One for each connection; event loop only.
final class HeadParser {
    private static final Refused BARE_LINE_FEED = new Refused(400, "a line must end with CR LF");
    private static final Refused LINE_TOO_LONG = new Refused(414, "the request line is too long");
    private static final Refused FIELD_TOO_LONG = new Refused(431, "a header field is too long");
    private static final Refused HEAD_TOO_LONG = new Refused(431, "the head of the request is too long");
    private static final Refused TOO_MANY_FIELDS = new Refused(431, "there are too many header fields");
    private static final Refused BAD_FIELD = new Refused(400, "a header field is malformed");
    private static final int MAX_EMPTY_LINES = 2;

    private final HttpLimits limits;
    private final byte[] line;

    private final FramingFields framing = new FramingFields();
    private @Nullable RequestLine requestLine;
    private Headers.Builder fields = Headers.builder();
    private int fieldCount;
    private int headBytes;
    private int emptyLines;

    HeadParser(HttpLimits limits, byte[] lineScratch) {
        this.limits = limits;
        this.line = lineScratch;
    }

    /// Whether a part of a head has been read.
    boolean isWithinHead() {
        return headBytes > 0;
    }

    /// Reads as many whole lines as there are. After anything but `More` the parser is ready for the next head.
    HeadStep parse(ByteBuf in) {
        while (true) {
            var lineFeed = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
            if (lineFeed < 0) {
                if (in.readableBytes() > limits.maxLineBytes() + 1) return refuse(tooLong());
                return More.MORE;
            }
            var length = lineFeed - in.readerIndex() - 1;
            if (length < 0 || in.getByte(lineFeed - 1) != '\r') return refuse(BARE_LINE_FEED);
            if (length > limits.maxLineBytes()) return refuse(tooLong());
            headBytes += length + 2;
            if (headBytes > limits.maxHeadBytes()) return refuse(HEAD_TOO_LONG);
            in.readBytes(line, 0, length);
            in.skipBytes(2);

            var step = takeLine(length);
            if (step != More.MORE) {
                reset();
                return step;
            }
        }
    }

    private HeadStep takeLine(int length) {
        var begun = requestLine;
        if (begun == null) {
            // RFC 9112 §2.2: a server should ignore an empty line before the request line.
            if (length == 0) return ++emptyLines > MAX_EMPTY_LINES ? BARE_LINE_FEED : More.MORE;
            var parsed = RequestLine.parse(line, length);
            if (parsed == null) return new Refused(400, "the request line is malformed");
            if (parsed.version() == RequestLine.Version.OTHER) return new Refused(505, "only HTTP/1.1 is spoken here");
            requestLine = parsed;
            return More.MORE;
        }
        if (length == 0) return complete(begun);
        return takeField(length);
    }

    private HeadStep takeField(int length) {
        if (++fieldCount > limits.maxHeaders()) return TOO_MANY_FIELDS;
        int colon = 0;
        while (colon < length && Octets.isToken(line[colon])) colon++;
        // No token, a space before the colon, or a folded line: RFC 9112 §5.1 and §5.2.
        if (colon == 0 || colon == length || line[colon] != ':') return BAD_FIELD;
        int from = colon + 1;
        int to = length;
        while (from < to && Octets.isBlank(line[from])) from++;
        while (to > from && Octets.isBlank(line[to - 1])) to--;
        for (int i = from; i < to; i++) {
            if (!Octets.isFieldValue(line[i])) return BAD_FIELD;
        }
        var name = FieldNames.of(line, colon);
        var value = new String(line, from, to - from, StandardCharsets.ISO_8859_1);
        framing.see(name, value);
        fields.add(name, value);
        return More.MORE;
    }

    private HeadStep complete(RequestLine begun) {
        var http10 = begun.version() == RequestLine.Version.HTTP_1_0;
        var refusal = framing.refusal(http10);
        if (refusal != null) return refusal;
        var authority = begun.authority();
        if (authority != null) fields.set("Host", authority);
        return new Complete(new RequestHead(
                begun.method(),
                begun.path(),
                begun.query(),
                fields.build(),
                framing.bodyBytes(),
                http10 ? framing.asksKeepAlive() : !framing.asksClose(),
                framing.expectsContinue() && !http10,
                http10));
    }

    private Refused tooLong() {
        return requestLine == null ? LINE_TOO_LONG : FIELD_TOO_LONG;
    }

    private HeadStep refuse(Refused refused) {
        reset();
        return refused;
    }

    private void reset() {
        requestLine = null;
        fields = Headers.builder();
        framing.reset();
        fieldCount = 0;
        headBytes = 0;
        emptyLines = 0;
    }
}
