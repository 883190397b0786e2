/* core/pooled: intervals of pooled figures against NumPy, and against resampling whole records. */
#include "score.h"

#include "core/find.h"
#include "core/pooled.h"

#include <stdio.h>

enum { N_UNITS = 7, N_CLASSES = 3 };

/* Unit u of the set that NumPy has resampled. */
static void fill_unit(ml_record *r, size_t u)
{
    r->n_pixels = 0;
    for (size_t y = 0; y < N_CLASSES; y++) {
        bool empty = u == 2 && y == 2;
        uint64_t n = 0;
        for (size_t c = 0; c < N_CLASSES; c++) {
            uint64_t count = (7 * u * u + 3 * y + 5 * c + u % 3 * y * c) % 11 + (y == c ? 20 : 0);
            r->hard[y * N_CLASSES + c] = empty ? 0 : count;
            n += empty ? 0 : count;
        }
        r->none[y] = empty ? 0 : (u + y) % 2;
        n += r->none[y];
        for (size_t c = 0; c < N_CLASSES; c++)
            r->soft[y * N_CLASSES + c] = 0.75 * (double)r->hard[y * N_CLASSES + c] + 0.25 * (double)(n * (c + 1)) / 8;
        r->sums[y] = (double)n * (0.125 + 0.0625 * (double)((u * 5 + y * 3) % 7));
        r->n_pixels += n;
    }
}

static const struct {
    const char *path;
    double low, high;
} numpy[] = {
    {"raw.losses.cce.mean", 0.272415611814346, 0.357453194040848},
    {"raw.losses.dice.mean", 0.35311727206437, 0.377661531485012},
    {"raw.metrics.accuracy", 0.695224719101124, 0.732517482517482},
    {"raw.metrics.miou", 0.537160181875205, 0.579141427744255},
    {"raw.metrics.kappa", 0.545323186590887, 0.596101693751588},
    {"raw.per_class.0.iou", 0.528301886792453, 0.629032258064516},
    {"raw.per_class.0.precision", 0.691358024691358, 0.815305049987182},
    {"raw.per_class.0.recall", 0.661417322834646, 0.768},
    {"raw.per_class.0.dice", 0.691358024691358, 0.772277227722772},
    {"raw.per_class.1.iou", 0.544554455445545, 0.666666666666667},
    {"raw.per_class.1.precision", 0.691666666666667, 0.84331797235023},
    {"raw.per_class.1.recall", 0.693617021276596, 0.804444444444444},
    {"raw.per_class.1.dice", 0.705128205128205, 0.8},
    {"raw.per_class.2.iou", 0.44140625, 0.543859649122807},
    {"raw.per_class.2.precision", 0.56701030927835, 0.726319329714421},
    {"raw.per_class.2.recall", 0.632352941176471, 0.732993019197207},
    {"raw.per_class.2.dice", 0.612466124661247, 0.704545454545455},
    {"masked.losses.cce.mean", 0.164701841331486, 0.234917394545456},
    {"masked.losses.dice.mean", 0.205699497083026, 0.256976818555199},
    {"masked.metrics.accuracy", 0.787518573551263, 0.849162011173184},
    {"masked.metrics.miou", 0.646123416018763, 0.732924330126246},
    {"masked.metrics.kappa", 0.680537621202112, 0.769961630339968},
    {"masked.per_class.0.iou", 0.757763975155279, 0.860759493670886},
    {"masked.per_class.0.precision", 0.757763975155279, 0.860759493670886},
    {"masked.per_class.0.recall", 1, 1},
    {"masked.per_class.0.dice", 0.862190812720848, 0.925170068027211},
    {"masked.per_class.1.iou", 0.59469696969697, 0.725190839694656},
    {"masked.per_class.1.precision", 0.766949152542373, 0.929292929292929},
    {"masked.per_class.1.recall", 0.693617021276596, 0.804444444444444},
    {"masked.per_class.1.dice", 0.745843230403801, 0.84070796460177},
    {"masked.per_class.2.iou", 0.535353535353535, 0.672985781990521},
    {"masked.per_class.2.precision", 0.75, 0.935064935064935},
    {"masked.per_class.2.recall", 0.632352941176471, 0.732993019197207},
    {"masked.per_class.2.dice", 0.697368421052632, 0.804532577903683},
    {"excluded.losses.cce.mean", 0.263218370359472, 0.374384236453202},
    {"excluded.losses.dice.mean", 0.258448844682934, 0.329634342134309},
    {"excluded.metrics.accuracy", 0.672990108043913, 0.757520329794443},
    {"excluded.metrics.miou", 0.573671497584541, 0.694568565355082},
    {"excluded.metrics.kappa", 0.429523873761062, 0.574565658347297},
    {"excluded.per_class.0.iou", 0, 0},
    {"excluded.per_class.0.precision", 0, 0},
    {"excluded.per_class.0.recall", NAN, NAN},
    {"excluded.per_class.0.dice", 0, 0},
};

static ml_figure find(const ml_settings *settings, const char *text)
{
    ml_error error = ML_ERROR_INIT;
    ml_path path;
    ml_figure figure;
    ck_assert_int_eq(ml_path_parse("print", text, &error, &path), ML_OK);
    EXPECT(ml_find(settings, ML_IN_SET, &path, &figure), "%s", text);
    ml_path_clear(&path);
    return figure;
}

static ml_figures figures_of(score *s, const ml_record *record)
{
    ml_figures figures;
    ck_assert_int_eq(ml_figures_init(&s->settings, &s->error, &figures), ML_OK);
    ml_figures_compute(record, &figures);
    return figures;
}

START_TEST(intervals_are_those_of_numpy)
{
    score s;
    ml_pooled pooled;
    ml_figure wanted[ML_COUNT(numpy)];
    ml_interval got[ML_COUNT(numpy)];
    score_init(&s, N_CLASSES, "cce,dice", NULL);
    ml_record record = score_record(&s);
    ck_assert_int_eq(ml_pooled_init(&s.settings, 1, &s.error, &pooled), ML_OK);
    for (size_t u = 0; u < N_UNITS; u++) {
        fill_unit(&record, u);
        ml_figures figures = figures_of(&s, &record);
        const ml_figures *const sides[] = {&figures};
        ck_assert_int_eq(ml_pooled_add(&pooled, sides, &s.error), ML_OK);
        ml_figures_clear(&figures);
    }
    for (size_t f = 0; f < ML_COUNT(numpy); f++)
        wanted[f] = find(&s.settings, numpy[f].path);
    ck_assert_int_eq(ml_pooled_intervals(&pooled, wanted, ML_COUNT(numpy), 2, &s.error, got), ML_OK);
    for (size_t f = 0; f < ML_COUNT(numpy); f++)
        EXPECT(unit_near(got[f].low, numpy[f].low, 1e-13) && unit_near(got[f].high, numpy[f].high, 1e-13),
               "%s: [%.15g, %.15g], not [%.15g, %.15g]", numpy[f].path, got[f].low, got[f].high, numpy[f].low, numpy[f].high);
    ml_pooled_clear(&pooled);
    ml_record_clear(&record);
    score_clear(&s);
}
END_TEST

/* Random sets, with losses of all kinds. */
enum { SIDES = 2, MOST_UNITS = 9, CLASSES = 4, MOST_FIGURES = 200 };

/* All figures of a set that can have an interval. */
static size_t list_figures(const ml_settings *settings, ml_figure *figures)
{
    static const char *const views[] = {"raw", "masked", "excluded"};
    static const char *const ratios[] = {"iou", "dice", "precision", "recall"};
    char path[64];
    size_t n = 0;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        for (size_t l = 0; l < settings->losses->n && settings->views[v]; l++) {
            snprintf(path, sizeof path, "%s.losses.%s.mean", views[v], settings->losses->items[l].key);
            figures[n++] = find(settings, path);
        }
        for (int m = 0; m < ML_N_METRICS && settings->views[v]; m++) {
            snprintf(path, sizeof path, "%s.metrics.%s", views[v], ml_metrics[m].name);
            figures[n++] = find(settings, path);
        }
        for (size_t i = 0; i < CLASSES * ML_COUNT(ratios) && settings->views[v]; i++) {
            snprintf(path, sizeof path, "%s.per_class.%zu.%s", views[v], i / ML_COUNT(ratios), ratios[i % ML_COUNT(ratios)]);
            figures[n++] = find(settings, path);
        }
    }
    ck_assert_uint_le(n, MOST_FIGURES);
    return n;
}

/* to += n * from, exactly: the sums are small multiples of powers of 2. */
static void add_times(ml_record *to, const ml_record *from, uint64_t n)
{
    to->n_pixels += n * from->n_pixels;
    to->n_ignored += n * from->n_ignored;
    for (size_t i = 0; i < from->n_counted; i++)
        to->counted[i] += n * from->counted[i];
    for (size_t i = 0; i < from->n_summed; i++)
        to->summed[i] += (double)n * from->summed[i];
}

/* Intervals of one side's figures, or of the differences, from whole records. */
static void slow(score *s, size_t n_sides, ml_record records[SIDES][MOST_UNITS], size_t n_units, const ml_figure *figures,
                 size_t n_figures, ml_interval *intervals)
{
    ml_record sum = score_record(s), none = score_record(s);
    ml_figures scored = figures_of(s, &none);
    const ml_subject subject = {.figures = &scored};
    ml_tails *tails = calloc(n_figures, sizeof *tails);
    ck_assert_ptr_nonnull(tails);
    for (size_t b = 0; b < ML_RESAMPLES; b++) {
        uint8_t counts[MOST_UNITS + ML_COUNTS];
        double values[MOST_FIGURES];
        ck_assert(ml_kernels[0].kernel->count_draws(b, n_units, counts));
        for (size_t side = 0; side < n_sides; side++) {
            ml_record_copy(&none, &sum);
            for (size_t u = 0; u < n_units; u++)
                add_times(&sum, &records[side][u], counts[u]);
            ml_figures_compute(&sum, &scored);
            for (size_t f = 0; f < n_figures; f++) {
                double x = ml_figure_value(&figures[f], &subject);
                values[f] = side == 0 ? x : x - values[f];
            }
        }
        for (size_t f = 0; f < n_figures; f++)
            ml_tails_add(&tails[f], values[f]);
    }
    for (size_t f = 0; f < n_figures; f++)
        intervals[f] = ml_tails_interval(&tails[f], ML_LEAST_RESAMPLES);
    free(tails);
    ml_figures_clear(&scored);
    ml_record_clear(&none);
    ml_record_clear(&sum);
}

/* Random, with sums that add up exactly in any order; a class is rare, so that resamples lack it. */
static void fill(ml_record *r, uint64_t *state)
{
    score_fill(r, 1000, state);
    for (size_t i = 0; i < r->n_summed; i++)
        r->summed[i] = (double)(int64_t)(r->summed[i] * 1024) / 1024;
    if (unit_below(state, 3) == 0)
        return;
    for (size_t c = 0; c < CLASSES; c++) {
        r->n_pixels -= r->hard[(CLASSES - 1) * CLASSES + c];
        r->hard[(CLASSES - 1) * CLASSES + c] = 0;
        r->soft[(CLASSES - 1) * CLASSES + c] = 0;
    }
    r->n_pixels -= r->none[CLASSES - 1];
    r->none[CLASSES - 1] = 0;
    for (double *sum = r->sums + CLASSES - 1; sum < r->summed + r->n_summed; sum += CLASSES)
        *sum = 0;
}

static void compare(score *s, size_t n_sides, size_t n_units, uint64_t *state)
{
    static ml_record records[SIDES][MOST_UNITS];
    ml_figure figures[MOST_FIGURES];
    ml_interval wanted[MOST_FIGURES], got[MOST_FIGURES], again[MOST_FIGURES];
    ml_pooled pooled;
    ck_assert_int_eq(ml_pooled_init(&s->settings, n_sides, &s->error, &pooled), ML_OK);
    for (size_t u = 0; u < n_units; u++) {
        ml_figures scored[SIDES] = {{0}};
        const ml_figures *const sides[] = {&scored[0], &scored[1]};
        for (size_t side = 0; side < n_sides; side++) {
            records[side][u] = score_record(s);
            fill(&records[side][u], state);
            scored[side] = figures_of(s, &records[side][u]);
        }
        ck_assert_int_eq(ml_pooled_add(&pooled, sides, &s->error), ML_OK);
        for (size_t side = 0; side < n_sides; side++)
            ml_figures_clear(&scored[side]);
    }
    size_t n = list_figures(&s->settings, figures);
    slow(s, n_sides, records, n_units, figures, n, wanted);
    ck_assert_int_eq(ml_pooled_intervals(&pooled, figures, n, 1, &s->error, got), ML_OK);
    ck_assert_int_eq(ml_pooled_intervals(&pooled, figures, n, 7, &s->error, again), ML_OK);
    for (size_t f = 0; f < n; f++) {
        EXPECT(unit_near(got[f].low, wanted[f].low, 1e-11) && unit_near(got[f].high, wanted[f].high, 1e-11),
               "%zu sides, %zu units, figure %zu: [%.15g, %.15g], not [%.15g, %.15g]", n_sides, n_units, f, got[f].low,
               got[f].high, wanted[f].low, wanted[f].high);
        EXPECT(unit_same(got[f].low, again[f].low) && unit_same(got[f].high, again[f].high), "figure %zu: threads matter", f);
    }
    for (size_t side = 0; side < n_sides; side++)
        for (size_t u = 0; u < n_units; u++)
            ml_record_clear(&records[side][u]);
    ml_pooled_clear(&pooled);
}

START_TEST(intervals_are_those_of_whole_records)
{
    static const unsigned masks[] = {0x1, 0x0, 0xa, 0x7};
    static const double weights[CLASSES] = {1, 0.5, 0, 4};
    static const size_t numbers[] = {2, 5, MOST_UNITS};
    uint64_t state = 31;
    size_t n_cases = unit_rounds(50) == 50 ? ML_COUNT(masks) : 1;
    for (size_t k = 0; k < n_cases; k++)
        for (size_t n_sides = 1; n_sides <= SIDES; n_sides++) {
            score s;
            score_init(&s, CLASSES, "all", NULL);
            memcpy(s.settings.weights, weights, sizeof weights);
            s.settings.average = k % 2 ? ML_AVERAGE_FOREGROUND : ML_AVERAGE_ALL;
            s.settings.empty = (ml_empty)(k % ML_N_EMPTY);
            s.settings.absent = (ml_absent)((k + 1) % ML_N_ABSENT);
            for (int v = 0; v < ML_N_VIEWS; v++)
                s.settings.views[v] = k != 2 || v != ML_VIEW_RAW;
            score_mask(&s, masks[k]);
            compare(&s, n_sides, numbers[k % ML_COUNT(numbers)], &state);
            score_clear(&s);
        }
}
END_TEST

START_TEST(counts_that_doubles_cannot_hold_have_no_interval)
{
    for (int is_large = 0; is_large < 2; is_large++) {
        score s;
        ml_pooled pooled;
        ml_interval got;
        score_init(&s, N_CLASSES, "cce", NULL);
        ml_record record = score_record(&s);
        record.hard[0] = record.n_pixels = (UINT64_C(1) << 52) - (is_large ? 0 : 1);
        ml_figures figures = figures_of(&s, &record);
        const ml_figures *const sides[] = {&figures};
        const ml_figure accuracy = find(&s.settings, "raw.metrics.accuracy");
        ck_assert_int_eq(ml_pooled_init(&s.settings, 1, &s.error, &pooled), ML_OK);
        for (int u = 0; u < 2; u++)
            ck_assert_int_eq(ml_pooled_add(&pooled, sides, &s.error), ML_OK);
        ck_assert_int_eq(ml_pooled_intervals(&pooled, &accuracy, 1, 1, &s.error, &got), ML_OK);
        ck_assert(is_large ? isnan(got.low) : unit_same(got.low, 1));
        ml_pooled_clear(&pooled);
        ml_figures_clear(&figures);
        ml_record_clear(&record);
        score_clear(&s);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, intervals_are_those_of_numpy);
    tcase_add_test(tests, intervals_are_those_of_whole_records);
    tcase_add_test(tests, counts_that_doubles_cannot_hold_have_no_interval);
}

int main(void) { return unit_main("pooled", add_tests); }
