package torc.control.keystone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.control.api.Refused;

class JsonTest {
    @Test
    void halvesOfCharactersAreRefusedAndWholeOnesAreNot() {
        assertThatThrownBy(() -> Json.text(named("a\\ud800"), "name"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Unicode");
        assertThatThrownBy(() -> Json.text(named("\\udc00\\ud800"), "name")).isInstanceOf(Refused.class);
        assertThat(Json.text(named("\\ud83d\\ude00?"), "name")).contains("😀?");
    }

    private static JsonNode named(String name) {
        return JsonMapper.shared().readTree("{\"name\": \"" + name + "\"}");
    }
}
