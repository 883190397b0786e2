/* Boundary IoU from what was counted; see boundary_figures.h. */
#include "measure/boundary_figures.h"

#include "base/memory.h"
#include "core/catalogue_view.h"
#include "measure/rims.h"

#include <math.h>
#include <stdlib.h>

const char *const ml_boundary_parts[ML_N_BOUNDARY_PARTS] = {[ML_BOUNDARY_RAW] = "raw", [ML_BOUNDARY_MASKED] = "masked"};

uint64_t *ml_boundary_counts(const ml_record *record, const char *key, int part)
{
    return ml_record_counts(record, key, ml_boundary_parts[part]);
}

/* What a class comes down to in a view: pixels of its rims, and of its regions. */
typedef struct class_sums {
    double common, either, tp, any;
} class_sums;

enum { N_SUMS = sizeof(class_sums) / sizeof(double) };

/* NaN: not defined. */
enum { IOU, MIN, N_FIGURES };

typedef struct view_figures {
    class_sums *sums;               /* [classes] */
    double (*per_class)[N_FIGURES]; /* [classes] */
    double means[N_FIGURES];
    uint64_t n_averaged;
} view_figures;

typedef struct boundary_figures {
    const char *key;
    const ml_settings *settings;
    view_figures views[ML_N_VIEWS]; /* those that are needed */
    uint64_t *predicted;            /* scratch: [classes] */
} boundary_figures;

void ml_boundary_destroy(void *figures)
{
    boundary_figures *own = figures;
    if (!own)
        return;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        free(own->views[v].sums);
        free(own->views[v].per_class);
    }
    free(own->predicted);
    free(own);
}

ml_status ml_boundary_create(const ml_measure *measure, const ml_settings *settings, ml_error *error, void **figures)
{
    const size_t n = settings->classes->n;
    boundary_figures *own = ml_alloc(1, sizeof *own);
    if (!own)
        return ml_fail_memory(error, "the figures");
    *own = (boundary_figures){.key = measure->key, .settings = settings, .predicted = ml_alloc(n, sizeof *own->predicted)};
    bool fits = own->predicted != NULL;
    for (int v = 0; v < ML_N_VIEWS && fits; v++) {
        own->views[v].sums = ml_alloc(n, sizeof *own->views[v].sums);
        own->views[v].per_class = ml_alloc(n, sizeof *own->views[v].per_class);
        fits = own->views[v].sums && own->views[v].per_class;
    }
    if (!fits) {
        ml_boundary_destroy(own);
        return ml_fail_memory(error, "the figures");
    }
    *figures = own;
    return ML_OK;
}

static double ratio(double part, double whole) { return whole > 0 ? part / whole : (double)NAN; }

/* The figures of a view whose sums are there. Without the plain IoU, which bad pixels alone can leave undefined where there is
 * a rim, the lesser of the two is the other. */
static void score(const ml_settings *settings, ml_view_kind kind, view_figures *view)
{
    double sums[N_FIGURES] = {0};
    view->n_averaged = 0;
    for (size_t c = 0; c < settings->classes->n; c++) {
        const class_sums *s = &view->sums[c];
        const bool is_excluded = kind == ML_VIEW_EXCLUDED && settings->masked[c];
        const double iou = is_excluded ? (double)NAN : ratio(s->common, s->either), plain = ratio(s->tp, s->any);
        view->per_class[c][IOU] = iou;
        view->per_class[c][MIN] = plain < iou ? plain : iou;
        if (!settings->averaged[c] || isnan(iou))
            continue;
        view->n_averaged++;
        for (int f = 0; f < N_FIGURES; f++)
            sums[f] += view->per_class[c][f];
    }
    for (int f = 0; f < N_FIGURES; f++)
        view->means[f] = ratio(sums[f], (double)view->n_averaged);
}

/* The plain regions of each class, in a view in which the pixels of masked classes are decided right, or raw. */
static void count_regions(const ml_record *record, const bool *masked, uint64_t *predicted, class_sums *sums)
{
    const size_t n = record->n_classes;
    for (size_t c = 0; c < n; c++)
        predicted[c] = 0;
    for (size_t y = 0; y < n; y++) {
        if (masked && masked[y])
            predicted[y] += ml_record_support(record, y);
        for (size_t c = 0; c < n && record->has_row[y] && !(masked && masked[y]); c++)
            predicted[c] += record->hard[y * n + c];
    }
    for (size_t c = 0; c < n; c++) {
        const uint64_t support = ml_record_support(record, c), tp = masked && masked[c] ? support : record->hard[c * n + c];
        sums[c].tp = (double)tp;
        sums[c].any = (double)(support + predicted[c] - tp);
    }
}

void ml_boundary_compute(const ml_record *record, void *figures)
{
    boundary_figures *own = figures;
    const ml_settings *settings = own->settings;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        const bool is_raw = v == ML_VIEW_RAW;
        const uint64_t *counts = ml_boundary_counts(record, own->key, is_raw ? ML_BOUNDARY_RAW : ML_BOUNDARY_MASKED);
        class_sums *sums = own->views[v].sums;
        if (!ml_view_needed(settings, (ml_view_kind)v))
            continue;
        count_regions(record, is_raw ? NULL : settings->masked, own->predicted, sums);
        for (size_t c = 0; c < settings->classes->n; c++, counts += ML_N_RIMS) {
            sums[c].common = (double)counts[ML_RIMS_COMMON];
            sums[c].either = (double)counts[ML_RIMS_EITHER];
        }
        score(settings, (ml_view_kind)v, &own->views[v]);
    }
}

size_t ml_boundary_n_sums(const void *figures)
{
    const ml_settings *settings = ((const boundary_figures *)figures)->settings;
    return ml_settings_n_views(settings) * settings->classes->n * N_SUMS;
}

void ml_boundary_take_sums(const void *figures, double *sums)
{
    const boundary_figures *own = figures;
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t c = 0; c < own->settings->classes->n && own->settings->views[v]; c++) {
            const class_sums *s = &own->views[v].sums[c];
            *sums++ = s->common;
            *sums++ = s->either;
            *sums++ = s->tp;
            *sums++ = s->any;
        }
}

void ml_boundary_from_sums(const double *sums, void *figures)
{
    boundary_figures *own = figures;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!own->settings->views[v])
            continue;
        for (size_t c = 0; c < own->settings->classes->n; c++, sums += N_SUMS)
            own->views[v].sums[c] = (class_sums){sums[0], sums[1], sums[2], sums[3]};
        score(own->settings, (ml_view_kind)v, &own->views[v]);
    }
}

static const view_figures *view_of(const ml_subject *s, const ml_figure *f)
{
    const boundary_figures *own = s->figures->measures[f->of[ML_OVER_MEASURES]];
    return &own->views[f->of[ML_OVER_VIEWS]];
}

static double value_mean(const ml_subject *s, const ml_figure *f) { return view_of(s, f)->means[f->row->field]; }

static uint64_t value_classes(const ml_subject *s, const ml_figure *f) { return view_of(s, f)->n_averaged; }

static double value_class(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->per_class[f->of[ML_OVER_CLASSES]][f->row->field];
}

#define FRACTION(name, function, which, meaning_)                                                                              \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_FRACTION, .more_is_better = true, .averaged = ML_AVERAGED, .has_interval = true,          \
        .number = function, .field = which, .meaning = meaning_                                                                \
    }

static const ml_catalogue_row class_rows[] = {
    FRACTION("iou", value_class, IOU,
             "Pixels on the rims of both regions / pixels on one of them at least; null if there are none."),
    FRACTION("min", value_class, MIN, "That or the plain IoU, the lesser of the two; null if `iou` is."),
    {0},
};

static const ml_catalogue_row per_class_rows[] = {
    {.over = ML_OVER_CLASSES, .members = class_rows},
    {0},
};

const ml_catalogue_row ml_boundary_view_rows[] = {
    FRACTION("iou", value_mean, IOU,
             "Mean of the classes' over those of `settings.average` where it is defined; null if that is none."),
    FRACTION("min", value_mean, MIN, "The same of `min`."),
    {.key = "classes", .kind = ML_KIND_COUNT, .count = value_classes, .meaning = "Number of classes averaged."},
    {.key = "per_class", .members = per_class_rows, .meaning = "By class name; in `excluded` null for a masked class"},
    {0},
};

const ml_catalogue_row ml_boundary_rows[] = {
    {.over = ML_OVER_VIEWS, .members = ml_boundary_view_rows},
    {0},
};
