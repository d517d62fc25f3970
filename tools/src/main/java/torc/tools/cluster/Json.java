package torc.tools.cluster;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Records of this package as JSON: names in kebab-case, nothing missing. What a later release adds is skipped.
public final class Json {
    /// Greatest length of a text that is read.
    static final int MAX_BYTES = 256 << 10;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static byte[] pretty(Object value) {
        var text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// @throws IllegalArgumentException if the bytes are not such a record; the message repeats no value
    static <T> T read(byte[] bytes, Class<T> type) {
        if (bytes.length > MAX_BYTES) throw new IllegalArgumentException("more than " + MAX_BYTES + " bytes");
        try {
            return MAPPER.readValue(bytes, type);
        } catch (JacksonException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong)
                throw new IllegalArgumentException(wrong.getMessage(), e);
            throw new IllegalArgumentException("not a " + type.getSimpleName() + " in JSON", e);
        }
    }
}
