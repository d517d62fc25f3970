package torc.tools.simulate;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/// The JDK's classes that wait with a time limit (`java.util.concurrent`), with their calls of `System.nanoTime` led to
/// a clock that can be set. They are written to a folder for `--patch-module java.base=…` of a process that
/// simulates; so neither production code nor the JDK that serves anybody knows of it.
final class SimulatedJdk {
    private static final String CLOCK = "java.util.concurrent.SimulatedClock";
    private static final ClassDesc CLOCK_CLASS = ClassDesc.of(CLOCK);
    private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
    private static final ClassDesc SUPPLIER = ClassDesc.of("java.util.function.LongSupplier");
    private static final MethodTypeDesc TIME = MethodTypeDesc.of(ConstantDescs.CD_long);

    /// The order of `Set.of` and the like is drawn from the clock when the process starts.
    private static final String UNORDERED = "java/util/ImmutableCollections.class";

    private SimulatedJdk() {}

    /// Arguments for the JVM of a process that simulates.
    static List<String> jvmArguments(Path patches) {
        return List.of(
                "--patch-module=java.base=" + patches,
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djdk.trackAllThreads=false",
                // Maps by identity are walked in one order.
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2",
                "-Xshare:auto",
                "-Xlog:disable",
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "-Xmn64m",
                "--enable-native-access=ALL-UNNAMED");
    }

    static void writePatches(Path folder) throws IOException {
        var base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        write(folder, CLOCK.replace('.', '/') + ".class", clock());
        try (var files = Files.walk(base.resolve("java/util/concurrent"))) {
            for (var file : (Iterable<Path>) files::iterator)
                if (file.toString().endsWith(".class")) patch(folder, base, file);
        }
        patch(folder, base, base.resolve(UNORDERED));
    }

    private static void patch(Path folder, Path base, Path file) throws IOException {
        var original = ClassFile.of().parse(Files.readAllBytes(file));
        var found = new boolean[1];
        var patched = ClassFile.of()
                .transformClass(original, ClassTransform.transformingMethodBodies((code, element) -> {
                    if (element instanceof InvokeInstruction call
                            && call.owner().asSymbol().equals(SYSTEM)
                            && call.name().equalsString("nanoTime")) {
                        found[0] = true;
                        code.invokestatic(CLOCK_CLASS, "nanoTime", TIME);
                    } else {
                        code.with(element);
                    }
                }));
        if (found[0]) write(folder, base.relativize(file).toString(), patched);
    }

    /// `static LongSupplier source; static long nanoTime() { return source == null ? 0 : source.getAsLong(); }`
    private static byte[] clock() {
        return ClassFile.of()
                .build(
                        CLOCK_CLASS,
                        type -> type.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL)
                                .withField("source", SUPPLIER, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC)
                                .withMethodBody("nanoTime", TIME, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> {
                                    var unset = code.newLabel();
                                    code.getstatic(CLOCK_CLASS, "source", SUPPLIER)
                                            .ifnull(unset)
                                            .getstatic(CLOCK_CLASS, "source", SUPPLIER)
                                            .invokeinterface(SUPPLIER, "getAsLong", TIME)
                                            .lreturn()
                                            .labelBinding(unset)
                                            .lconst_0()
                                            .lreturn();
                                }));
    }

    private static void write(Path folder, String name, byte[] bytes) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /// Makes this process's waits go by a clock; only in a process that was started with [#jvmArguments].
    static void goBy(LongSupplier clock) {
        try {
            Class.forName(CLOCK).getField("source").set(null, clock);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this process was not started for simulations", e);
        }
    }
}
