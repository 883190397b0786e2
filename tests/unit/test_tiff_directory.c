/* format/tiff_directory, tiff_entries and tiff_facts: directories that are not what a writer makes, which of them are refused
 * and why, and what those that are read say. */
#include "tiff_made.h"
#include "unit.h"

#include "format/tiff_directory.h"
#include "format/tiff_kept.h"

#include <math.h>
#include <stdio.h>

enum { MOST_CHANGES = 4 };

#define ONE(TAG, TYPE, VALUE)                                                                                                  \
    {                                                                                                                          \
        .tag = TAG, .type = TYPE, .count = 1, .value = VALUE                                                                   \
    }

static tiff_made made;

static const uint64_t other_bits[] = {8, 8, 4};

/* The directory of gray pixels with some tags changed; up to that of number 0. */
static tiff_page changed(const tiff_tag *changes)
{
    tiff_page page = tiff_gray();
    for (size_t i = 0; i < MOST_CHANGES && changes[i].tag; i++)
        tiff_set(&page, changes[i]);
    return page;
}

static void expect_refused(const ml_source *source, const char *wanted)
{
    ml_error error = ML_ERROR_INIT;
    ml_tiff tiff = {.n_pages = 7};
    EXPECT(ml_tiff_read(source, &error, &tiff) == ML_E_INPUT, "not refused: %s", wanted);
    EXPECT(strncmp(error.text, "made.tif: ", 10) == 0 && strstr(error.text, wanted), "'%s', not '%s'", error.text, wanted);
    ck_assert(tiff.n_pages == 7); /* untouched */
}

static ml_tiff read_good(const ml_source *source)
{
    ml_error error = ML_ERROR_INIT;
    ml_tiff tiff;
    EXPECT(ml_tiff_read(source, &error, &tiff) == ML_OK, "%s", error.text);
    return tiff;
}

START_TEST(what_is_no_image_of_labels_is_refused_and_named)
{
    static const struct {
        tiff_tag changes[MOST_CHANGES];
        const char *wanted;
    } cases[] = {
        {{ONE(TIFF_SAMPLES, TIFF_LONG, 0)}, "claims 0 samples a pixel"},
        {{ONE(TIFF_SAMPLES, TIFF_LONG, 65536)}, "claims 65536 samples a pixel"},
        {{ONE(TIFF_FORMAT, TIFF_SHORT, 0)}, "samples of an unknown kind"},
        {{ONE(TIFF_FORMAT, TIFF_SHORT, 5)}, "complex numbers"},
        {{ONE(TIFF_FORMAT, TIFF_SHORT, 6)}, "complex numbers"},
        {{ONE(TIFF_FORMAT, TIFF_SHORT, 7)}, "samples of an unknown kind"},
        {{ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 7)}, "unknown colours"},
        {{ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 8)}, "CIELab colours"},
        {{ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 32803)}, "unknown colours"},
        {{ONE(TIFF_ROWS, TIFF_SHORT, 0)}, "tiles or strips of no size"},
        {{ONE(TIFF_TILE_WIDTH, TIFF_SHORT, 0), ONE(TIFF_TILE_HEIGHT, TIFF_SHORT, 16)}, "tiles or strips of no size"},
        {{ONE(TIFF_TILE_WIDTH, TIFF_SHORT, 16)}, "tiles or strips of no size"},
        {{ONE(TIFF_TILE_WIDTH, TIFF_SHORT, 16), ONE(TIFF_TILE_HEIGHT, TIFF_SHORT, 16)}, "has the places of 0 tiles"},
        {{ONE(TIFF_SUBFILE, TIFF_LONG, 1)}, "holds no page"},
        {{ONE(TIFF_SUBFILE, TIFF_LONG, 4)}, "holds no page"},
        {{ONE(TIFF_OLD_SUBFILE, TIFF_SHORT, 2)}, "holds no page"},
        {{ONE(TIFF_SUBFILE, TIFF_RATIONAL, 0)}, "TIFF tag 254 does not hold the whole numbers"},
        {{ONE(TIFF_OLD_SUBFILE, TIFF_DOUBLE, 0)}, "TIFF tag 255 does not hold the whole numbers"},
        {{ONE(TIFF_EXTRA, TIFF_ASCII, 0)}, "TIFF tag 338 does not hold the whole numbers"},
        {{ONE(TIFF_SIZES, TIFF_DOUBLE, 0)}, "TIFF tag 279 does not hold the whole numbers"},
        {{{.tag = TIFF_WIDTH, .type = TIFF_SHORT, .count = 0}}, "TIFF tag 256 does not hold the whole numbers"},
        {{{.tag = TIFF_WIDTH, .type = 99, .count = 1}}, "TIFF tag 256 does not hold the whole numbers"},
        {{{.tag = TIFF_BITS, .type = TIFF_SHORT, .count = 3, .values = other_bits}}, "is not the same"},
        {{ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 3)}, "has a palette of 0 numbers, not of 768"},
        {{ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 3), {.tag = TIFF_COLORS, .type = TIFF_SHORT, .count = 3}},
         "has a palette of 3 numbers, not of 768"},
        {{ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 3), {.tag = TIFF_COLORS, .type = TIFF_ASCII, .count = 768}},
         "TIFF tag 320 does not hold the whole numbers"},
        {{ONE(TIFF_WIDTH, TIFF_SHORT, 1),
          ONE(TIFF_HEIGHT, TIFF_SHORT, 600),
          {.tag = TIFF_OFFSETS, .type = TIFF_LONG, .count = 600, .value = TIFF_DATA},
          ONE(TIFF_ROWS, TIFF_SHORT, 1)},
         "has the sizes of 1 strips, 1 times 600 are needed"},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++)
        for (int big = 0; big < 2; big++) {
            const tiff_page page = changed(cases[k].changes);
            const ml_source source = tiff_of(&made, &page, big, false);
            expect_refused(&source, cases[k].wanted);
        }
}
END_TEST

/* More strips than are looked at together, of which the first is too short. */
START_TEST(a_short_strip_among_many_is_named)
{
    enum { N = 600 };
    uint64_t sizes[N];
    for (size_t i = 0; i < N; i++)
        sizes[i] = 1;
    tiff_page page = tiff_gray();
    tiff_set(&page, (tiff_tag)ONE(TIFF_WIDTH, TIFF_SHORT, 1));
    tiff_set(&page, (tiff_tag)ONE(TIFF_HEIGHT, TIFF_SHORT, N));
    tiff_set(&page, (tiff_tag)ONE(TIFF_ROWS, TIFF_SHORT, 1));
    tiff_set(&page, (tiff_tag){.tag = TIFF_OFFSETS, .type = TIFF_LONG, .count = N, .value = TIFF_DATA});
    tiff_set(&page, (tiff_tag){.tag = TIFF_SIZES, .type = TIFF_SHORT, .count = N, .values = sizes});
    ml_source source = tiff_of(&made, &page, false, false);
    ml_tiff tiff = read_good(&source);
    ck_assert(tiff.page.height == N && tiff.page.block_height == 1);
    ml_tiff_clear(&tiff);
    static const size_t short_ones[] = {0, 511, 512, N - 1};
    for (size_t k = 0; k < ML_COUNT(short_ones); k++) {
        char wanted[64];
        sizes[short_ones[k]] = 0;
        source = tiff_of(&made, &page, false, false);
        snprintf(wanted, sizeof wanted, "strip %zu has 0 bytes", short_ones[k]);
        expect_refused(&source, wanted);
        sizes[short_ones[k]] = 1;
    }
}
END_TEST

START_TEST(numbers_may_be_of_any_whole_type)
{
    static const uint16_t types[] = {TIFF_BYTE, TIFF_SHORT, TIFF_LONG, TIFF_IFD, TIFF_LONG8, TIFF_IFD8};
    for (size_t k = 0; k < ML_COUNT(types); k++)
        for (int form = 0; form < 4; form++) {
            tiff_page page = tiff_gray();
            tiff_set(&page, (tiff_tag)ONE(TIFF_WIDTH, types[k], 4));
            const ml_source source = tiff_of(&made, &page, form & 1, form & 2);
            ml_tiff tiff = read_good(&source);
            EXPECT(tiff.page.width == 4 && tiff.page.height == 2 && tiff.is_big_endian == (form & 1), "type %u", types[k]);
            ml_tiff_clear(&tiff);
        }
    const tiff_page large = changed((const tiff_tag[MOST_CHANGES]){ONE(TIFF_WIDTH, TIFF_LONG8, UINT64_C(1) << 32)});
    const ml_source source = tiff_of(&made, &large, false, true);
    expect_refused(&source, "TIFF tag 256 is 4294967296, beyond all bounds");
}
END_TEST

START_TEST(what_has_another_head_is_no_tiff)
{
    static const struct {
        const char *head, *wanted;
    } cases[] = {{"IM*\0", "not a TIFF"}, {"MI\0*", "not a TIFF"}, {"XX*\0", "not a TIFF"},
                 {"II,\0", "not a TIFF"}, {"MM\0)", "not a TIFF"}, {"II+\0", "offsets that are not of 8 bytes"}};
    const tiff_page page = tiff_gray();
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const ml_source source = tiff_of(&made, &page, cases[k].head[0] == 'M', false);
        memcpy(made.bytes, cases[k].head, 4);
        expect_refused(&source, cases[k].wanted);
    }
    const ml_source source = tiff_of(&made, &page, false, true);
    made.bytes[6] = 1; /* what is 0 in a BigTIFF */
    expect_refused(&source, "offsets that are not of 8 bytes");
}
END_TEST

START_TEST(kinds_of_samples_decide_what_is_a_raster)
{
    enum { NONE = ML_RASTER_N_KINDS };
    static const struct {
        tiff_tag changes[MOST_CHANGES];
        int kind; /* ML_RASTER_GRAY and so on */
        bool is_color;
    } cases[] = {
        {{{0}}, ML_RASTER_GRAY, false},
        {{ONE(TIFF_FORMAT, TIFF_SHORT, 4)}, ML_RASTER_GRAY, false}, /* "undefined" */
        {{ONE(TIFF_FORMAT, TIFF_SHORT, 2)}, NONE, false},
        {{ONE(TIFF_PLANAR, TIFF_SHORT, 2)}, ML_RASTER_GRAY, false}, /* of one sample */
        {{{.tag = TIFF_EXTRA, .type = TIFF_SHORT, .count = 0}}, ML_RASTER_GRAY, false},
        {{ONE(TIFF_SAMPLES, TIFF_SHORT, 2), ONE(TIFF_ROWS, TIFF_SHORT, 1), ONE(TIFF_HEIGHT, TIFF_SHORT, 1)}, NONE, false},
        {{ONE(TIFF_SAMPLES, TIFF_SHORT, 2), ONE(TIFF_HEIGHT, TIFF_SHORT, 1), ONE(TIFF_EXTRA, TIFF_SHORT, 0)}, NONE, false},
        {{ONE(TIFF_SAMPLES, TIFF_SHORT, 2), ONE(TIFF_HEIGHT, TIFF_SHORT, 1), ONE(TIFF_EXTRA, TIFF_SHORT, 1)},
         ML_RASTER_GRAY_ALPHA,
         false},
        {{ONE(TIFF_SAMPLES, TIFF_SHORT, 2), ONE(TIFF_HEIGHT, TIFF_SHORT, 1), ONE(TIFF_EXTRA, TIFF_SHORT, 2)},
         ML_RASTER_GRAY_ALPHA,
         false},
        {{ONE(TIFF_SAMPLES, TIFF_SHORT, 3), ONE(TIFF_HEIGHT, TIFF_SHORT, 1), ONE(TIFF_WIDTH, TIFF_SHORT, 2),
          ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 2)},
         ML_RASTER_RGB,
         true},
        {{ONE(TIFF_BITS, TIFF_SHORT, 32), ONE(TIFF_HEIGHT, TIFF_SHORT, 1), ONE(TIFF_WIDTH, TIFF_SHORT, 2),
          ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 2)},
         NONE,
         false}, /* too wide to be a colour's */
        {{ONE(TIFF_FORMAT, TIFF_SHORT, 3), ONE(TIFF_BITS, TIFF_SHORT, 32), ONE(TIFF_WIDTH, TIFF_SHORT, 1),
          ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 2)},
         NONE,
         false}, /* no whole numbers */
        {{ONE(TIFF_OLD_SUBFILE, TIFF_SHORT, 1), ONE(TIFF_SUBFILE, TIFF_LONG, 2)}, ML_RASTER_GRAY, false},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const tiff_page page = changed(cases[k].changes);
        const ml_source source = tiff_of(&made, &page, false, false);
        ml_tiff tiff = read_good(&source);
        ml_raster_kind kind = ML_RASTER_N_KINDS;
        bool is = ml_tiff_has_rasters(&tiff, &kind);
        EXPECT(is == (cases[k].kind != NONE) && (int)kind == cases[k].kind, "case %zu: %d", k, (int)kind);
        EXPECT(tiff.facts.is_color == cases[k].is_color, "case %zu", k);
        EXPECT(tiff.page.number != 4 && !tiff.page.is_planar, "case %zu", k);
        ml_tiff_clear(&tiff);
    }
}
END_TEST

/* Indices of 16 bits have 65536 colours: there is no palette then, whatever the directory has. */
START_TEST(a_palette_of_wide_indices_is_left_out)
{
    const tiff_page page = changed((const tiff_tag[MOST_CHANGES]){
        ONE(TIFF_BITS, TIFF_SHORT, 16), ONE(TIFF_HEIGHT, TIFF_SHORT, 1), ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 3)});
    const ml_source source = tiff_of(&made, &page, false, false);
    ml_tiff tiff = read_good(&source);
    ck_assert(tiff.palette.n == 0 && tiff.page.photometric == ML_TIFF_PALETTE);
    ml_tiff_clear(&tiff);
}
END_TEST

START_TEST(no_data_is_a_number_or_nothing)
{
    static const struct {
        const char *text;
        bool is_one;
        double value;
    } cases[] = {
        {"255", true, 255},
        {" -9999 ", true, -9999},
        {"+5\n", true, 5},
        {"nan", true, (double)NAN},
        {"NaN ", true, (double)NAN},
        {"-nan", true, (double)NAN},
        {"inf", true, (double)INFINITY},
        {"+Inf", true, (double)INFINITY},
        {"-inf", true, -(double)INFINITY},
        {"1e400", false, 0},
        {"infinity", false, 0},
        {"nap", false, 0},
        {"ind", false, 0},
        {"--1", false, 0},
        {"", false, 0},
        {"none", false, 0},
        {"0000000000000000000000000000000000000000000000000000000000000000000000000007", true, 0}, /* cut to fit */
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const tiff_page page = changed((const tiff_tag[MOST_CHANGES]){
            {.tag = TIFF_NO_DATA, .type = TIFF_ASCII, .count = strlen(cases[k].text) + 1, .text = cases[k].text}});
        const ml_source source = tiff_of(&made, &page, false, false);
        ml_tiff tiff = read_good(&source);
        EXPECT(tiff.facts.has_no_data == cases[k].is_one, "'%s'", cases[k].text);
        EXPECT(!cases[k].is_one || unit_near(tiff.facts.no_data, cases[k].value, 0), "'%s': %g", cases[k].text,
               tiff.facts.no_data);
        ml_tiff_clear(&tiff);
    }
    const tiff_page page = changed((const tiff_tag[MOST_CHANGES]){ONE(TIFF_NO_DATA, TIFF_SHORT, 255)});
    const ml_source source = tiff_of(&made, &page, false, false); /* a number is no text */
    ml_tiff tiff = read_good(&source);
    ck_assert(!tiff.facts.has_no_data);
    ml_tiff_clear(&tiff);
}
END_TEST

static tiff_tag doubles_tag(uint16_t tag, const double *values, size_t n, uint64_t *bits)
{
    for (size_t i = 0; i < n; i++)
        bits[i] = unit_bits(values[i]);
    return (tiff_tag){.tag = tag, .type = TIFF_DOUBLE, .count = n, .values = bits};
}

START_TEST(a_place_on_the_ground_is_one_that_can_be_inverted)
{
    static const struct {
        double m[16];
        bool is_one;
    } cases[] = {
        {{10, 2, 0, 500, 3, -10, 0, 900}, true},
        {{10, 20, 0, 500, 10, 20, 0, 900}, false}, /* a line */
        {{1e300, 0, 0, 500, 0, 1e300, 0, 900}, false},
        {{(double)NAN, 0, 0, 500, 0, -10, 0, 900}, false},
        {{10, 0, 0, (double)INFINITY, 0, -10, 0, 900}, false},
        {{10, 0, 0, 500, 0, -10, 0, (double)NAN}, false},
    };
    uint64_t bits[16], more_bits[16];
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        tiff_page page = tiff_gray();
        tiff_set(&page, doubles_tag(TIFF_TRANSFORM, cases[k].m, 16, bits));
        const ml_source source = tiff_of(&made, &page, true, false);
        ml_tiff tiff = read_good(&source);
        EXPECT(tiff.facts.has_ground == cases[k].is_one, "case %zu", k);
        if (cases[k].is_one) {
            const double *m = cases[k].m, ground[6] = {m[3], m[0], m[1], m[7], m[4], m[5]};
            for (size_t i = 0; i < 6; i++)
                EXPECT(unit_same(tiff.facts.ground[i], ground[i]), "case %zu: %g", k, tiff.facts.ground[i]);
        }
        ml_tiff_clear(&tiff);
    }
    static const double scale[3] = {10, 20, 0}, tie[6] = {1, 2, 0, 500, 900, 0}, ground[6] = {490, 10, 0, 940, 0, -20};
    static const struct {
        uint16_t scale_type;
        size_t n_scale, n_tie;
        bool is_one;
    } scales[] = {{TIFF_DOUBLE, 3, 6, true},
                  {TIFF_DOUBLE, 3, 0, false},
                  {TIFF_DOUBLE, 3, 5, false},
                  {TIFF_DOUBLE, 2, 6, false},
                  {TIFF_LONG8, 3, 6, false}};
    for (size_t k = 0; k < ML_COUNT(scales); k++) {
        tiff_page page = tiff_gray();
        tiff_tag tag = doubles_tag(TIFF_SCALE, scale, scales[k].n_scale, bits);
        tag.type = scales[k].scale_type;
        tiff_set(&page, tag);
        tiff_set(&page, doubles_tag(TIFF_TIE, tie, scales[k].n_tie, more_bits));
        const ml_source source = tiff_of(&made, &page, false, false);
        ml_tiff tiff = read_good(&source);
        EXPECT(tiff.facts.has_ground == scales[k].is_one, "case %zu", k);
        for (size_t i = 0; i < 6 && scales[k].is_one; i++)
            EXPECT(unit_same(tiff.facts.ground[i], ground[i]), "case %zu: %g", k, tiff.facts.ground[i]);
        ml_tiff_clear(&tiff);
    }
}
END_TEST

START_TEST(pages_that_say_other_things_are_refused)
{
    static const tiff_tag palette = {.tag = TIFF_COLORS, .type = TIFF_SHORT, .count = 768, .value = 257},
                          other = {.tag = TIFF_COLORS, .type = TIFF_SHORT, .count = 768, .value = 514},
                          longer = {.tag = TIFF_COLORS, .type = TIFF_SHORT, .count = 769, .value = 257},
                          no_data = {.tag = TIFF_NO_DATA, .type = TIFF_ASCII, .count = 2, .text = "7"},
                          no_data_8 = {.tag = TIFF_NO_DATA, .type = TIFF_ASCII, .count = 2, .text = "8"},
                          indices = ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 3), wide = ONE(TIFF_WIDTH, TIFF_SHORT, 3);
    const struct {
        tiff_tag first[MOST_CHANGES], second[MOST_CHANGES];
        const char *wanted; /* NULL: they are pages of one file */
    } cases[] = {
        {{{0}}, {{0}}, NULL},
        {{indices, palette}, {indices, palette}, NULL},
        {{no_data}, {no_data}, NULL},
        {{indices, palette}, {indices, other}, "page 1 has another palette than page 0"},
        {{indices, palette}, {indices, longer}, "has a palette of 769 numbers"},
        {{no_data}, {no_data_8}, "page 1 has another nodata tag than page 0"},
        {{no_data}, {{0}}, "page 1 has another nodata tag than page 0"},
        {{{0}}, {wide}, "page 1 is 3 x 2 pixels of 1 samples of 8 bits, page 0 4 x 2 of 1 of 8"},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const tiff_page first = changed(cases[k].first), second = changed(cases[k].second);
        tiff_begin(&made, false, false);
        tiff_add(&made, &first);
        tiff_add(&made, &second);
        const ml_source source = tiff_source(&made);
        if (cases[k].wanted) {
            expect_refused(&source, cases[k].wanted);
            continue;
        }
        ml_tiff tiff = read_good(&source);
        EXPECT(tiff.n_pages == 2, "case %zu", k);
        ml_tiff_clear(&tiff);
    }
}
END_TEST

/* What is in memory has no mark by which it could be found again. */
START_TEST(directories_in_memory_are_not_kept)
{
    const tiff_page page = tiff_gray();
    tiff_begin(&made, false, false);
    tiff_add(&made, &page);
    tiff_add(&made, &page);
    const ml_source source = tiff_source(&made);
    ml_kept_open *kept = ml_kept_open_create();
    ml_error error = ML_ERROR_INIT;
    ck_assert(kept != NULL);
    for (int again = 0; again < 2; again++) {
        ml_tiff tiff;
        ck_assert_int_eq(ml_tiff_take(&source, kept, &error, &tiff), ML_OK);
        ck_assert_uint_eq(tiff.n_pages, 2);
        ml_tiff_give(&tiff, &source, kept);
        ck_assert(tiff.offsets == NULL);
    }
    ck_assert(ml_kept_open_take(kept, &source) == NULL);
    ml_kept_open_destroy(kept);
}
END_TEST

START_TEST(no_more_values_are_read_than_there_are)
{
    const tiff_page page = tiff_gray();
    const ml_source source = tiff_of(&made, &page, false, false);
    ml_error error = ML_ERROR_INIT;
    ml_tiff_order order;
    ml_tiff_entries entries;
    uint64_t first = 0, values[1];
    ck_assert_int_eq(ml_tiff_order_read(&source, &error, &order, &first), ML_OK);
    ck_assert_int_eq(ml_tiff_entries_read(&order, first, &error, &entries), ML_OK);
    const ml_tiff_entry *width = ml_tiff_find(&entries, TIFF_WIDTH);
    ck_assert(width && width->count == 1);
    static const struct {
        uint64_t first;
        size_t n;
    } beyond[] = {{2, 0}, {1, 1}, {0, 2}, {0, ML_TIFF_AT_ONCE + 1}};
    for (size_t k = 0; k < ML_COUNT(beyond); k++)
        ck_assert_int_eq(ml_tiff_integers(&entries, width, beyond[k].first, beyond[k].n, &error, values), ML_E_INPUT);
    ck_assert_int_eq(ml_tiff_integers(&entries, width, 0, 1, &error, values), ML_OK);
    ck_assert_uint_eq(values[0], 4);
    ml_tiff_entries_clear(&entries);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, what_is_no_image_of_labels_is_refused_and_named);
    tcase_add_test(tests, a_short_strip_among_many_is_named);
    tcase_add_test(tests, numbers_may_be_of_any_whole_type);
    tcase_add_test(tests, what_has_another_head_is_no_tiff);
    tcase_add_test(tests, kinds_of_samples_decide_what_is_a_raster);
    tcase_add_test(tests, a_palette_of_wide_indices_is_left_out);
    tcase_add_test(tests, no_data_is_a_number_or_nothing);
    tcase_add_test(tests, a_place_on_the_ground_is_one_that_can_be_inverted);
    tcase_add_test(tests, pages_that_say_other_things_are_refused);
    tcase_add_test(tests, directories_in_memory_are_not_kept);
    tcase_add_test(tests, no_more_values_are_read_than_there_are);
}

int main(void) { return unit_main("tiff_directory", add_tests); }
