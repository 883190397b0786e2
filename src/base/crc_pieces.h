/* The CRC-32 of a run of bytes that become known piece by piece, in any order. */
#ifndef ML_BASE_CRC_PIECES_H
#define ML_BASE_CRC_PIECES_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes whose sum is known. */
typedef struct ml_crc_piece {
    uint64_t start, end;
    uint32_t crc;
} ml_crc_piece;

/* All zero: nothing is known. */
typedef struct ml_crc_pieces {
    size_t n, capacity;
    ml_crc_piece *items; /* [n] ascending; no two of them touch */
} ml_crc_pieces;

void ml_crc_pieces_clear(ml_crc_pieces *pieces);

/* Whether the n bytes from `start` on are known. */
bool ml_crc_pieces_have(const ml_crc_pieces *pieces, uint64_t start, uint64_t n);

/* Makes n bytes known, whose sum is `crc`; of those that were known before, the sum stays as it was. False without memory: some
 * of them may be known then. */
bool ml_crc_pieces_add(ml_crc_pieces *pieces, uint64_t start, const void *bytes, size_t n, uint32_t crc) ML_MUST_USE;

/* The first bytes at or behind `start` and before `end` that are not known; *gap_end is where they end. `end` where there are
 * none. */
uint64_t ml_crc_pieces_gap(const ml_crc_pieces *pieces, uint64_t start, uint64_t end, uint64_t *gap_end);

#endif
