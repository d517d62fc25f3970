package torc.tools.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import torc.proxy.encryption.RootSecrets;
import torc.tools.command.ExitCode;

/// The root secrets of encryption at rest, in a file of the data directory. A second file tells which there were, so
/// that a start without one of them is refused before a client meets an object that cannot be read.
public final class EncryptionKeys {
    private static final String SECRETS_FILE = "encryption-keys";
    private static final String KNOWN_FILE = "encryption-known";
    private static final String ACTIVE = "active";
    private static final String SECRET = "secret-";

    private EncryptionKeys() {}

    /// The root secrets; empty if there never were any.
    ///
    /// @throws DataRefused if one that was in use is missing, or a file is damaged
    public static Optional<RootSecrets> read(Path root) {
        var file = root.resolve(SECRETS_FILE);
        var known = root.resolve(KNOWN_FILE);
        if (!Files.exists(file)) {
            if (!Files.exists(known)) return Optional.empty();
            throw new DataRefused(
                    ExitCode.DAMAGED,
                    file + " is missing, and objects are encrypted under what it held; bring it back from a backup");
        }
        var secrets = parse(file, KeyValueFile.read(file));
        if (Files.exists(known)) {
            var prints = fingerprints(secrets);
            KeyValueFile.read(known).forEach((name, print) -> {
                if (!print.equals(prints.get(name)))
                    throw KeyValueFile.damaged(file, "'" + name + "' is not the one that objects are encrypted under");
            });
        }
        return Optional.of(secrets);
    }

    /// The root secrets, with a first one drawn if there never were any.
    ///
    /// @throws DataRefused if one that was in use is missing, or a file is damaged
    public static RootSecrets readOrDraw(Path root, SecureRandom random) {
        var found = read(root);
        if (found.isEmpty()) return write(root, 1, Map.of(1L, draw(random)));
        KeyValueFile.write(root.resolve(KNOWN_FILE), "which root secrets there are", fingerprints(found.get()));
        return found.get();
    }

    /// Adds a root secret for what is stored from now on. All others stay for what is stored already.
    ///
    /// @return its number
    public static long rotate(Path root, RootSecrets before, SecureRandom random) {
        var secrets = new TreeMap<>(before.secrets());
        var number = secrets.lastKey() + 1;
        secrets.put(number, draw(random));
        return write(root, number, secrets).active();
    }

    /// Secrets first: a crash between the two leaves one too many, and never one that is missed.
    private static RootSecrets write(Path root, long active, Map<Long, byte[]> secrets) {
        var all = new RootSecrets(active, secrets);
        var values = new LinkedHashMap<String, String>();
        values.put(ACTIVE, Long.toString(active));
        all.secrets()
                .forEach((number, secret) ->
                        values.put(SECRET + number, HexFormat.of().formatHex(secret)));
        KeyValueFile.write(root.resolve(SECRETS_FILE), "keep this file to yourself, and a copy of it safe", values);
        KeyValueFile.write(root.resolve(KNOWN_FILE), "which root secrets there are", fingerprints(all));
        return all;
    }

    private static RootSecrets parse(Path file, Map<String, String> values) {
        var secrets = new TreeMap<Long, byte[]>();
        values.forEach((name, value) -> {
            if (!name.startsWith(SECRET)) return;
            if (!value.matches("[0-9a-f]{" + 2 * RootSecrets.BYTES + "}"))
                throw KeyValueFile.damaged(file, "'" + name + "' is no root secret");
            secrets.put(
                    number(file, name.substring(SECRET.length())),
                    HexFormat.of().parseHex(value));
        });
        var active = number(file, KeyValueFile.need(file, values, ACTIVE));
        if (!secrets.containsKey(active)) throw KeyValueFile.damaged(file, "it lacks the active root secret");
        return new RootSecrets(active, secrets);
    }

    private static long number(Path file, String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) throw KeyValueFile.damaged(file, "a number of a root secret is none");
        return Long.parseLong(text);
    }

    /// A secret of 256 random bits cannot be found from its hash.
    private static Map<String, String> fingerprints(RootSecrets all) {
        var prints = new TreeMap<String, String>();
        all.secrets().forEach((number, secret) -> prints.put(SECRET + number, fingerprint(secret)));
        return prints;
    }

    private static String fingerprint(byte[] secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("torc root secret fingerprint".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(secret), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] draw(SecureRandom random) {
        var secret = new byte[RootSecrets.BYTES];
        random.nextBytes(secret);
        return secret;
    }
}
