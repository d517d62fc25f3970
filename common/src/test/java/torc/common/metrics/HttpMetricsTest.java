package torc.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import torc.common.http.server.AnsweredRequest;

class HttpMetricsTest {
    private final Metrics metrics = new Metrics();
    private final HttpMetrics http = new HttpMetrics(metrics, "swift");

    private void answer(String method, int status) {
        http.answered(new AnsweredRequest("swift", "tx", "-", method, "/", status, true, 5, 7, 3_000_000));
    }

    @Test
    void requestsAreTimedByMethodAndClassOfStatus() {
        answer("GET", 200);
        answer("GET", 206);
        answer("PUT", 503);

        assertThat(metrics.scrape())
                .contains("torc_http_request_seconds_count{method=\"GET\",server=\"swift\",status=\"2xx\"} 2")
                .contains("torc_http_request_seconds_count{method=\"PUT\",server=\"swift\",status=\"5xx\"} 1")
                .contains("torc_http_received_bytes_total{server=\"swift\"} 15.0");
    }

    @Test
    void r03_noClientMakesMoreSeries() {
        answer("GET", 200);
        answer("ODD", 200);
        var before = metrics.scrape().lines().count();

        for (int i = 0; i < 1000; i++) answer("M" + i, 1000 + i);

        assertThat(metrics.scrape().lines().count()).isEqualTo(before);
    }
}
