package torc.objectserver.disk;

import java.nio.file.OpenOption;
import java.util.Optional;

/// The JDK's own option for direct writes (O_DIRECT), by name, since javac warns of each mention of its type.
final class DirectOption {
    static final Optional<OpenOption> VALUE = find();

    private DirectOption() {}

    private static Optional<OpenOption> find() {
        try {
            for (var option :
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
                if (option instanceof OpenOption found && found.toString().equals("DIRECT")) return Optional.of(found);
        } catch (ClassNotFoundException _) {
            // A JDK without it writes through the cache.
        }
        return Optional.empty();
    }
}
