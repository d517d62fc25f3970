package torc.tools.data;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Draws the secrets of the first start, and reads them back.
public final class NewSecrets {
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int KEY_BYTES = 32;

    private final SecureRandom random;

    public NewSecrets(SecureRandom random) {
        this.random = random;
    }

    Map<String, String> draw() {
        var values = new LinkedHashMap<String, String>();
        values.put("user", "admin");
        values.put("project", "admin");
        values.put("password", text(LETTERS, 24)); // 24 of 57 signs: 140 bits.
        values.put("access-key", "TORC" + text(CAPITALS, 16));
        values.put("secret-key", text(LETTERS, 40));
        values.put("token-key", key());
        values.put("sealing-key", key());
        return values;
    }

    static Map<String, String> values(Credentials credentials) {
        var values = new LinkedHashMap<String, String>();
        values.put("user", "admin");
        values.put("project", "admin");
        values.put("password", credentials.password());
        values.put("access-key", credentials.accessKey());
        values.put("secret-key", credentials.secretKey());
        values.put("token-key", HexFormat.of().formatHex(credentials.tokenKey()));
        values.put("sealing-key", HexFormat.of().formatHex(credentials.sealingKey()));
        return values;
    }

    static Credentials read(Map<String, String> values) {
        var hex = HexFormat.of();
        return new Credentials(
                need(values, "password"),
                need(values, "access-key"),
                need(values, "secret-key"),
                hex.parseHex(need(values, "token-key")),
                hex.parseHex(need(values, "sealing-key")));
    }

    private static String need(Map<String, String> values, String key) {
        var value = values.get(key);
        if (value == null) throw new IllegalStateException("the credentials file lacks " + key);
        return value;
    }

    private String key() {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String text(String alphabet, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        return text.toString();
    }
}
