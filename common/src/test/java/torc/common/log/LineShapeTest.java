package torc.common.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LineShapeTest {
    private static String shaped(LineShape shape, String message, String requestId) {
        var context = new LoggerContext();
        var logger = context.getLogger("torc.object.Shape");
        var event = new LoggingEvent("", logger, Level.WARN, message, new IllegalStateException("why"), null);
        var line = new StringBuilder();
        shape.shape(event, requestId, line);
        return line.toString();
    }

    @Test
    void aTextLineHasTimeLevelLoggerMessageAndRequest() {
        assertThat(shaped(new TextLine(), "It broke device=3", "tx1").lines().findFirst())
                .get()
                .asString()
                .matches("\\S+Z WARN  object.Shape  It broke device=3 request=tx1");
    }

    @Test
    void r03_whatAClientChoseStaysOnOneBoundedLine() {
        var text = shaped(new TextLine(), "path=/a\r\nFORGED\u2028\u0085" + "x".repeat(64 << 10), "-");
        assertThat(text.lines().findFirst().orElseThrow())
                .contains("/a\\u000d\\nFORGED\\u2028\\u0085")
                .hasSizeLessThan(8192);

        var json = shaped(new JsonLine(), "a\"b\\c\nd\u0001", "tx1");
        assertThat(json.trim().lines()).hasSize(1);
        var parsed = new JsonMapper().readTree(json);
        assertThat(parsed.get("message").asString()).isEqualTo("a\"b\\c\nd\u0001");
        assertThat(parsed.get("request").asString()).isEqualTo("tx1");
        assertThat(parsed.get("trace").asString()).contains("why");
    }
}
