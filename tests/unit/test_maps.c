/* observe/maps: which maps a list of kinds asks for, small pictures of large images, and palettes. */
#include "score.h"
#include "unit.h"

#include "format/png_reader.h"
#include "observe/maps/peaks.h"
#include "observe/maps/thumbnails.h"

static ml_maps parse(score *s, const char *kinds, bool internal)
{
    ml_maps maps = {0};
    s->error = (ml_error)ML_ERROR_INIT;
    EXPECT(ml_maps_parse(kinds, &s->settings, NULL, internal, &s->error, &maps) == ML_OK, "%s: %s", kinds, s->error.text);
    return maps;
}

START_TEST(a_list_of_kinds_is_read_with_what_stands_behind_them)
{
    score s;
    score_init(&s, 3, "cce", NULL);
    ml_maps maps = parse(&s, "error,loss,loss:focal:gamma=3,error,probability:2,gradient:dice", false);
    ck_assert_uint_eq(maps.n, 5);
    ck_assert_str_eq(maps.items[2].name, "loss:focal:gamma=3");
    ck_assert_str_eq(maps.items[1].losses.items[0].key, "cce");
    ck_assert_str_eq(maps.items[2].losses.items[0].key, "focal:gamma=3");
    ck_assert_uint_eq(maps.items[3].class, 2);
    ck_assert_str_eq(maps.items[4].losses.items[0].key, "dice");
    ck_assert(ml_maps_have_scale(&maps) && !ml_maps_need_photo(&maps) && !ml_maps_take_sq_error(&maps));
    ml_maps_clear(&maps);
    maps = parse(&s, "overlay,loss:brier", false);
    ck_assert(ml_maps_need_photo(&maps) && ml_maps_take_sq_error(&maps));
    ml_maps_clear(&maps);
    score_clear(&s);
}
END_TEST

START_TEST(what_is_no_kind_is_a_usage_error)
{
    static const char *const bad[] = {"",
                                      "error,",
                                      ",error",
                                      "Error",
                                      "error:1",
                                      "loss:dice",
                                      "loss:all",
                                      "gradient",
                                      "photo",
                                      "probability",
                                      "masked:0",
                                      "loss:",
                                      "gradient:",
                                      "gradient:x",
                                      "decision:",
                                      "errors",
                                      "probability:three",
                                      "loss:cce:x=1",
                                      "loss:focal:alpha=1/2"};
    score s;
    score_init(&s, 3, "cce", NULL);
    for (size_t k = 0; k < ML_COUNT(bad); k++) {
        ml_maps maps;
        s.error = (ml_error)ML_ERROR_INIT;
        EXPECT(ml_maps_parse(bad[k], &s.settings, NULL, false, &s.error, &maps) == ML_E_USAGE, "'%s' is taken", bad[k]);
        EXPECT(strncmp(s.error.text, "--kinds: ", 9) == 0, "'%s': %s", bad[k], s.error.text);
    }
    score_clear(&s);
}
END_TEST

START_TEST(classes_have_colours_that_differ)
{
    for (size_t a = 0; a < ML_N_CLASS_COLORS; a++)
        for (size_t b = 0; b < a; b++)
            EXPECT(memcmp(ml_class_colors[a], ml_class_colors[b], 3) != 0, "classes %zu and %zu look alike", b, a);
    static const uint8_t dark[3] = {68, 1, 84}, bright[3] = {253, 231, 37};
    ck_assert(memcmp(ml_scale_colors[0], dark, 3) == 0 && memcmp(ml_scale_colors[ML_N_SCALE_COLORS - 1], bright, 3) == 0);
}
END_TEST

/* An image whose class is 1 in a row of stripes, predicted with certainty. */
static void make_image(size_t width, size_t height, double *q, uint16_t *truth)
{
    for (size_t i = 0; i < width * height; i++) {
        truth[i] = (uint16_t)(i % width * 7 / width % 2);
        q[2 * i] = truth[i] ? 0.25 : 0.75;
        q[2 * i + 1] = 1 - q[2 * i];
    }
}

/* The samples of an encoded picture. */
static void decode(const ml_thumbnail *picture, uint16_t *samples)
{
    ml_error error = ML_ERROR_INIT;
    ml_raster raster;
    const ml_limits limits = ML_LIMITS_DEFAULT;
    const ml_source source = ml_source_memory("thumbnail", picture->png, picture->n_bytes);
    EXPECT(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster) == ML_OK, "%s", error.text);
    ck_assert(raster.header.width == picture->width && raster.header.height == picture->height);
    EXPECT(ml_raster_read(&raster, ML_SAMPLE_U16, raster.header.n_pixels, &error, samples) == ML_OK, "%s", error.text);
    ml_raster_close(&raster);
}

/* Tiles of a large image, of which those are left out that no picture needs. */
START_TEST(small_pictures_are_the_pixels_nearest_to_a_grid)
{
    static const size_t sizes[][2] = {{1, 1}, {7, 5}, {240, 240}, {241, 3}, {3, 5000}, {1000, 700}};
    size_t width = sizes[_i][0], height = sizes[_i][1], n = width * height, n_taken = 0;
    double *q = malloc(2 * n * sizeof *q);
    uint16_t *truth = malloc(n * sizeof *truth), *samples = malloc(240 * 240 * sizeof *samples);
    ck_assert(q && truth && samples);
    make_image(width, height, q, truth);
    score s;
    ml_observers observers;
    ml_thumbnails *thumbnails = NULL;
    ml_thumbnail_set set = {0};
    score_init(&s, 2, "cce", NULL);
    ml_maps maps = parse(&s, "truth,decision,loss", true);
    const double scales[3] = {0, 0, 1};
    const ml_map_image image = {.width = width, .height = height, .name = "image"};
    ck_assert_int_eq(ml_observers_init(&s.settings, NULL, 0, true, &s.error, &observers), ML_OK);
    ck_assert_int_eq(ml_thumbnails_open(&maps, &s.settings, &image, scales, &s.error, &thumbnails), ML_OK);
    for (size_t first = 0; first < n; first += ML_TILE_PIXELS) {
        const ml_tile tile = {.n_pixels = n - first < ML_TILE_PIXELS ? n - first : ML_TILE_PIXELS,
                              .n_classes = 2,
                              .truth = truth + first,
                              .type = ML_SAMPLE_F64,
                              .samples = q + 2 * first,
                              .pixel_stride = 2,
                              .class_stride = 1};
        if (!ml_thumbnails_need(thumbnails, first, tile.n_pixels))
            continue;
        n_taken++;
        ml_pixels_run(observers.pixels, &tile);
        const ml_observed_tile observed = {first, &tile, observers.pixels};
        ck_assert_int_eq(ml_thumbnails_take(thumbnails, &observed, &s.error), ML_OK);
    }
    ck_assert(n_taken <= 240 && n_taken > 0);
    ck_assert_int_eq(ml_thumbnails_finish(thumbnails, &s.error, &set), ML_OK);
    ck_assert_uint_eq(set.n, 3);
    for (size_t k = 0; k < ML_N_THUMBNAIL_SIZES; k++) {
        const ml_thumbnail *picture = &set.items[0].sizes[k];
        static const size_t limits[] = {240, 160, 120, 80, 40};
        size_t larger = width > height ? width : height,
               longer = picture->width > picture->height ? picture->width : picture->height;
        ck_assert_uint_eq(longer, larger < limits[k] ? larger : limits[k]);
        decode(picture, samples);
        for (size_t x = 0; k == 0 && x < picture->width * picture->height; x++) {
            size_t column = (2 * (x % picture->width) + 1) * width / (2 * picture->width);
            EXPECT(samples[x] == truth[column], "%zu x %zu, pixel %zu: %u, not %u", width, height, x, samples[x],
                   truth[column]);
        }
    }
    ml_thumbnail_set_clear(&set);
    ml_thumbnails_close(thumbnails);
    ml_maps_clear(&maps);
    ml_observers_clear(&observers);
    score_clear(&s);
    free(q);
    free(truth);
    free(samples);
}
END_TEST

/* Forgiven pixels cost what certainty costs; without a valid pixel nothing does. */
START_TEST(the_largest_value_of_a_loss_is_that_of_the_masked_view)
{
    score s;
    ml_observers observers;
    ml_observation seen;
    score_init(&s, 3, "cce", NULL);
    memcpy(s.settings.weights, worked_weights, sizeof worked_weights);
    ml_maps maps = parse(&s, "error,loss,loss:wcce", false);
    const ml_observer observer = {.kind = &ml_peaks, .params = &maps};
    ck_assert_int_eq(ml_observers_init(&s.settings, &observer, 1, true, &s.error, &observers), ML_OK);
    score_reduce(&observers, worked_q, worked_truth, 6);
    ck_assert_int_eq(ml_observers_finish(&observers, &s.error, &seen), ML_OK);
    const double *peaks = seen.left[0];
    ck_assert(unit_same(peaks[0], 0) && unit_near(peaks[1], 1.203972804325936, 1e-12) &&
              unit_near(peaks[2], 3.66516292749662, 1e-12));
    ml_observation_clear(&seen);
    static const uint16_t ignored[6] = {ML_IGNORED, ML_IGNORED, ML_IGNORED, ML_IGNORED, ML_IGNORED, ML_IGNORED};
    score_reduce(&observers, worked_q, ignored, 6);
    ck_assert_int_eq(ml_observers_finish(&observers, &s.error, &seen), ML_OK);
    peaks = seen.left[0];
    ck_assert(unit_same(peaks[1], 0) && unit_same(peaks[2], 0));
    ml_observation_clear(&seen);
    ml_observers_clear(&observers);
    ml_maps_clear(&maps);
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_list_of_kinds_is_read_with_what_stands_behind_them);
    tcase_add_test(tests, what_is_no_kind_is_a_usage_error);
    tcase_add_test(tests, classes_have_colours_that_differ);
    tcase_add_loop_test(tests, small_pictures_are_the_pixels_nearest_to_a_grid, 0, 6);
    tcase_add_test(tests, the_largest_value_of_a_loss_is_that_of_the_masked_view);
}

int main(void) { return unit_main("maps", add_tests); }
