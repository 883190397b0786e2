/* The check sum CRC-32, as zlib, PNG and zip have it: polynomial edb88320 (bits reversed), begun and ended with ones. ISA-L
 * computes it where the program is built with that, ten times as fast as zlib. */
#ifndef ML_BASE_CRC_H
#define ML_BASE_CRC_H

#include <stddef.h>
#include <stdint.h>

/* Of n bytes; of none it is 0. */
uint32_t ml_crc32(const void *bytes, size_t n);

/* Of bytes whose sum is `crc`, and n more that follow them. */
uint32_t ml_crc32_more(uint32_t crc, const void *bytes, size_t n);

/* Of bytes whose sum is `first`, and n_second more that follow them and whose sum is `second`. */
uint32_t ml_crc32_join(uint32_t first, uint32_t second, uint64_t n_second);

#endif
