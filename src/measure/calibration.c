/* Confidence and what it is worth; see calibration.h. The confidence of a pixel is its largest probability, whatever a
 * threshold makes of it. */
#include "measure/calibration.h"

#include "base/memory.h"
#include "core/catalogue.h"
#include "measure/confidence.h"
#include "observe/observer.h"

#include <math.h>
#include <stdlib.h>

/* The parts of the record, by true class and bin. */
enum { PIXELS, RIGHT, CONF, N_PARTS };
static const char *const names[N_PARTS] = {[PIXELS] = "pixels", [RIGHT] = "right", [CONF] = "conf"};

static size_t n_bins_of(const ml_measure *measure) { return (size_t)measure->params[0]; }

static ml_status create(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error, void **state)
{
    const ml_measure *measure = params;
    const ml_record *counts = &tally->counts;
    ml_confidence *c = ml_alloc(1, sizeof *c);
    ML_UNUSED(settings);
    if (!c)
        return ml_fail_memory(error, "the measure calibration");
    *c = (ml_confidence){.n_bins = n_bins_of(measure),
                         .pixels = ml_record_counts(counts, measure->key, names[PIXELS]),
                         .right = ml_record_counts(counts, measure->key, names[RIGHT]),
                         .conf = tally->summed + ml_record_find(counts, measure->key, names[CONF])->first};
    *state = c;
    return ML_OK;
}

static ml_status take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    const ml_pixels *px = tile->pixels;
    ML_UNUSED(error);
    if (!px->soft_is_count)
        ml_confidence_add(state, px->n_pixels, px->label, px->decision, px->p_largest);
    return ML_OK;
}

static const ml_observer_kind observer = {
    .name = "calibration", .create = create, .destroy = free, .take = take, .needs_p_largest = true};

/* The parts of a record: of true class y and bin b at y * n_bins + b. */
typedef struct cells {
    size_t n_bins;
    const uint64_t *pixels, *right;
    const double *conf;
} cells;

static cells cells_of(const ml_record *record, const char *key)
{
    const ml_slot *pixels = ml_record_find(record, key, names[PIXELS]);
    return (cells){pixels->n_columns, record->counted + pixels->first, ml_record_counts(record, key, names[RIGHT]),
                   record->summed + ml_record_find(record, key, names[CONF])->first};
}

/* Whether so many pixels can have the confidences of a bin, but for what was rounded. */
static bool can_have(double n_pixels, double conf, size_t bin, size_t n_bins)
{
    const double rounding = 1e-9, low = (double)bin / (double)n_bins, high = (double)(bin + 1) / (double)n_bins;
    return conf >= n_pixels * low * (1 - rounding) && conf <= n_pixels * high * (1 + rounding);
}

/* What is impossible about class y. Pixels that are not there are those of hard predictions; the others are right or wrong as
 * the record's decisions are. */
static const char *fault_of_class(const ml_record *record, const cells *c, size_t y)
{
    uint64_t n_right = record->hard[y * record->n_classes + y], n_wrong = ml_record_support(record, y) - n_right;
    for (size_t b = 0; b < c->n_bins; b++) {
        const size_t at = y * c->n_bins + b;
        if (c->right[at] > c->pixels[at])
            return "more pixels are right than a bin of confidences has";
        if (c->right[at] > n_right || c->pixels[at] - c->right[at] > n_wrong)
            return "the pixels with a confidence are more than there are";
        if (!can_have((double)c->pixels[at], c->conf[at], b, c->n_bins))
            return "the confidences of a bin are not what its pixels can have";
        n_right -= c->right[at];
        n_wrong -= c->pixels[at] - c->right[at];
    }
    const bool is_hard = record->hints & ml_hint_bit(ML_HINT_HARD);
    return is_hard && n_right + n_wrong < ml_record_support(record, y) ? "pixels of a hard prediction have a confidence" : NULL;
}

static const char *fault(const ml_part *part, const ml_record *record)
{
    const cells c = cells_of(record, part->group);
    const char *found = NULL;
    for (size_t y = 0; y < record->n_classes && !found; y++)
        found = fault_of_class(record, &c, y);
    return found;
}

static void make_part(const ml_measure *measure, size_t i, ml_part *part)
{
    *part = (ml_part){.name = names[i],
                      .kind = i == CONF ? ML_PART_SUMS : ML_PART_COUNTS,
                      .n_rows = ML_EACH_CLASS,
                      .n_columns = n_bins_of(measure),
                      .fault = i == CONF ? fault : NULL};
}

/* What a bin has: numbers of pixels below 2^53, of the right ones among them, and the sum of confidences. */
enum { N_COLUMNS = N_PARTS };

typedef struct view_figures {
    double pixels, ece, mce, gap;
    double *bins; /* [n_bins][N_COLUMNS] */
} view_figures;

typedef struct calibration_figures {
    const char *key;
    const ml_settings *settings;
    size_t n_bins;
    double *bins; /* [ML_N_VIEWS][n_bins][N_COLUMNS] */
    view_figures views[ML_N_VIEWS];
} calibration_figures;

static void destroy_figures(void *figures)
{
    calibration_figures *own = figures;
    if (own)
        free(own->bins);
    free(own);
}

static ml_status create_figures(const ml_measure *measure, const ml_settings *settings, ml_error *error, void **figures)
{
    const size_t n_bins = n_bins_of(measure);
    calibration_figures *own = ml_alloc(1, sizeof *own);
    double *bins = ml_alloc(ML_N_VIEWS * n_bins, sizeof(double[N_COLUMNS]));
    if (!own || !bins) {
        free(own);
        free(bins);
        return ml_fail_memory(error, "the figures");
    }
    *own = (calibration_figures){.key = measure->key, .settings = settings, .n_bins = n_bins, .bins = bins};
    for (int v = 0; v < ML_N_VIEWS; v++)
        own->views[v].bins = bins + (size_t)v * n_bins * N_COLUMNS;
    *figures = own;
    return ML_OK;
}

/* From the bins, in ascending order: Guo et al. 2017. Without pixels nothing is defined. */
static void score(size_t n_bins, view_figures *view)
{
    double off = 0, gap = 0, worst = 0, pixels = 0;
    const double *bin = view->bins;
    for (size_t b = 0; b < n_bins; b++, bin += N_COLUMNS) {
        const double over = bin[CONF] - bin[RIGHT];
        pixels += bin[PIXELS];
        off += fabs(over);
        gap += over;
        worst = bin[PIXELS] > 0 ? fmax(worst, fabs(over) / bin[PIXELS]) : worst;
    }
    view->pixels = pixels;
    view->ece = pixels > 0 ? off / pixels : (double)NAN;
    view->mce = pixels > 0 ? worst : (double)NAN;
    view->gap = pixels > 0 ? gap / pixels : (double)NAN;
}

/* Adds a class to the bins of a view: as it is or, all pixels right and sure, to the last bin. */
static void add_class(const cells *c, size_t y, bool is_forgiven, double *bins)
{
    for (size_t b = 0; b < c->n_bins; b++) {
        const size_t at = y * c->n_bins + b, to = is_forgiven ? c->n_bins - 1 : b;
        bins[to * N_COLUMNS + PIXELS] += (double)c->pixels[at];
        bins[to * N_COLUMNS + RIGHT] += (double)(is_forgiven ? c->pixels[at] : c->right[at]);
        bins[to * N_COLUMNS + CONF] += is_forgiven ? (double)c->pixels[at] : c->conf[at];
    }
}

static void compute(const ml_record *record, void *figures)
{
    calibration_figures *own = figures;
    const cells c = cells_of(record, own->key);
    const bool *masked = own->settings->masked;
    for (size_t i = 0; i < ML_N_VIEWS * own->n_bins * N_COLUMNS; i++)
        own->bins[i] = 0;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        for (size_t y = 0; y < record->n_classes; y++)
            if (v != ML_VIEW_EXCLUDED || !masked[y])
                add_class(&c, y, v == ML_VIEW_MASKED && masked[y], own->views[v].bins);
        score(own->n_bins, &own->views[v]);
    }
}

static const view_figures *view_of(const ml_subject *subject, const ml_figure *figure)
{
    const calibration_figures *own = subject->figures->measures[figure->of[ML_OVER_MEASURES]];
    return &own->views[figure->of[ML_OVER_VIEWS]];
}

static double value_ece(const ml_subject *subject, const ml_figure *figure) { return view_of(subject, figure)->ece; }

static double value_mce(const ml_subject *subject, const ml_figure *figure) { return view_of(subject, figure)->mce; }

static double value_gap(const ml_subject *subject, const ml_figure *figure) { return view_of(subject, figure)->gap; }

static uint64_t value_pixels(const ml_subject *subject, const ml_figure *figure)
{
    return (uint64_t)view_of(subject, figure)->pixels;
}

static ml_matrix value_bins(const ml_subject *subject, const ml_figure *figure)
{
    const calibration_figures *own = subject->figures->measures[figure->of[ML_OVER_MEASURES]];
    return (ml_matrix){.n_rows = own->n_bins, .n_columns = N_COLUMNS, .numbers = view_of(subject, figure)->bins};
}

static const ml_column columns[] = {
    [PIXELS] = {.key = "pixels", .meaning = "Pixels whose confidence is in the bin.", .kind = ML_KIND_COUNT},
    [RIGHT] = {.key = "right", .meaning = "Of these, those whose decision is the true class.", .kind = ML_KIND_COUNT},
    [CONF] = {.key = "conf", .meaning = "Sum of their confidences.", .kind = ML_KIND_SUM},
    [N_COLUMNS] = {.key = NULL},
};

static const ml_catalogue_row view_rows[] = {
    {.key = "ece",
     .kind = ML_KIND_FRACTION,
     .averaged = ML_AVERAGED,
     .has_interval = true,
     .number = value_ece,
     .meaning = "Expected calibration error: sum over the bins of |conf - right| / `pixels`; null if that is 0."},
    {.key = "mce",
     .kind = ML_KIND_FRACTION,
     .averaged = ML_AVERAGED,
     .has_interval = true,
     .number = value_mce,
     .meaning = "Largest |conf - right| / pixels of a bin; null if there are no pixels."},
    {.key = "gap",
     .kind = ML_KIND_CORRELATION,
     .averaged = ML_AVERAGED,
     .has_interval = true,
     .near_0_is_better = true,
     .number = value_gap,
     .meaning = "Mean confidence - share of right pixels: above 0 the prediction is too sure; null if there are no pixels."},
    {.key = "pixels",
     .kind = ML_KIND_COUNT,
     .count = value_pixels,
     .meaning = "Valid pixels of the images whose predictions are values."},
    {.key = "bins",
     .kind = ML_KIND_MATRIX,
     .scopes = ML_IN_SET | ML_IN_GROUP,
     .matrix = value_bins,
     .columns = columns,
     .meaning = "The bins of confidence, in ascending order, each of the same width."},
    {0},
};

static const ml_catalogue_row rows[] = {
    {.over = ML_OVER_VIEWS, .members = view_rows},
    {0},
};

/* For intervals: the bins of the views that are shown. */
static size_t n_sums_of_view(const calibration_figures *own) { return own->n_bins * N_COLUMNS; }

static size_t n_sums(const void *figures)
{
    const calibration_figures *own = figures;
    return ml_settings_n_views(own->settings) * n_sums_of_view(own);
}

static void take_sums(const void *figures, double *sums)
{
    const calibration_figures *own = figures;
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t i = 0; i < n_sums_of_view(own) && own->settings->views[v]; i++)
            *sums++ = own->views[v].bins[i];
}

static void from_sums(const double *sums, void *figures)
{
    calibration_figures *own = figures;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!own->settings->views[v])
            continue;
        for (size_t i = 0; i < n_sums_of_view(own); i++)
            own->views[v].bins[i] = *sums++;
        score(own->n_bins, &own->views[v]);
    }
}

const ml_measure_kind ml_measure_calibration = {
    .name = "calibration",
    .title = "confidence and what it is worth",
    .definition = "By bins of the largest probability: how often its pixels are right,\n"
                  "against how sure they are. Predictions that are values only.",
    .source = "Naeini, Cooper, Hauskrecht 2015; Guo, Pleiss, Sun, Weinberger 2017",
    .params = {{.name = "bins",
                .meaning = "bins of one width from 0 to 1",
                .fallback = 15,
                .least = 1,
                .most = 1000,
                .is_whole = true}},
    .n_parts = N_PARTS,
    .make_part = make_part,
    .observer = &observer,
    .rows = rows,
    .view_rows = view_rows,
    .create = create_figures,
    .destroy = destroy_figures,
    .compute = compute,
    .n_sums = n_sums,
    .take_sums = take_sums,
    .from_sums = from_sums,
};
