/* input/plane_decoder: tiles are those of planes read one after the other, with any number of threads that help; so is the
 * first error, by tile and then by plane. */
#include "unit.h"

#include "base/thread.h"
#include "input/plane_decoder.h"
#include "kernel/tile.h"

#include <stdio.h>

enum { MAX_PLANES = 9, MAX_HELPERS = 3 };

/* A plane that is made up. */
typedef struct made_plane {
    size_t number, next, fails_at; /* pixels */
} made_plane;

static uint16_t sample_of(size_t plane, size_t pixel) { return (uint16_t)(pixel * 40503 + plane * 977 + pixel / 4096); }

static ml_status read_made(void *state, size_t n, ml_error *error, void *to)
{
    made_plane *p = state;
    uint16_t *samples = to;
    if (p->next + n > p->fails_at)
        return ml_fail(error, ML_E_INPUT, "plane %zu fails at pixel %zu", p->number, p->fails_at);
    for (size_t i = 0; i < n; i++)
        samples[i] = sample_of(p->number, p->next + i);
    p->next += n;
    return ML_OK;
}

static void close_made(void *state) { ML_UNUSED(state); }

static void turn_made(void *state, size_t page)
{
    made_plane *p = state;
    ML_UNUSED(page);
    p->next = 0;
}

static const ml_raster_ops made_ops = {.read = read_made, .close = close_made, .turn = turn_made};

/* Planes of so many pixels, and a decoder of them. */
typedef struct planes {
    size_t n, n_pixels;
    ml_source source;
    made_plane made[MAX_PLANES];
    ml_raster rasters[MAX_PLANES], *pointers[MAX_PLANES];
    ml_plane_decoder *decoder;
} planes;

static void open_planes(planes *p, size_t n, size_t n_pixels)
{
    ml_error error = ML_ERROR_INIT;
    static const uint8_t nothing[1];
    *p = (planes){.n = n, .n_pixels = n_pixels, .source = ml_source_memory("made", nothing, 0)};
    for (size_t c = 0; c < n; c++) {
        p->made[c] = (made_plane){.number = c, .fails_at = SIZE_MAX};
        p->rasters[c] = (ml_raster){.ops = &made_ops,
                                    .state = &p->made[c],
                                    .source = &p->source,
                                    .header = {.n_pixels = n_pixels, .n_pages = 1, .type = ML_SAMPLE_U16}};
        p->pointers[c] = &p->rasters[c];
    }
    EXPECT(ml_plane_decoder_create(p->pointers, n, &error, &p->decoder) == ML_OK, "%s", error.text);
}

static void help(void *decoder) { ml_plane_decoder_help(decoder); }

/* Reads the tiles before `end`, with helpers; where a plane fails, up to there. */
static void expect_tiles(planes *p, size_t n_helpers, size_t end, ml_error *error)
{
    void *args[MAX_HELPERS] = {p->decoder, p->decoder, p->decoder};
    ml_threads *threads = NULL;
    size_t n_started = 0;
    EXPECT(ml_plane_decoder_start(p->decoder, error) == ML_OK, "%s", error->text);
    if (n_helpers)
        EXPECT(ml_threads_start(n_helpers, help, args, error, &threads, &n_started) == ML_OK, "%s", error->text);
    for (size_t first = 0; first < end && !error->status; first += ML_TILE_PIXELS) {
        const uint16_t *samples;
        size_t stride, left = p->n_pixels - first, n = left < ML_TILE_PIXELS ? left : ML_TILE_PIXELS;
        if (ml_plane_decoder_read(p->decoder, error, &samples, &stride))
            break;
        for (size_t c = 0; c < p->n; c++)
            for (size_t i = 0; i < n; i++)
                EXPECT(samples[c * stride + i] == sample_of(c, first + i), "plane %zu, pixel %zu", c, first + i);
    }
    ml_plane_decoder_dismiss(p->decoder);
    ml_threads_join(threads);
}

START_TEST(tiles_are_those_of_the_planes_whoever_helps)
{
    static const size_t sizes[] = {1, 4095, 4096, 4097, 5 * 4096, 8 * 4096 + 1, 37 * 4096 + 5};
    for (size_t n_helpers = 0; n_helpers <= MAX_HELPERS; n_helpers++)
        for (size_t s = 0; s < ML_COUNT(sizes); s++)
            for (size_t n = 1; n <= MAX_PLANES; n += 4) {
                planes p;
                open_planes(&p, n, sizes[s]);
                for (int time = 0; time < 3; time++) { /* the second time only some tiles */
                    ml_error error = ML_ERROR_INIT;
                    expect_tiles(&p, n_helpers, time == 1 ? sizes[s] / 2 : sizes[s], &error);
                    EXPECT(error.status == ML_OK, "%s", error.text);
                }
                ml_plane_decoder_destroy(p.decoder);
            }
}
END_TEST

START_TEST(the_first_error_is_that_of_one_thread)
{
    uint64_t state = 23;
    for (size_t round = unit_rounds(60); round-- > 0;) {
        planes p;
        const size_t n = 1 + unit_below(&state, MAX_PLANES), n_pixels = 20 * ML_TILE_PIXELS + unit_below(&state, 9000);
        size_t first_tile = SIZE_MAX, first_plane = 0;
        open_planes(&p, n, n_pixels);
        for (size_t c = 0; c < n; c++) {
            if (unit_below(&state, 2))
                p.made[c].fails_at = unit_below(&state, n_pixels);
            if (p.made[c].fails_at != SIZE_MAX && p.made[c].fails_at / ML_TILE_PIXELS < first_tile) {
                first_tile = p.made[c].fails_at / ML_TILE_PIXELS;
                first_plane = c;
            }
        }
        for (size_t n_helpers = 0; n_helpers <= MAX_HELPERS; n_helpers++) {
            ml_error error = ML_ERROR_INIT;
            char wanted[80] = "";
            if (first_tile != SIZE_MAX)
                snprintf(wanted, sizeof wanted, "plane %zu fails at pixel %zu", first_plane, p.made[first_plane].fails_at);
            expect_tiles(&p, n_helpers, n_pixels, &error);
            EXPECT(strcmp(error.text, wanted) == 0, "%s, not %s", error.text, wanted);
            if (error.status) { /* it remains */
                const uint16_t *samples;
                size_t stride;
                ml_error again = ML_ERROR_INIT;
                EXPECT(ml_plane_decoder_read(p.decoder, &again, &samples, &stride) == ML_E_INPUT, "goes on");
                EXPECT(strcmp(again.text, wanted) == 0, "%s, not %s", again.text, wanted);
            }
        }
        ml_plane_decoder_destroy(p.decoder);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, tiles_are_those_of_the_planes_whoever_helps);
    tcase_add_test(tests, the_first_error_is_that_of_one_thread);
}

int main(void) { return unit_main("plane_decoder", add_tests); }
