package torc.objectserver.erasure.code;

import java.nio.ByteBuffer;
import java.util.List;

/// A fixed matrix that is multiplied with columns of bytes: output r is the sum, over c, of element (r, c) times
/// input c.
/// Safe for many threads.
public interface Product {
    /// Fills the outputs from the inputs. Every buffer takes part from its position to its limit, neither of
    /// which is
    /// changed, and all of these runs are equally long.
    void apply(List<ByteBuffer> inputs, List<ByteBuffer> outputs);

    /// The common length of all runs.
    ///
    /// @throws IllegalArgumentException if the buffers are not as the matrix asks
    static int length(List<ByteBuffer> inputs, List<ByteBuffer> outputs, int columns, int rows) {
        if (inputs.size() != columns || outputs.size() != rows)
            throw new IllegalArgumentException(
                    inputs.size() + " inputs and " + outputs.size() + " outputs for " + rows + " times " + columns);
        var length = columns > 0 ? inputs.getFirst().remaining() : 0;
        for (var each : inputs) if (each.remaining() != length) throw new IllegalArgumentException("unequal lengths");
        for (var each : outputs) if (each.remaining() != length) throw new IllegalArgumentException("unequal lengths");
        return length;
    }
}
