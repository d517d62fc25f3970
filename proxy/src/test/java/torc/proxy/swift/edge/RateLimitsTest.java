package torc.proxy.swift.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.proxy.catalog.TestCatalog;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.proxy.recent.RecentProperties;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;

final class RateLimitsTest {
    private static final SwiftPath CONTAINER = new SwiftPath("a", "c", "");
    private static final SwiftPath OBJECT = new SwiftPath("a", "c", "o");

    private final TestCatalog catalog = new TestCatalog();
    private final RecentProperties recent = new RecentProperties(catalog.service, catalog);
    private final List<Long> slept = new ArrayList<>();

    @BeforeEach
    void createContainer() {
        var name = new ContainerName(new AccountName("a"), "c");
        catalog.service.containers().create(name, old -> old);
        for (int i = 0; i < 10; i++)
            catalog.service.objects().put(new ObjectName(name, "o" + i), Bodies.put(new byte[1]));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private RateLimits limits(RateSettings settings) {
        return new RateLimits(settings, catalog.service.containers(), recent, catalog, micros -> {
            slept.add(micros);
            catalog.advance(Duration.ofNanos(micros * 1_000));
        });
    }

    @Test
    void requestsComeAsFastAsTheirRate() {
        var limits = limits(new RateSettings(10, List.of(), List.of(), List.of(), List.of(), Duration.ofSeconds(60)));
        for (int i = 0; i < 5; i++) limits.await(CONTAINER, false);
        limits.await(CONTAINER, true);
        limits.await(OBJECT, false);

        assertThat(slept).containsExactly(100_000L, 100_000L, 100_000L, 100_000L);
    }

    @Test
    void whoWasSlowForAMomentMakesUpForIt() {
        var limits = limits(new RateSettings(1, List.of(), List.of(), List.of(), List.of(), Duration.ofSeconds(60)));
        limits.await(CONTAINER, false);
        catalog.advance(Duration.ofSeconds(4));
        for (int i = 0; i < 4; i++) limits.await(CONTAINER, false);
        assertThat(slept).isEmpty();
        limits.await(CONTAINER, false);
        assertThat(slept).hasSize(1);
        catalog.advance(Duration.ofSeconds(60));
        limits.await(CONTAINER, false);
        limits.await(CONTAINER, false);
        assertThat(slept).hasSize(2);
    }

    @Test
    void whoWouldWaitTooLongIsRefused() {
        var limits = limits(new RateSettings(0.1, List.of(), List.of(), List.of(), List.of(), Duration.ofSeconds(5)));
        limits.await(CONTAINER, false);
        assertThatThrownBy(() -> limits.await(CONTAINER, false))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.fault()).isEqualTo(Fault.SLOW_DOWN));
        limits.await(new SwiftPath("b", "c", ""), false);
    }

    private static void refused(Runnable request, Fault fault) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.fault()).isEqualTo(fault));
    }

    @Test
    void someAccountsAreNotDelayedAndOfOthersNothingIsServed() {
        var limits = limits(
                new RateSettings(0.1, List.of(), List.of(), List.of("fast"), List.of("bad"), Duration.ofSeconds(5)));
        var fast = new SwiftPath("fast", "c", "");
        for (int i = 0; i < 5; i++) limits.await(fast, false);
        limits.await(CONTAINER, false);
        assertThat(slept).isEmpty();

        refused(() -> limits.await(CONTAINER, false), Fault.SLOW_DOWN);
        refused(() -> limits.await(new SwiftPath("bad", "c", "o"), true), Fault.ACCOUNT_REFUSED);
        assertThat(slept).containsExactly(1_000_000L);
    }

    @Test
    void anAccountHasARateOfItsOwnForAllItsChanges() {
        say("4");
        var limits = limits(RateSettings.DEFAULTS);
        limits.await(CONTAINER, false);
        limits.await(OBJECT, false);
        limits.await(OBJECT, true);
        limits.await(new SwiftPath("a", "", ""), false);
        limits.await(new SwiftPath("b", "c", "o"), false);
        assertThat(slept).containsExactly(250_000L, 250_000L);

        say("BLACKLIST");
        refused(() -> limits.await(OBJECT, true), Fault.ACCOUNT_REFUSED);
        say("WHITELIST");
        var strict =
                limits(new RateSettings(0.1, List.of(), List.of(), List.of(), List.of("a"), Duration.ofSeconds(5)));
        for (int i = 0; i < 5; i++) strict.await(CONTAINER, false);
    }

    private void say(String rate) {
        var name = new AccountName("a");
        catalog.service.accounts().update(name, _ -> java.util.Map.of("swift-write-rate", rate));
        recent.forget(name);
    }

    @Test
    void largeContainersAreSlower() {
        var settings = new RateSettings(
                0, List.of("20=1", "5=100"), List.of("0=50"), List.of(), List.of(), Duration.ofSeconds(60));
        assertThat(RateSettings.rate(RateSettings.steps(settings.objectChanges()), 4))
                .isInfinite();
        assertThat(RateSettings.rate(RateSettings.steps(settings.objectChanges()), 5))
                .isEqualTo(100);
        assertThat(RateSettings.rate(RateSettings.steps(settings.objectChanges()), 10))
                .isEqualTo(67);
        assertThat(RateSettings.rate(RateSettings.steps(settings.objectChanges()), 1_000))
                .isEqualTo(1);
        var limits = limits(settings);
        limits.await(OBJECT, false);
        limits.await(OBJECT, false);
        limits.await(CONTAINER, true);
        limits.await(CONTAINER, true);
        assertThat(slept).containsExactly(14_925L, 20_000L);
    }

    @Test
    void ratesAreReadStrictly() {
        for (var text : List.of("5", "5=", "=5", "5=0", "-1=2", "5=1e9", "x=1"))
            assertThatThrownBy(() ->
                            new RateSettings(0, List.of(text), List.of(), List.of(), List.of(), Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class);
    }
}
