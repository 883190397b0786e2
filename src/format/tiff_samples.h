/* Samples of a TIFF of any number of bits as elements of 1, 2, 4 or 8 bytes. Pure. */
#ifndef ML_FORMAT_TIFF_SAMPLES_H
#define ML_FORMAT_TIFF_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ml_tiff_samples {
    unsigned bits;
    bool is_signed;
    size_t elem_bytes;
    /* Unpacks n samples, which begin at a byte; `to` has no alignment. */
    void (*unpack)(const struct ml_tiff_samples *samples, const uint8_t *from, size_t n, uint8_t *to);
} ml_tiff_samples;

/* For samples of 1 to 32 or 64 bits. */
ml_tiff_samples ml_tiff_samples_of(unsigned bits, bool is_signed);

/* Brings n bytes of samples of 16, 24, 32 or 64 bits into the byte order of this machine; others have none. */
void ml_tiff_order_samples(unsigned bits, bool is_big_endian, size_t n, uint8_t *bytes);

/* Bytes to numbers of 16 bits. */
void ml_tiff_widen(const uint8_t *restrict from, size_t n, uint16_t *restrict to);

#endif
