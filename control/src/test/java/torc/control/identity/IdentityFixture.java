package torc.control.identity;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import torc.common.id.Ids;

/// An identity service over rows in memory, at a time that stands until it is moved.
public final class IdentityFixture {
    public static final String PASSWORD = "s3cret of the administrator";
    public static final String ACCESS = "AKADMIN0000000000001";
    public static final String SECRET = "0123456789abcdef0123456789abcdef01234567";

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    final HookedStore store = new HookedStore();
    public final InstantSource clock = () -> now;
    public final IdentityService service;

    public IdentityFixture() {
        var random = new SecureRandom();
        service = new IdentityService(
                store,
                new TokenCodec(new byte[TokenCodec.KEY_BYTES]),
                new SecretBox(new byte[SecretBox.KEY_BYTES], random),
                new IdentityConfig(Duration.ofHours(1), 4),
                new Ids(random),
                clock);
        service.bootstrap(new Bootstrap(IdentityFixture::passwordHash, ACCESS, SECRET, "ad".repeat(16)));
    }

    static String passwordHash() {
        return new Passwords(4).hash(PASSWORD);
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, now);
    }

    public Login adminLogin() {
        return granted(service.logins()
                .withPassword(
                        new UserRef.ByName("admin", new DomainRef.ById("default")),
                        PASSWORD,
                        new ScopeRef.ProjectByName("admin", new DomainRef.ByName("Default"))));
    }

    static Login granted(LoginOutcome outcome) {
        if (outcome instanceof LoginOutcome.Granted(var login)) return login;
        throw new AssertionError("the login was refused");
    }
}
