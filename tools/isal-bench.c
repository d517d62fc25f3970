/* What ISA-L's own ec_encode_data does on one core, to hold `torc bench erasure` against:
 *   gcc -O2 tools/isal-bench.c -l:libisal.so.2 -o isal-bench && ./isal-bench 4 2 65536
 * The matrix and the layout of buffers are those of Torc; the median of seven rounds of 0.3 s is told. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void ec_init_tables(int k, int rows, unsigned char *a, unsigned char *tables);
void ec_encode_data(int len, int k, int rows, unsigned char *tables, unsigned char **data, unsigned char **coding);
void gf_gen_cauchy1_matrix(unsigned char *a, int m, int k);

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    int k = argc > 1 ? atoi(argv[1]) : 4, m = argc > 2 ? atoi(argv[2]) : 2, cell = argc > 3 ? atoi(argv[3]) : 65536;
    unsigned char matrix[40 * 32], tables[32 * 32 * 8], *data[32], *parity[8];
    double rates[7];
    if (k < 1 || k > 32 || m < 1 || m > 8) return 2;
    gf_gen_cauchy1_matrix(matrix, k + m, k);
    ec_init_tables(k, m, matrix + k * k, tables);
    for (int i = 0; i < k; i++) {
        data[i] = aligned_alloc(64, cell);
        for (int j = 0; j < cell; j++) data[i][j] = rand();
    }
    for (int i = 0; i < m; i++) parity[i] = aligned_alloc(64, cell);
    for (int round = 0; round < 7; round++) {
        long stripes = 0;
        double began = now();
        while (now() - began < 0.3)
            for (int i = 0; i < 16; i++, stripes++) ec_encode_data(cell, k, m, tables, data, parity);
        rates[round] = (double) stripes * k * cell / (now() - began) / 1e9;
    }
    qsort(rates, 7, sizeof rates[0], ascending);
    printf("ISA-L itself, %d+%d, cells of %d bytes: %.2f GB/s of data\n", k, m, cell, rates[3]);
    return 0;
}
