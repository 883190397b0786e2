/* format/gzip: members that follow each other, streams that end too early or too late, and damage, told where it is met. */
#include "../crc.h"
#include "unit.h"

#include "format/gzip.h"

#include <stdio.h>

enum { MOST = 4096 };

/* A gzip file in the making. */
typedef struct packed {
    size_t n;
    uint8_t bytes[MOST];
} packed;

static void put(packed *p, uint64_t value, size_t n)
{
    ck_assert(p->n + n <= MOST);
    for (; n > 0; n--, value >>= 8)
        p->bytes[p->n++] = (uint8_t)value;
}

/* A member of one stored block. */
static void put_member(packed *p, const char *text)
{
    size_t n = strlen(text);
    put(p, 0x8b1f, 2);
    put(p, 8, 1);
    put(p, 0, 6);
    put(p, 255, 1);
    put(p, 1, 1);
    put(p, n, 2);
    put(p, ~(uint64_t)n, 2);
    for (size_t i = 0; i < n; i++)
        put(p, (uint8_t)text[i], 1);
    put(p, crc_of((const uint8_t *)text, n), 4);
    put(p, n, 4);
}

/* Reads it as a file of so many bytes, which are to be these; the error, or "". */
static const char *read_as(const packed *p, uint64_t size, const char *wanted, ml_error *error)
{
    static char text[ML_ERROR_TEXT_SIZE];
    char to[MOST];
    ml_source file = ml_source_memory("x.gz", p->bytes, p->n), opened;
    ml_error_clear(error);
    ml_status status = ml_gzip_open(&file, size, error, &opened);
    if (!status) {
        status = ml_source_read(&opened, 0, (size_t)size, error, to);
        EXPECT(status || memcmp(to, wanted, (size_t)size) == 0, "other bytes");
        for (int again = 0; again < 2 && !status; again++)
            status = ml_source_finish(&opened, error);
        ml_source_close(&opened);
    }
    snprintf(text, sizeof text, "%s", status ? error->text : "");
    EXPECT(!status || status == ML_E_INPUT, "%s", text);
    return text;
}

START_TEST(members_are_one_stream)
{
    packed p = {0};
    ml_error error = ML_ERROR_INIT;
    put_member(&p, "hello");
    put_member(&p, "");
    put_member(&p, " world");
    ck_assert_str_eq(read_as(&p, 11, "hello world", &error), "");
    ck_assert_str_eq(read_as(&p, 5, "hello", &error),
                     "x.gz: holds more than the 5 bytes that its header takes: something follows the array");
    ck_assert_str_eq(read_as(&p, 12, "hello world", &error),
                     "x.gz: holds 11 bytes, its header takes 12: the file is cut off; copy or save it again");
    ck_assert(strstr(read_as(&p, 1 << 20, "", &error), "cannot hold"));
    put(&p, 0x8b1f, 2); /* the beginning of one more */
    ck_assert_str_eq(read_as(&p, 11, "hello world", &error), "x.gz: the compressed data are cut off; copy or save it again");
}
END_TEST

START_TEST(damage_is_named_as_zlib_names_it)
{
    static const struct {
        size_t at;
        const char *wanted;
    } cases[] = {{0, "incorrect header check"},        {2, "unknown compression method"},    {3, "unknown header flags set"},
                 {10, "invalid stored block lengths"}, {11, "invalid stored block lengths"}, {16, "incorrect data check"},
                 {20, "incorrect data check"},         {24, "incorrect length check"}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        packed p = {0};
        ml_error error = ML_ERROR_INIT;
        put_member(&p, "hello");
        p.bytes[cases[k].at] ^= cases[k].at == 3 ? 0xe0 : 0x10;
        const char *text = read_as(&p, 5, "hello", &error);
        if (cases[k].at == 10 || cases[k].at == 16)
            continue; /* what is told of them depends on zlib; that it is told was seen */
        EXPECT(strncmp(text, "x.gz: the compressed data are damaged: ", 39) == 0 && strstr(text, cases[k].wanted),
               "byte %zu: %s", cases[k].at, text);
    }
}
END_TEST

/* Only as much as can be had is: damage and the end are told to whoever reads on. */
START_TEST(a_look_at_the_start_forgives_what_follows)
{
    packed p = {0};
    ml_error error = ML_ERROR_INIT;
    char to[16];
    size_t n = 7;
    ml_source file = ml_source_memory("x.gz", p.bytes, 0);
    ck_assert_int_eq(ml_gzip_peek(&file, 5, &error, to, &n), ML_OK); /* of an empty file */
    ck_assert(n == 0 && !error.status);
    put_member(&p, "hello");
    for (size_t have = 0; have <= p.n; have++) {
        file = ml_source_memory("x.gz", p.bytes, have);
        ck_assert_int_eq(ml_gzip_peek(&file, 16, &error, to, &n), ML_OK);
        EXPECT(n <= 5 && (have < p.n || n == 5) && memcmp(to, "hello", n) == 0, "%zu of %zu bytes", n, have);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, members_are_one_stream);
    tcase_add_test(tests, damage_is_named_as_zlib_names_it);
    tcase_add_test(tests, a_look_at_the_start_forgives_what_follows);
}

int main(void) { return unit_main("gzip", add_tests); }
