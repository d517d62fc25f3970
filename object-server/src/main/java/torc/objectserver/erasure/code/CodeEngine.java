package torc.objectserver.erasure.code;

/// Who multiplies. Both give the same bytes.
public sealed interface CodeEngine permits IsalEngine, JavaEngine {
    /// `isa-l` or `java`.
    String name();

    /// @param matrix elements by row
    Product product(byte[] matrix, int rows, int columns);

    /// ISA-L where it is installed, else Java. The first call loads the library, which takes part of a second.
    static CodeEngine best() {
        return IsalEngine.installed().<CodeEngine>map(isal -> isal).orElseGet(JavaEngine::new);
    }
}
