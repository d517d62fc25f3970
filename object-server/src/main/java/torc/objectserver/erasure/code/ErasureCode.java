package torc.objectserver.erasure.code;

import java.util.stream.IntStream;

/// A systematic Reed-Solomon code: `data` fragments that are the bytes themselves, and `parity` more; any `data`
/// of all give
/// every other. Immutable.
public final class ErasureCode {
    public static final int MAX_DATA = 32;
    public static final int MAX_PARITY = 8;

    private final int data;
    private final int parity;
    private final CodeEngine engine;
    private final Matrix matrix;
    private final Product encoder;

    public ErasureCode(int data, int parity, CodeEngine engine) {
        if (data < 1 || data > MAX_DATA || parity < 0 || parity > MAX_PARITY)
            throw new IllegalArgumentException("a code has 1 to " + MAX_DATA + " data and 0 to " + MAX_PARITY
                    + " parity fragments: " + data + "+" + parity);
        this.data = data;
        this.parity = parity;
        this.engine = engine;
        this.matrix = Matrix.systematicCauchy(data, parity);
        this.encoder =
                product(matrix.select(IntStream.range(data, data + parity).toArray()));
    }

    public int data() {
        return data;
    }

    public int parity() {
        return parity;
    }

    public int fragments() {
        return data + parity;
    }

    /// From all data fragments to all parity fragments.
    public Product encoder() {
        return encoder;
    }

    /// From these `data` fragments to those.
    ///
    /// @param present indices of the inputs, each once
    /// @param wanted indices of the outputs
    public Product decoder(int[] present, int[] wanted) {
        if (present.length != data || IntStream.of(present).distinct().count() != data)
            throw new IllegalArgumentException("it takes " + data + " different fragments");
        return product(matrix.select(wanted).times(matrix.select(present).inverse()));
    }

    private Product product(Matrix coefficients) {
        return engine.product(coefficients.bytes(), coefficients.rows(), coefficients.columns());
    }
}
