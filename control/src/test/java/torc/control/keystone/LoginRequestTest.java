package torc.control.keystone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LoginRequestTest {
    @Test
    void w04_theTextOfALoginShowsNoSecret() {
        var password = parse("{'methods': ['password'], 'password': {'user': {'id': 'u1', 'password': 'pw-of-u1'}}}");
        var token = parse("{'methods': ['token'], 'token': {'id': 'token-of-u1'}}");

        assertThat(password.toString()).contains("u1").doesNotContain("pw-of-u1");
        assertThat(token.toString()).doesNotContain("token-of-u1");
    }

    private static LoginRequest parse(String identity) {
        var body = "{'auth': {'identity': " + identity + "}}";
        return LoginRequest.parse(JsonMapper.shared().readTree(body.replace('\'', '"')));
    }
}
