/* format/raster: an image that is begun again is the one that was begun, or a changed file; and pages. */
#include "unit.h"

#include "format/raster.h"

#include <stddef.h>

static const ml_limits limits = ML_LIMITS_DEFAULT;

/* What the "file" holds: its header; the samples are the numbers of the pixels. */
static ml_raster_header now;
static size_t n_open, next, n_turned;
static const uint8_t nothing[1];

static ml_status open_now(const ml_source *source, const ml_limits *bounds, ml_error *error, void **state,
                          ml_raster_header *header)
{
    ML_UNUSED(source);
    ML_UNUSED(bounds);
    ML_UNUSED(error);
    ML_UNUSED(state);
    n_open++;
    next = 0;
    *header = now;
    return ML_OK;
}

static ml_status read_now(void *state, size_t n, ml_error *error, void *samples)
{
    uint16_t *to = samples;
    ML_UNUSED(state);
    ML_UNUSED(error);
    for (size_t i = 0; i < n; i++)
        to[i] = (uint16_t)next++;
    return ML_OK;
}

static void close_now(void *state)
{
    ML_UNUSED(state);
    n_open--;
}

static void turn_now(void *state, size_t page)
{
    ML_UNUSED(state);
    n_turned++;
    next = 100 * page;
}

static const ml_raster_ops single = {.open = open_now, .read = read_now, .close = close_now},
                           turning = {.open = open_now, .read = read_now, .close = close_now, .turn = turn_now};

static void set_header(size_t n_pages)
{
    now = (ml_raster_header){.width = 4,
                             .height = 2,
                             .n_pixels = 8,
                             .n_pages = n_pages,
                             .kind = ML_RASTER_PALETTE,
                             .n_channels = 1,
                             .bits = 8,
                             .type = ML_SAMPLE_U16,
                             .n_palette = 3};
}

static ml_raster opened(const ml_raster_ops *ops, const ml_source *source)
{
    ml_raster raster;
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_raster_open_pages(ops, source, &limits, &error, &raster) == ML_OK, "%s", error.text);
    return raster;
}

static void expect_samples(ml_raster *raster, size_t n, size_t first)
{
    uint16_t samples[8];
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_raster_read(raster, ML_SAMPLE_U16, n, &error, samples) == ML_OK, "%s", error.text);
    for (size_t i = 0; i < n; i++)
        ck_assert_uint_eq(samples[i], first + i);
}

START_TEST(an_image_is_begun_again)
{
    const ml_source source = ml_source_memory("image", nothing, 0);
    ml_error error = ML_ERROR_INIT;
    set_header(1);
    ml_raster raster = opened(&single, &source);
    for (size_t n = 0; n <= 8; n += 4) {
        expect_samples(&raster, n, 0);
        ck_assert_int_eq(n % 8 ? ml_raster_restart(&raster, &error) : ml_raster_turn(&raster, 0, &error), ML_OK);
        expect_samples(&raster, 8, 0);
        ck_assert_int_eq(ml_raster_restart(&raster, &error), ML_OK);
    }
    ck_assert_int_eq(ml_raster_turn(&raster, 1, &error), ML_E_SYSTEM);
    ml_raster_close(&raster);
    ck_assert_uint_eq(n_open, 0);
}
END_TEST

START_TEST(pages_are_turned_without_opening)
{
    const ml_source source = ml_source_memory("image", nothing, 0);
    ml_error error = ML_ERROR_INIT;
    set_header(3);
    ml_raster raster = opened(&turning, &source);
    ck_assert_int_eq(ml_raster_turn(&raster, 2, &error), ML_OK);
    expect_samples(&raster, 8, 200);
    ck_assert_int_eq(ml_raster_restart(&raster, &error), ML_OK);
    expect_samples(&raster, 3, 200);
    ck_assert_uint_eq(n_turned, 2);
    ml_raster_close(&raster);
    ck_assert_uint_eq(n_open, 0);
    ck_assert_int_eq(ml_raster_open(&turning, &source, &limits, &error, &raster), ML_E_INPUT);
    ck_assert_uint_eq(n_open, 0);
}
END_TEST

START_TEST(an_image_that_has_changed_is_refused)
{
    static const struct {
        const char *name;
        size_t at; /* a byte of the header */
        bool may_change;
    } fields[] = {
#define FIELD(NAME, MAY) #NAME, offsetof(ml_raster_header, NAME), MAY
        {FIELD(width, false)},           {FIELD(height, false)},       {FIELD(n_pages, false)}, {FIELD(kind, false)},
        {FIELD(n_channels, false)},      {FIELD(bits, false)},         {FIELD(type, false)},    {FIELD(n_palette, false)},
        {FIELD(palette[2][1], false)},   {FIELD(palette[3][0], true)}, /* is none of its colours */
        {FIELD(has_no_color[2], false)},
    };
    const ml_source source = ml_source_memory("image", nothing, 0);
    for (size_t f = 0; f < ML_COUNT(fields); f++) {
        ml_error error = ML_ERROR_INIT;
        set_header(1);
        ml_raster raster = opened(&single, &source);
        expect_samples(&raster, 3, 0);
        ((uint8_t *)&now)[fields[f].at] ^= 1;
        ml_status status = ml_raster_restart(&raster, &error);
        EXPECT(status == (fields[f].may_change ? ML_OK : ML_E_INPUT), "%s: %s", fields[f].name, error.text);
        EXPECT(!status || strncmp(error.text, "image: ", 7) == 0, "%s", error.text);
        ck_assert_uint_eq(n_open, 1);
        ml_raster_close(&raster);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, an_image_is_begun_again);
    tcase_add_test(tests, pages_are_turned_without_opening);
    tcase_add_test(tests, an_image_that_has_changed_is_refused);
}

int main(void) { return unit_main("raster", add_tests); }
