/* What resampling does most: draws that are counted, and products of counts and numbers. Included by isa.c alone. */
#ifndef ML_KERNEL_ISA_RESAMPLE_H
#define ML_KERNEL_ISA_RESAMPLE_H

#include "base/wide.h"
#include "kernel/isa_math.h"
#include "kernel/kernel.h"

/* splitmix64 (Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators, 2014): its state grows by this, and every
 * state is mixed to a word. */
#define GROWTH UINT64_C(0x9e3779b97f4a7c15)
#define MIX(z)                                                                                                                 \
    do {                                                                                                                       \
        z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);                                                                    \
        z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);                                                                    \
        z ^= z >> 31;                                                                                                          \
    } while (0)

/* How many words are made before they are used. Only where a processor multiplies 64 bits in vectors is this faster than to
 * make them one by one. */
#if VD_BYTES == 64
enum { WORDS = 256 };
typedef vul words[WORDS / VD_LANES];

static inline void make_words(uint64_t state, vul *made)
{
    vul states;
    for (size_t k = 0; k < VD_LANES; k++)
        states[k] = state + (k + 1) * GROWTH;
    for (size_t i = 0; i < WORDS / VD_LANES; i++) {
        vul z = states;
        MIX(z);
        made[i] = z;
        states += VD_LANES * GROWTH;
    }
}
#else
enum { WORDS = 1 };
typedef uint64_t words[WORDS];

static inline void make_words(uint64_t state, uint64_t *made)
{
    uint64_t z = state + GROWTH;
    MIX(z);
    *made = z;
}
#endif

/* The sum of counts, which lacks 256 for each time that one of them came back to 0. */
static uint64_t add_counts(const uint8_t *counts, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i += ML_COUNTS)
        for (size_t k = 0; k < ML_COUNTS; k++)
            sum += counts[i + k];
    return sum;
}

static bool count_draws(uint64_t seed, size_t n, uint8_t *counts)
{
    words made;
    const uint64_t *word = (const uint64_t *)made; /* to subscript a vector goes through all of it */
    memset(counts, 0, ml_counts_length(n));
    for (size_t first = 0; first < n; first += WORDS) {
        size_t n_words = n - first < WORDS ? n - first : WORDS;
        make_words(seed + first * GROWTH, made);
        for (size_t i = 0; i < n_words; i++)
            counts[ml_wide_product(word[i], n).hi]++;
    }
    return add_counts(counts, n) == n;
}

static void widen_counts(const uint8_t *restrict counts, size_t n, double *restrict times)
{
    for (size_t i = 0; i < n; i += ML_COUNTS)
        for (size_t k = 0; k < ML_COUNTS; k++)
            times[i + k] = counts[i + k];
}

/* The rows of sums that are in registers at once: eight registers of them. Each has a name, because what is in an array goes
 * through memory with every step. */
#if VD_BYTES == 64
#define EACH_ROW(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7)
#elif VD_BYTES == 32
#define EACH_ROW(F) F(0) F(1) F(2) F(3)
#else
#define EACH_ROW(F) F(0) F(1)
#endif
#define LOAD_ROW(r) d8 s##r = load_d8(sums + (r)*ML_PRODUCT_COLUMNS);
#define ADD_ROW(r) s##r = add(s##r, scaled_d8(row, times[(r)*ML_PRODUCT_STRIDE + i]));
#define STORE_ROW(r) store_d8(s##r, sums + (r)*ML_PRODUCT_COLUMNS);

static void add_products(const double *times, const double *rows, size_t n, double *sums)
{
    for (int r = 0; r < ML_PRODUCT_ROWS; r += VD_LANES) {
        EACH_ROW(LOAD_ROW)
        for (size_t i = 0; i < n; i++) {
            d8 row = load_d8(rows + i * ML_PRODUCT_COLUMNS);
            EACH_ROW(ADD_ROW)
        }
        EACH_ROW(STORE_ROW)
        times += VD_LANES * ML_PRODUCT_STRIDE;
        sums += VD_LANES * ML_PRODUCT_COLUMNS;
    }
}

#endif
