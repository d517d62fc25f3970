package torc.objectserver.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceHealthTest {
    private final DeviceHealth health = new DeviceHealth("d");

    @Test
    void aDiskThatFailsAgainAndAgainIsBad() {
        for (var i = 0; i < 10; i++) health.failedOnce(new IOException("Input/output error"));

        assertThat(health.away()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "/data/d0/segments/00000007: Too many open files",
                "/data/d0/segments/00000007: Too many open files in system",
                "Disk quota exceeded"
            })
    void whatTheMachineIsShortOfIsNoFaultOfTheDisk(String cause) {
        for (var i = 0; i < 10; i++) health.failedOnce(new IOException(cause));

        assertThat(health.away()).isNull();
    }
}
