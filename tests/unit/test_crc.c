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

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, known_texts_have_the_sums_that_zlib_gives_them);
    tcase_add_test(tests, every_length_and_place_has_the_sum_of_its_bits);
    tcase_add_test(tests, every_byte_counts_before_any_others);
}

int main(void) { return unit_main("crc", add_tests); }
