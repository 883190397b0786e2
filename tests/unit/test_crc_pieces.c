/* The check sum of a run of bytes whose pieces become known in any order: against that of the whole, and byte by byte. */
#include "../crc.h"
#include "unit.h"

#include "base/crc.h"
#include "base/crc_pieces.h"

#include <stdlib.h>
#include <string.h>

enum { N_BYTES = 300 };

static uint8_t bytes[N_BYTES];
static bool is_known[N_BYTES];

/* What the pieces should be, from is_known. */
static void expect_pieces(const ml_crc_pieces *pieces)
{
    size_t n = 0;
    for (uint64_t start = 0, end; start < N_BYTES; start = end) {
        for (end = start + 1; end < N_BYTES && is_known[end] == is_known[start]; end++)
            continue;
        uint64_t gap_end, gap = ml_crc_pieces_gap(pieces, start, N_BYTES, &gap_end);
        EXPECT(gap == (is_known[start] ? end : start), "from %d: a gap at %d", (int)start, (int)gap);
        EXPECT(is_known[start] || gap_end == end, "from %d: a gap to %d", (int)start, (int)gap_end);
        if (!is_known[start])
            continue;
        const ml_crc_piece *piece = &pieces->items[n++];
        EXPECT(piece->start == start && piece->end == end, "%d to %d", (int)piece->start, (int)piece->end);
        EXPECT(piece->crc == crc_of(bytes + start, (size_t)(end - start)), "%d to %d: another sum", (int)start, (int)end);
    }
    EXPECT(n == pieces->n, "%zu pieces, not %zu", pieces->n, n);
}

START_TEST(pieces_in_any_order_and_overlapping_have_the_sum_of_the_whole)
{
    uint64_t state = 3;
    for (size_t i = 0; i < N_BYTES; i++)
        bytes[i] = (uint8_t)unit_random(&state);
    for (size_t round = unit_rounds(200); round-- > 0;) {
        ml_crc_pieces pieces = {0};
        memset(is_known, 0, sizeof is_known);
        while (!ml_crc_pieces_have(&pieces, 0, N_BYTES)) {
            size_t n = unit_below(&state, round % 2 ? 40 : 4), start = unit_below(&state, N_BYTES - n + 1);
            bool had = true;
            for (size_t i = start; i < start + n; i++)
                had = had && is_known[i];
            ck_assert_int_eq(ml_crc_pieces_have(&pieces, start, n), had);
            ck_assert(ml_crc_pieces_add(&pieces, start, bytes + start, n, ml_crc32(bytes + start, n)));
            memset(is_known + start, true, n);
            expect_pieces(&pieces);
        }
        ck_assert_uint_eq(pieces.n, 1);
        ml_crc_pieces_clear(&pieces);
    }
}
END_TEST

START_TEST(of_nothing_there_is_no_piece)
{
    ml_crc_pieces pieces = {0};
    uint64_t gap_end = 7;
    ck_assert(ml_crc_pieces_have(&pieces, 0, 0) && !ml_crc_pieces_have(&pieces, 0, 1));
    ck_assert(ml_crc_pieces_add(&pieces, 5, bytes, 0, 0));
    ck_assert_uint_eq(pieces.n, 0);
    ck_assert_uint_eq(ml_crc_pieces_gap(&pieces, 0, 0, &gap_end), 0);
    ck_assert_uint_eq(gap_end, 0);
    ml_crc_pieces_clear(&pieces);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, pieces_in_any_order_and_overlapping_have_the_sum_of_the_whole);
    tcase_add_test(tests, of_nothing_there_is_no_piece);
}

int main(void) { return unit_main("crc_pieces", add_tests); }
