package torc.objectserver.erasure.code;

/// A matrix over [Field]. Immutable.
final class Matrix {
    private final int rows;
    private final int columns;
    private final int[] elements;

    private Matrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.elements = new int[rows * columns];
    }

    /// The identity of `data` rows, and below it `parity` rows of a Cauchy matrix: element (i, j) is the inverse
    /// of i xor j,
    /// i counted from the top. Every square part of a Cauchy matrix can be inverted, so any `data` rows of the
    /// whole can.
    static Matrix systematicCauchy(int data, int parity) {
        var matrix = new Matrix(data + parity, data);
        for (var row = 0; row < data; row++) matrix.set(row, row, 1);
        for (var row = data; row < data + parity; row++)
            for (var column = 0; column < data; column++) matrix.set(row, column, Field.inverse(row ^ column));
        return matrix;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    int at(int row, int column) {
        return elements[row * columns + column];
    }

    private void set(int row, int column, int element) {
        elements[row * columns + column] = element;
    }

    /// The rows of these numbers, in their order.
    Matrix select(int[] wanted) {
        var selected = new Matrix(wanted.length, columns);
        for (var row = 0; row < wanted.length; row++)
            System.arraycopy(elements, wanted[row] * columns, selected.elements, row * columns, columns);
        return selected;
    }

    Matrix times(Matrix right) {
        var result = new Matrix(rows, right.columns);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < right.columns; column++) {
                var sum = 0;
                for (var i = 0; i < columns; i++) sum ^= Field.product(at(row, i), right.at(i, column));
                result.set(row, column, sum);
            }
        return result;
    }

    /// Gauss and Jordan's way.
    ///
    /// @throws IllegalArgumentException if there is none
    Matrix inverse() {
        var left = select(java.util.stream.IntStream.range(0, rows).toArray());
        var right = systematicCauchy(rows, 0);
        for (var pivot = 0; pivot < rows; pivot++) {
            var below = pivot;
            while (below < rows && left.at(below, pivot) == 0) below++;
            if (below == rows) throw new IllegalArgumentException("the matrix has no inverse");
            left.swap(pivot, below);
            right.swap(pivot, below);
            var scale = Field.inverse(left.at(pivot, pivot));
            left.scale(pivot, scale);
            right.scale(pivot, scale);
            for (var row = 0; row < rows; row++) {
                var factor = left.at(row, pivot);
                if (row == pivot || factor == 0) continue;
                left.add(row, pivot, factor);
                right.add(row, pivot, factor);
            }
        }
        return right;
    }

    private void swap(int a, int b) {
        for (var column = 0; a != b && column < columns; column++) {
            var kept = at(a, column);
            set(a, column, at(b, column));
            set(b, column, kept);
        }
    }

    private void scale(int row, int factor) {
        for (var column = 0; column < columns; column++) set(row, column, Field.product(factor, at(row, column)));
    }

    private void add(int row, int other, int factor) {
        for (var column = 0; column < columns; column++)
            set(row, column, at(row, column) ^ Field.product(factor, at(other, column)));
    }

    byte[] bytes() {
        var bytes = new byte[elements.length];
        for (var i = 0; i < bytes.length; i++) bytes[i] = (byte) elements[i];
        return bytes;
    }
}
