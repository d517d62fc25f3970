package torc.tools.data;

import java.nio.file.Path;
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

    /// @throws DataRefused if the file is damaged
    static Credentials read(Path file) {
        var values = KeyValueFile.read(file);
        return new Credentials(
                KeyValueFile.need(file, values, "password"),
                KeyValueFile.need(file, values, "access-key"),
                KeyValueFile.need(file, values, "secret-key"),
                key(file, values, "token-key"),
                key(file, values, "sealing-key"));
    }

    private static byte[] key(Path file, Map<String, String> values, String name) {
        var text = KeyValueFile.need(file, values, name);
        if (!text.matches("[0-9a-f]{" + 2 * KEY_BYTES + "}"))
            throw KeyValueFile.damaged(file, "'" + name + "' is no key");
        return HexFormat.of().parseHex(text);
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
