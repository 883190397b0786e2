/* The check sum CRC-32, against known values and bit by bit. */
#include "unit.h"

#include "../crc.h"
#include "base/crc.h"

#include <string.h>

START_TEST(known_texts_have_the_sums_that_zlib_gives_them)
{
    static const struct {
        const char *text;
        uint32_t crc;
    } known[] = {
        {"", 0},
        {"a", UINT32_C(0xe8b7be43)},
        {"abc", UINT32_C(0x352441c2)},
        {"123456789", UINT32_C(0xcbf43926)},
        {"The quick brown fox jumps over the lazy dog", UINT32_C(0x414fa339)},
    };
    for (size_t i = 0; i < ML_COUNT(known); i++)
        EXPECT(ml_crc32(known[i].text, strlen(known[i].text)) == known[i].crc, "%s: %08x", known[i].text,
               (unsigned)ml_crc32(known[i].text, strlen(known[i].text)));
}
END_TEST

START_TEST(every_length_and_place_has_the_sum_of_its_bits)
{
    uint8_t bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * i * 31 + i * 7 + 5);
    for (size_t from = 0; from < 8; from++)
        for (size_t n = 0; n <= sizeof bytes - from; n++)
            EXPECT(ml_crc32(bytes + from, n) == crc_of(bytes + from, n), "%zu bytes from %zu on", n, from);
}
END_TEST

START_TEST(every_byte_counts_before_any_others)
{
    uint8_t bytes[8] = {0};
    for (size_t at = 0; at < sizeof bytes; at++)
        for (int value = 0; value < 256; value++) {
            bytes[at] = (uint8_t)value;
            EXPECT(ml_crc32(bytes, sizeof bytes) == crc_of(bytes, sizeof bytes), "%d at %zu", value, at);
            bytes[at] = 0;
        }
}
END_TEST

START_TEST(sums_go_on_and_are_joined_wherever_the_bytes_are_cut)
{
    uint8_t bytes[200];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * i * 17 + i * 3 + 1);
    for (size_t n = 0; n <= sizeof bytes; n += 7)
        for (size_t cut = 0; cut <= n; cut++) {
            const uint32_t first = ml_crc32(bytes, cut), second = ml_crc32(bytes + cut, n - cut);
            EXPECT(ml_crc32_more(first, bytes + cut, n - cut) == crc_of(bytes, n), "%zu and %zu more", cut, n - cut);
            EXPECT(ml_crc32_join(first, second, n - cut) == crc_of(bytes, n), "%zu and %zu joined", cut, n - cut);
        }
}
END_TEST

/* Behind a run of zeros that is too long to be held. */
START_TEST(sums_of_long_runs_are_joined)
{
    static const uint8_t zeros[1 << 16];
    const uint32_t first = ml_crc32("abc", 3);
    uint32_t crc = first, all = 0;
    for (int i = 0; i < 1 << 6; i++) {
        crc = ml_crc32_more(crc, zeros, sizeof zeros);
        all = ml_crc32_more(all, zeros, sizeof zeros);
    }
    ck_assert_uint_eq(ml_crc32_join(first, all, sizeof zeros << 6), crc);
    /* twice 2^40 zeros, in two ways */
    uint64_t n = sizeof zeros << 6;
    for (; n < UINT64_C(1) << 40; n *= 2)
        all = ml_crc32_join(all, all, n);
    crc = ml_crc32_join(ml_crc32_join(first, all, n), all, n);
    ck_assert_uint_eq(ml_crc32_join(first, ml_crc32_join(all, all, n), 2 * n), crc);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, known_texts_have_the_sums_that_zlib_gives_them);
    tcase_add_test(tests, every_length_and_place_has_the_sum_of_its_bits);
    tcase_add_test(tests, every_byte_counts_before_any_others);
    tcase_add_test(tests, sums_go_on_and_are_joined_wherever_the_bytes_are_cut);
    tcase_add_test(tests, sums_of_long_runs_are_joined);
}

int main(void) { return unit_main("crc", add_tests); }
