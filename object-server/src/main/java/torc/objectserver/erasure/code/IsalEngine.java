package torc.objectserver.erasure.code;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Multiplies with Intel's library (`libisal.so.2`), through Java's own foreign functions: jnr-ffi passes the
/// sixth argument wrong
/// (docs/decisions/0040-erasure-code.md). The library takes no lock and calls nothing back; a call lasts some
/// microseconds,
/// so it may run on a virtual thread's carrier.
public final class IsalEngine implements CodeEngine {
    private static final Logger log = LoggerFactory.getLogger(IsalEngine.class);

    /// What the library prepares for one coefficient.
    private static final int TABLE_BYTES = 32;

    private final Isal isal;

    private IsalEngine(Isal isal) {
        this.isal = isal;
    }

    /// Empty where the library is not installed or cannot be loaded.
    public static Optional<IsalEngine> installed() {
        return Optional.ofNullable(Loaded.ISAL).map(IsalEngine::new);
    }

    @Override
    public String name() {
        return "isa-l";
    }

    @Override
    public Product product(byte[] matrix, int rows, int columns) {
        if (rows == 0) return (inputs, outputs) -> Product.length(inputs, outputs, columns, 0);
        var tables = ByteBuffer.allocateDirect(TABLE_BYTES * rows * columns);
        var elements = ByteBuffer.allocateDirect(matrix.length).put(matrix).flip();
        try {
            isal.ec_init_tables(columns, rows, address(elements), address(tables));
        } finally {
            Reference.reachabilityFence(elements);
        }
        return (inputs, outputs) -> apply(tables, rows, columns, inputs, outputs);
    }

    private void apply(ByteBuffer tables, int rows, int columns, List<ByteBuffer> inputs, List<ByteBuffer> outputs) {
        var length = Product.length(inputs, outputs, columns, rows);
        if (length == 0) return;
        var in = inputs.stream().map(IsalEngine::outside).toList();
        var out = new ArrayList<ByteBuffer>(rows);
        for (var each : outputs) out.add(each.isDirect() ? each : ByteBuffer.allocateDirect(length));
        var addresses = ByteBuffer.allocateDirect(8 * (columns + rows)).order(ByteOrder.nativeOrder());
        for (var each : in) addresses.putLong(address(each));
        for (var each : out) addresses.putLong(address(each));
        var first = address(addresses.position(0));
        try {
            isal.ec_encode_data(length, columns, rows, address(tables), first, first + 8L * columns);
        } finally {
            Reference.reachabilityFence(in);
            Reference.reachabilityFence(out);
            Reference.reachabilityFence(tables);
            Reference.reachabilityFence(addresses);
        }
        for (var row = 0; row < rows; row++) {
            var output = outputs.get(row);
            if (!output.isDirect()) output.put(output.position(), out.get(row), 0, length);
        }
    }

    /// The bytes at an address that does not move.
    private static ByteBuffer outside(ByteBuffer bytes) {
        return bytes.isDirect()
                ? bytes
                : ByteBuffer.allocateDirect(bytes.remaining())
                        .put(bytes.duplicate())
                        .flip();
    }

    /// Of the byte at the position.
    private static long address(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct).address();
    }

    /// ISA-L's own names (erasure_code.h).
    private record Isal(MethodHandle initTables, MethodHandle encodeData) {
        @SuppressWarnings(
                "restricted") // What a native library does is the caller's risk: that is what this class is for.
        static Isal load() {
            var linker = Linker.nativeLinker();
            var library = SymbolLookup.libraryLookup("libisal.so.2", Arena.global());
            return new Isal(
                    linker.downcallHandle(
                            library.findOrThrow("ec_init_tables"),
                            FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG)),
                    linker.downcallHandle(
                            library.findOrThrow("ec_encode_data"),
                            FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG)));
        }

        void ec_init_tables(int k, int rows, long matrix, long tables) {
            try {
                initTables.invokeExact(k, rows, matrix, tables);
            } catch (Throwable e) { // Method handles may throw anything; these cannot.
                throw new IllegalStateException(e);
            }
        }

        void ec_encode_data(int length, int k, int rows, long tables, long data, long coding) {
            try {
                encodeData.invokeExact(length, k, rows, tables, data, coding);
            } catch (Throwable e) { // As above.
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Loaded {
        static final @Nullable Isal ISAL = load();

        private static @Nullable Isal load() {
            try {
                var loaded = Isal.load();
                log.info("Erasure code by ISA-L");
                return loaded;
            } catch (LinkageError | RuntimeException e) {
                log.info("Erasure code by Java: no ISA-L on this machine cause={}", e.toString());
                return null;
            }
        }
    }
}
