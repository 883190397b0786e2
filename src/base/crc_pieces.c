/* Sums of pieces; see crc_pieces.h. */
#include "base/crc_pieces.h"

#include "base/crc.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void ml_crc_pieces_clear(ml_crc_pieces *pieces)
{
    free(pieces->items);
    *pieces = (ml_crc_pieces){0};
}

/* The number of pieces that end before `start`. */
static size_t find(const ml_crc_pieces *pieces, uint64_t start)
{
    size_t low = 0, high = pieces->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pieces->items[middle].end < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool ml_crc_pieces_have(const ml_crc_pieces *pieces, uint64_t start, uint64_t n)
{
    size_t at = find(pieces, start);
    return n == 0 || (at < pieces->n && pieces->items[at].start <= start && start <= pieces->items[at].end &&
                      n <= pieces->items[at].end - start);
}

/* Joins a piece and the one behind it, if they touch. */
static void join_next(ml_crc_pieces *pieces, size_t at)
{
    ml_crc_piece *piece = pieces->items + at, *next = piece + 1;
    if (at + 1 >= pieces->n || next->start != piece->end)
        return;
    piece->crc = ml_crc32_join(piece->crc, next->crc, next->end - next->start);
    piece->end = next->end;
    pieces->n--;
    memmove(next, next + 1, (pieces->n - at - 1) * sizeof *next);
}

/* Adds a piece of which nothing is known. */
static bool insert(ml_crc_pieces *pieces, const ml_crc_piece *piece)
{
    size_t at = find(pieces, piece->start);
    if (at < pieces->n && pieces->items[at].end == piece->start) {
        ml_crc_piece *before = pieces->items + at;
        before->crc = ml_crc32_join(before->crc, piece->crc, piece->end - piece->start);
        before->end = piece->end;
    } else {
        if (!ml_grow(&pieces->items, &pieces->capacity, pieces->n, sizeof *pieces->items))
            return false;
        memmove(pieces->items + at + 1, pieces->items + at, (pieces->n - at) * sizeof *pieces->items);
        pieces->items[at] = *piece;
        pieces->n++;
    }
    join_next(pieces, at);
    return true;
}

uint64_t ml_crc_pieces_gap(const ml_crc_pieces *pieces, uint64_t start, uint64_t end, uint64_t *gap_end)
{
    size_t at = find(pieces, start);
    if (at < pieces->n && pieces->items[at].start <= start)
        start = pieces->items[at++].end;
    if (start >= end)
        return *gap_end = end;
    *gap_end = at < pieces->n && pieces->items[at].start < end ? pieces->items[at].start : end;
    return start;
}

bool ml_crc_pieces_add(ml_crc_pieces *pieces, uint64_t start, const void *bytes, size_t n, uint32_t crc)
{
    const uint64_t end = start + n;
    uint64_t gap_end = start;
    for (;;) {
        uint64_t gap = ml_crc_pieces_gap(pieces, gap_end, end, &gap_end);
        if (gap == end)
            return true;
        const size_t n_gap = (size_t)(gap_end - gap);
        const ml_crc_piece piece = {gap, gap_end, n_gap == n ? crc : ml_crc32((const uint8_t *)bytes + (gap - start), n_gap)};
        if (!insert(pieces, &piece))
            return false;
    }
}
