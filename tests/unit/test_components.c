/* Tests of the components of classes: each image against a flood fill. */
#include "measure/components.h"

#include "kernel/tile.h"
#include "unit.h"

enum { MAX_SIDE = 160, MAX_PIXELS = MAX_SIDE * MAX_SIDE };

typedef struct image {
    size_t rows, columns;
    uint16_t truth[MAX_PIXELS];
} image;

/* Which component each pixel belongs to, in the order of their first pixels. */
typedef struct flood {
    size_t n;
    size_t of[MAX_PIXELS]; /* ML_NO_COMPONENT: an ignored one */
    size_t todo[MAX_PIXELS];
} flood;

/* Gives all that can be reached from a pixel its number. */
static void fill_from(const image *im, size_t first, flood *f)
{
    size_t n_todo = 0;
    f->of[first] = f->n;
    f->todo[n_todo++] = first;
    while (n_todo > 0) {
        const size_t at = f->todo[--n_todo], y = at / im->columns, x = at % im->columns;
        for (size_t v = y > 0 ? y - 1 : 0; v <= y + 1 && v < im->rows; v++)
            for (size_t u = x > 0 ? x - 1 : 0; u <= x + 1 && u < im->columns; u++) {
                const size_t next = v * im->columns + u;
                if (im->truth[next] == im->truth[at] && f->of[next] == ML_NO_COMPONENT) {
                    f->of[next] = f->n;
                    f->todo[n_todo++] = next;
                }
            }
    }
    f->n++;
}

static void fill_all(const image *im, flood *f)
{
    const size_t n = im->rows * im->columns;
    f->n = 0;
    for (size_t i = 0; i < n; i++)
        f->of[i] = ML_NO_COMPONENT;
    for (size_t i = 0; i < n; i++)
        if (im->truth[i] != ML_IGNORED && f->of[i] == ML_NO_COMPONENT)
            fill_from(im, i, f);
}

static void expect_components(ml_components *found, const image *im)
{
    static flood f;
    static size_t n_pixels[MAX_PIXELS];
    const size_t n = im->rows * im->columns, n_runs = ml_components_runs(im->truth, im->rows, im->columns);
    ml_error error = {0};
    fill_all(im, &f);
    EXPECT(ml_components_find(found, im->truth, im->rows, im->columns, n_runs, &error) == ML_OK, "%s", error.text);
    EXPECT(found->n == f.n, "%zu x %zu: %zu components, not %zu", im->rows, im->columns, found->n, f.n);
    EXPECT(found->n_runs == n_runs && found->runs[n_runs].first == n, "%zu runs", n_runs);
    memset(n_pixels, 0, sizeof n_pixels);
    for (size_t r = 0; r < n_runs; r++)
        for (size_t i = found->runs[r].first; i < found->runs[r + 1].first; i++) {
            EXPECT(found->runs[r].component == f.of[i], "%zu x %zu: pixel %zu", im->rows, im->columns, i);
            if (f.of[i] != ML_NO_COMPONENT && n_pixels[f.of[i]]++ == 0)
                EXPECT(found->items[f.of[i]].first_pixel == i, "%zu x %zu: component %zu", im->rows, im->columns, f.of[i]);
        }
    for (size_t c = 0; c < f.n; c++)
        EXPECT(found->items[c].n_pixels == n_pixels[c] && found->items[c].n_right == 0, "component %zu", c);
}

/* Labels in runs, mostly as above; some are ignored. */
static void fill(image *im, uint64_t *random, unsigned n_classes, unsigned roughness)
{
    for (size_t i = 0; i < im->rows * im->columns; i++) {
        const uint16_t fresh = (uint16_t)(unit_below(random, 12) == 0 ? ML_IGNORED : unit_below(random, n_classes));
        const bool has_left = i % im->columns > 0, has_above = i >= im->columns;
        im->truth[i] = unit_below(random, roughness) == 0       ? fresh
                       : has_above && unit_below(random, 3) > 0 ? im->truth[i - im->columns]
                       : has_left                               ? im->truth[i - 1]
                                                                : fresh;
    }
}

START_TEST(components_are_those_of_a_flood_fill_whatever_the_columns)
{
    static image im;
    uint64_t random = 16;
    ml_components found = {.runs = NULL};
    for (im.columns = 1; im.columns <= 67; im.columns++)
        for (int round = 0; round < 12; round++) {
            im.rows = 1 + unit_below(&random, 40);
            fill(&im, &random, round == 0 ? 256 : 1 + (unsigned)unit_below(&random, 4),
                 round < 3 ? 1 : 1 + (unsigned)unit_below(&random, 60));
            expect_components(&found, &im);
        }
    ml_components_clear(&found);
}
END_TEST

/* Shapes that are hard on those who join regions: the label of a pixel. */
static uint16_t checkered(const image *im, size_t y, size_t x)
{
    ML_UNUSED(im);
    return (x + y) % 2;
}

static uint16_t checkered_thrice(const image *im, size_t y, size_t x)
{
    ML_UNUSED(im);
    return (uint16_t)((x + y) % 3);
}

static uint16_t dots(const image *im, size_t y, size_t x)
{
    ML_UNUSED(im);
    return x % 2 == 0 && y % 2 == 0 ? 1 : ML_IGNORED;
}

static uint16_t comb(const image *im, size_t y, size_t x) { return y + 1 == im->rows || x % 2 == 0 ? 1 : 0; }

static uint16_t comb_from_above(const image *im, size_t y, size_t x)
{
    ML_UNUSED(im);
    return y == 0 || x % 2 == 0 ? 1 : ML_IGNORED;
}

static uint16_t two_combs(const image *im, size_t y, size_t x)
{
    const size_t tooth = x / 2 % 2, gap = x % 2;
    return gap ? (tooth ? y + 1 == im->rows : y == 0) : tooth ? y > 0 : y + 1 < im->rows;
}

static uint16_t lying_comb(const image *im, size_t y, size_t x) { return x + 1 == im->columns || y % 2 == 0 ? 3 : ML_IGNORED; }

static uint16_t diagonals(const image *im, size_t y, size_t x) { return (x + im->rows - y) % 3 == 0 ? 2 : 0; }

/* Rings, open at a corner in turn: from outside to the middle there is one way. */
static uint16_t spiral(const image *im, size_t y, size_t x)
{
    const size_t right = im->columns - 1 - x, below = im->rows - 1 - y;
    const size_t ring_x = x < right ? x : right, ring_y = y < below ? y : below, ring = ring_x < ring_y ? ring_x : ring_y;
    const bool is_gap = x == ring && y == ring + 1 && x < right && y < below;
    return (ring + is_gap) % 2;
}

static uint16_t zigzag(const image *im, size_t y, size_t x)
{
    const size_t turn = y / 2 % 2 ? 0 : im->columns - 1;
    return y % 2 == 0 || x == turn ? 1 : 0;
}

static uint16_t one_class(const image *im, size_t y, size_t x)
{
    ML_UNUSED(im);
    ML_UNUSED(x + y);
    return 255;
}

static uint16_t all_ignored(const image *im, size_t y, size_t x)
{
    ML_UNUSED(im);
    ML_UNUSED(x + y);
    return ML_IGNORED;
}

static uint16_t many_classes(const image *im, size_t y, size_t x)
{
    ML_UNUSED(im);
    return (uint16_t)((x * 7 + y * 31) % 256);
}

static uint16_t (*const shapes[])(const image *im, size_t y, size_t x) = {
    checkered, checkered_thrice, dots,   comb,      comb_from_above, two_combs,   lying_comb,
    diagonals, spiral,           zigzag, one_class, all_ignored,     many_classes};

START_TEST(shapes_that_meet_late_are_one)
{
    static const size_t sides[][2] = {{1, 1}, {1, 67}, {67, 1}, {2, 2}, {9, 8}, {33, 64}, {67, 67}, {160, 160}};
    static image im;
    ml_components found = {.runs = NULL};
    for (size_t s = 0; s < ML_COUNT(sides); s++)
        for (size_t k = 0; k < ML_COUNT(shapes); k++) {
            im.rows = sides[s][0];
            im.columns = sides[s][1];
            for (size_t i = 0; i < im.rows * im.columns; i++)
                im.truth[i] = shapes[k](&im, i / im.columns, i % im.columns);
            expect_components(&found, &im);
        }
    ml_components_clear(&found);
}
END_TEST

START_TEST(bytes_go_by_runs)
{
    ck_assert_uint_eq(ml_components_bytes(9), 10 * (sizeof(ml_run) + sizeof(ml_component)));
    ck_assert_uint_eq(ml_components_bytes(SIZE_MAX), SIZE_MAX);
    ck_assert_uint_eq(ml_components_bytes(SIZE_MAX / 8), SIZE_MAX);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, components_are_those_of_a_flood_fill_whatever_the_columns);
    tcase_add_test(tests, shapes_that_meet_late_are_one);
    tcase_add_test(tests, bytes_go_by_runs);
}

int main(void) { return unit_main("components", add_tests); }
