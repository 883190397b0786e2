/* The check sum CRC-32, as zlib, PNG and zip have it: polynomial edb88320 (bits reversed), begun and ended with ones. */
#ifndef ML_BASE_CRC_H
#define ML_BASE_CRC_H

#include <stddef.h>
#include <stdint.h>

/* Of n bytes; of none it is 0. */
uint32_t ml_crc32(const void *bytes, size_t n);

#endif
