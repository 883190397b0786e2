/* Decisions near borders, as a second table of decisions; see band.h. */
#include "measure/band.h"

#include "base/memory.h"
#include "core/catalogue_view.h"
#include "measure/band_marks.h"
#include "observe/observer.h"

#include <stdlib.h>
#include <string.h>

/* The parts of the record, which are like those of every record: numbers of pixels by true class and decision, and of those
 * whose decision is no class. */
enum { HARD, NONE, N_PARTS };
static const char *const names[N_PARTS] = {[HARD] = "hard", [NONE] = "none"};

/* The marks of a byte each, looked at so many at a time. */
enum { SOME_MARKS = 8 };

/* Of one thread, or of an image that several work on; then the first one's marks are all that is looked at. */
typedef struct band {
    uint32_t width;
    size_t n_classes;
    uint64_t *hard, *none; /* of the tally */
    ml_band_marks made;
    const uint8_t *marks; /* of the current image */
} band;

static ml_status create(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error, void **state)
{
    const ml_measure *measure = params;
    band *b = ml_alloc(1, sizeof *b);
    if (!b)
        return ml_fail_memory(error, "the measure band");
    const ml_record *counts = &tally->counts;
    *b = (band){.width = (uint32_t)measure->params[0],
                .n_classes = settings->classes->n,
                .hard = ml_record_counts(counts, measure->key, names[HARD]),
                .none = ml_record_counts(counts, measure->key, names[NONE])};
    *state = b;
    return ML_OK;
}

static void destroy(void *state)
{
    band *b = state;
    ml_band_marks_clear(&b->made);
    free(b);
}

static ml_status begin(void *state, const ml_observed_image *image, void *joined, ml_error *error)
{
    band *b = state;
    if (joined) {
        b->marks = ((const band *)joined)->marks;
        return ML_OK;
    }
    const uint64_t n_bytes = ml_band_marks_bytes(image->height, image->width);
    ml_status status = ml_limits_memory(image->limits, image->name, n_bytes, "the measure band", error);
    if (!status)
        status = ml_band_marks_make(&b->made, image->truth, image->height, image->width, b->width, error);
    b->marks = b->made.marks;
    return status;
}

/* Counts a pixel of the band, unless it is ignored: it may be a bad one. */
static void count(band *b, uint16_t truth, uint16_t decision)
{
    if (truth == ML_IGNORED)
        return;
    if (decision == ML_NONE)
        b->none[truth]++;
    else
        b->hard[truth * b->n_classes + decision]++;
}

static ml_status take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    band *b = state;
    const ml_pixels *px = tile->pixels;
    const uint8_t *marks = b->marks + tile->first;
    ML_UNUSED(error);
    for (size_t i = 0, n; i < px->n_pixels; i += n) {
        static const uint8_t none[SOME_MARKS];
        n = px->n_pixels - i < SOME_MARKS ? px->n_pixels - i : SOME_MARKS;
        if (n == SOME_MARKS && memcmp(marks + i, none, SOME_MARKS) == 0)
            continue;
        for (size_t k = i; k < i + n; k++)
            if (marks[k])
                count(b, px->label[k], px->decision[k]);
    }
    return ML_OK;
}

static const ml_observer_kind observer = {.name = "band", .create = create, .destroy = destroy, .begin = begin, .take = take};

/* Whether no cell has more pixels than the image has of its kind. */
static const char *fault(const ml_part *part, const ml_record *record)
{
    const uint64_t *hard = ml_record_counts(record, part->group, names[HARD]),
                   *none = ml_record_counts(record, part->group, names[NONE]);
    const size_t n = record->n_classes;
    bool fits = true;
    for (size_t i = 0; i < n * n; i++)
        fits &= hard[i] <= record->hard[i];
    for (size_t y = 0; y < n; y++)
        fits &= none[y] <= record->none[y];
    return fits ? NULL : "the pixels near borders are more than there are";
}

static void make_part(const ml_measure *measure, size_t i, ml_part *part)
{
    ML_UNUSED(measure);
    *part = (ml_part){.name = names[i],
                      .kind = ML_PART_COUNTS,
                      .n_rows = ML_EACH_CLASS,
                      .n_columns = i == HARD ? ML_EACH_CLASS : 1,
                      .fault = i == NONE ? fault : NULL};
}

/* The figures: those of a record that has the decisions of the band, and nothing else. */
typedef struct band_figures {
    const char *key;
    ml_losses losses; /* none */
    ml_settings settings;
    ml_record record;
    ml_figures figures;
} band_figures;

static void destroy_figures(void *figures)
{
    band_figures *own = figures;
    if (!own)
        return;
    if (own->figures.settings)
        ml_figures_clear(&own->figures);
    ml_record_clear(&own->record);
    free(own);
}

static ml_status create_figures(const ml_measure *measure, const ml_settings *settings, ml_error *error, void **figures)
{
    static const ml_measures no_measures = {.n = 0};
    band_figures *own = ml_alloc(1, sizeof *own);
    if (!own)
        return ml_fail_memory(error, "the figures");
    own->key = measure->key;
    own->settings = *settings;
    own->settings.losses = &own->losses;
    own->settings.measures = &no_measures;
    own->settings.n_parts = 0;
    ml_status status = ml_record_init(&own->settings, error, &own->record);
    if (!status)
        status = ml_figures_init(&own->settings, error, &own->figures);
    if (status)
        destroy_figures(own);
    else
        *figures = own;
    return status;
}

static void compute(const ml_record *record, void *figures)
{
    band_figures *own = figures;
    ml_record *to = &own->record;
    const uint64_t *hard = ml_record_counts(record, own->key, names[HARD]),
                   *none = ml_record_counts(record, own->key, names[NONE]);
    const size_t n = record->n_classes;
    memcpy(to->hard, hard, n * n * sizeof *hard);
    memcpy(to->none, none, n * sizeof *none);
    to->n_pixels = 0;
    for (size_t y = 0; y < n; y++)
        to->n_pixels += ml_record_support(to, y);
    ml_figures_compute(to, &own->figures);
}

static const ml_figures *table(const void *figures) { return &((const band_figures *)figures)->figures; }

static uint64_t value_pixels(const ml_subject *subject, const ml_figure *figure)
{
    return table(subject->figures->measures[figure->of[ML_OVER_MEASURES]])->n_valid;
}

static const ml_catalogue_row rows[] = {
    {.key = "pixels", .kind = ML_KIND_COUNT, .count = value_pixels, .meaning = "Valid pixels of the band."},
    {.over = ML_OVER_VIEWS, .members = ml_catalogue_table_view},
    {0},
};

/* What a class comes down to in each view that is shown. */
enum { SUPPORT, PREDICTED, TP, N_SUMS };

static size_t n_sums(const void *figures)
{
    const band_figures *own = figures;
    return ml_settings_n_views(&own->settings) * own->settings.classes->n * N_SUMS;
}

static void take_sums(const void *figures, double *sums)
{
    const band_figures *own = figures;
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t c = 0; c < own->settings.classes->n && own->settings.views[v]; c++, sums += N_SUMS) {
            const uint64_t *counts = own->figures.views[v].per_class[c].counts;
            sums[SUPPORT] = (double)counts[ML_SUPPORT];
            sums[PREDICTED] = (double)counts[ML_PREDICTED];
            sums[TP] = (double)counts[ML_TP];
        }
}

static void score(const ml_settings *settings, const double *sums, ml_view_kind kind, ml_view_figures *figures)
{
    const size_t n = settings->classes->n;
    ml_loss_scored scored = {.n_classes = n, .averaged = figures->view.averaged};
    for (size_t c = 0; c < n; c++) {
        scored.n_valid += (uint64_t)sums[c * N_SUMS + SUPPORT];
        figures->view.averaged[c] = settings->averaged[c] && !(kind == ML_VIEW_EXCLUDED && settings->masked[c]);
    }
    for (size_t c = 0; c < n; c++, sums += N_SUMS)
        figures->per_class[c] =
            ml_class_figures_of((uint64_t)sums[SUPPORT], (uint64_t)sums[PREDICTED], (uint64_t)sums[TP], scored.n_valid);
    ml_view_figures_score(settings, &scored, figures);
}

static void from_sums(const double *sums, void *figures)
{
    band_figures *own = figures;
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (own->settings.views[v]) {
            score(&own->settings, sums, (ml_view_kind)v, &own->figures.views[v]);
            sums += own->settings.classes->n * N_SUMS;
        }
}

const ml_measure_kind ml_measure_band = {
    .name = "band",
    .title = "decisions near borders",
    .definition = "Metrics of the pixels that are at most width - 1 steps, diagonal ones\n"
                  "too, from one that has a neighbour of another true class.",
    .source = "Kohli, Ladicky, Torr 2009 (trimaps), here of straight distance",
    .params = {{.name = "width",
                .meaning = "pixels on either side of a border",
                .fallback = 1,
                .least = 1,
                .most = 1 << 30,
                .is_whole = true}},
    .n_parts = N_PARTS,
    .make_part = make_part,
    .observer = &observer,
    .rows = rows,
    .view_rows = ml_catalogue_table_view,
    .create = create_figures,
    .destroy = destroy_figures,
    .compute = compute,
    .table = table,
    .n_sums = n_sums,
    .take_sums = take_sums,
    .from_sums = from_sums,
};
