/* Writes NumPy's .npy, format 1.0: the header; the elements follow, little-endian, in C order. */
#ifndef ML_FORMAT_NPY_WRITER_H
#define ML_FORMAT_NPY_WRITER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { ML_NPY_MAX_HEADER = 192 };

/* Fills the header of an array of floats of 4 or 8 bytes with three axes; returns its length, a multiple of 64. */
size_t ml_npy_write_header(size_t float_bytes, const size_t shape[3], char header[ML_NPY_MAX_HEADER]);

/* Elements: each writes one, and returns the place behind it. */
static inline uint8_t *ml_npy_put_float(uint8_t *out, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int k = 0; k < 4; k++)
        *out++ = (uint8_t)(bits >> 8 * k);
    return out;
}
static inline uint8_t *ml_npy_put_double(uint8_t *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int k = 0; k < 8; k++)
        *out++ = (uint8_t)(bits >> 8 * k);
    return out;
}

#endif
