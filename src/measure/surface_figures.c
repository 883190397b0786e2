/* Figures of distances between borders; see surface_figures.h. */
#include "measure/surface_figures.h"

#include "base/memory.h"
#include "measure/surface_parts.h"

#include <math.h>
#include <stdlib.h>

/* What a class comes down to in a view, for intervals. */
typedef struct class_sums {
    double border, within, distance;
} class_sums;

enum { N_SUMS = sizeof(class_sums) / sizeof(double) };

/* NaN: not defined. Those of OF_IMAGE are not defined of several images. */
enum { HD, HD95, N_OF_IMAGE, ASSD = N_OF_IMAGE, NSD, MISSED, SPURIOUS, N_FIGURES };

typedef struct view_figures {
    class_sums *sums;               /* [classes] */
    double (*per_class)[N_FIGURES]; /* [classes] */
    double all[N_FIGURES];          /* means, then sums, over the classes that are averaged */
    uint64_t n_averaged;
} view_figures;

typedef struct surface_figures {
    const char *key;
    const ml_settings *settings;
    view_figures views[ML_N_VIEWS]; /* those that are needed */
} surface_figures;

void ml_surface_figures_destroy(void *figures)
{
    surface_figures *own = figures;
    if (!own)
        return;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        free(own->views[v].sums);
        free(own->views[v].per_class);
    }
    free(own);
}

ml_status ml_surface_figures_create(const ml_measure *measure, const ml_settings *settings, ml_error *error, void **figures)
{
    const size_t n = settings->classes->n;
    surface_figures *own = ml_alloc(1, sizeof *own);
    if (!own)
        return ml_fail_memory(error, "the figures");
    *own = (surface_figures){.key = measure->key, .settings = settings};
    bool fits = true;
    for (int v = 0; v < ML_N_VIEWS && fits; v++) {
        own->views[v].sums = ml_alloc(n, sizeof *own->views[v].sums);
        own->views[v].per_class = ml_alloc(n, sizeof *own->views[v].per_class);
        fits = own->views[v].sums && own->views[v].per_class;
    }
    if (!fits) {
        ml_surface_figures_destroy(own);
        return ml_fail_memory(error, "the figures");
    }
    *figures = own;
    return ML_OK;
}

static double ratio(double part, double whole) { return whole > 0 ? part / whole : (double)NAN; }

static bool is_left_out(const ml_settings *settings, ml_view_kind kind, size_t c)
{
    return kind == ML_VIEW_EXCLUDED && settings->masked[c];
}

/* The figures that follow from the sums. */
static void score(const ml_settings *settings, ml_view_kind kind, view_figures *view)
{
    for (size_t c = 0; c < settings->classes->n; c++) {
        const class_sums *s = &view->sums[c];
        const bool is_null = is_left_out(settings, kind, c);
        view->per_class[c][ASSD] = is_null ? (double)NAN : ratio(s->distance, s->border);
        view->per_class[c][NSD] = is_null ? (double)NAN : ratio(s->within, s->border);
    }
}

/* Those over the classes that are averaged, of each where it is defined. */
static void average(const ml_settings *settings, view_figures *view)
{
    for (int f = 0; f < N_FIGURES; f++) {
        double sum = 0, n = 0;
        for (size_t c = 0; c < settings->classes->n; c++)
            if (settings->averaged[c] && !isnan(view->per_class[c][f])) {
                sum += view->per_class[c][f];
                n++;
            }
        view->all[f] = f < MISSED ? ratio(sum, n) : sum;
        if (f == NSD)
            view->n_averaged = (uint64_t)n;
    }
}

static void compute_view(const surface_figures *own, const ml_record *record, ml_view_kind kind, view_figures *view)
{
    const int part = kind == ML_VIEW_RAW ? ML_SURFACE_RAW : ML_SURFACE_MASKED;
    const uint64_t *counts = ml_surface_counts(record, own->key, part);
    const double *sums = ml_surface_sums(record, own->key, part);
    for (size_t c = 0; c < record->n_classes; c++, counts += ML_N_SURFACE_COUNTS, sums += ML_N_SURFACE_SUMS) {
        double *figures = view->per_class[c];
        const bool is_null = is_left_out(own->settings, kind, c), has_none = is_null || counts[ML_SURFACE_BORDER] == 0;
        view->sums[c] =
            (class_sums){(double)counts[ML_SURFACE_BORDER], (double)counts[ML_SURFACE_WITHIN], sums[ML_SURFACE_DISTANCE]};
        figures[HD] = has_none ? (double)NAN : sums[ML_SURFACE_HD];
        figures[HD95] = has_none ? (double)NAN : sums[ML_SURFACE_HD95];
        figures[MISSED] = is_null ? (double)NAN : (double)counts[ML_SURFACE_MISSED];
        figures[SPURIOUS] = is_null ? (double)NAN : (double)counts[ML_SURFACE_SPURIOUS];
    }
    score(own->settings, kind, view);
    average(own->settings, view);
}

void ml_surface_figures_compute(const ml_record *record, void *figures)
{
    surface_figures *own = figures;
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (ml_view_needed(own->settings, (ml_view_kind)v))
            compute_view(own, record, (ml_view_kind)v, &own->views[v]);
}

size_t ml_surface_figures_n_sums(const void *figures)
{
    const ml_settings *settings = ((const surface_figures *)figures)->settings;
    return ml_settings_n_views(settings) * settings->classes->n * N_SUMS;
}

void ml_surface_figures_take_sums(const void *figures, double *sums)
{
    const surface_figures *own = figures;
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t c = 0; c < own->settings->classes->n && own->settings->views[v]; c++) {
            const class_sums *s = &own->views[v].sums[c];
            *sums++ = s->border;
            *sums++ = s->within;
            *sums++ = s->distance;
        }
}

void ml_surface_figures_from_sums(const double *sums, void *figures)
{
    surface_figures *own = figures;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!own->settings->views[v])
            continue;
        for (size_t c = 0; c < own->settings->classes->n; c++, sums += N_SUMS)
            own->views[v].sums[c] = (class_sums){sums[0], sums[1], sums[2]};
        score(own->settings, (ml_view_kind)v, &own->views[v]);
        average(own->settings, &own->views[v]);
    }
}

/* Of a class, or of all. */
static double value(const ml_subject *s, const ml_figure *f)
{
    const surface_figures *own = s->figures->measures[f->of[ML_OVER_MEASURES]];
    const view_figures *view = &own->views[f->of[ML_OVER_VIEWS]];
    const int c = f->of[ML_OVER_CLASSES];
    return c == ML_OF_NONE ? view->all[f->row->field] : view->per_class[c][f->row->field];
}

/* Those of one image, which do not pool: what there is of a set says nothing. */
static double value_of_image(const ml_subject *s, const ml_figure *f) { return s->n_images > 0 ? (double)NAN : value(s, f); }

static uint64_t value_count(const ml_subject *s, const ml_figure *f) { return (uint64_t)value(s, f); }

static uint64_t value_classes(const ml_subject *s, const ml_figure *f)
{
    const surface_figures *own = s->figures->measures[f->of[ML_OVER_MEASURES]];
    return own->views[f->of[ML_OVER_VIEWS]].n_averaged;
}

#define OF_IMAGE(name, which, meaning_)                                                                                        \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_MEAN, .averaged = ML_AVERAGED, .number = value_of_image, .field = which,                  \
        .meaning = meaning_                                                                                                    \
    }
#define POOLED(name, which, kind_, better, meaning_)                                                                           \
    {                                                                                                                          \
        .key = name, .kind = kind_, .more_is_better = better, .averaged = ML_AVERAGED, .has_interval = true, .number = value,  \
        .field = which, .meaning = meaning_                                                                                    \
    }

static const ml_catalogue_row class_rows[] = {
    OF_IMAGE(
        "hd", HD,
        "Largest distance of a border pixel of one region to the other's border (Hausdorff); of an image, null of several, "
        "and where the truth has no such region."),
    OF_IMAGE("hd95", HD95, "The larger of the two directions' 95th percentiles; null where `hd` is."),
    POOLED("assd", ASSD, ML_KIND_MEAN, false,
           "Sum of the distances of all border pixels / their number; null if there are none."),
    POOLED("nsd", NSD, ML_KIND_FRACTION, true, "Border pixels whose distance is at most tau / all; null if there are none."),
    {.key = "missed",
     .kind = ML_KIND_COUNT_OR_NULL,
     .number = value,
     .field = MISSED,
     .meaning = "Images with such a true region and no predicted one: each of their distances is the image's diagonal."},
    {.key = "spurious",
     .kind = ML_KIND_COUNT_OR_NULL,
     .number = value,
     .field = SPURIOUS,
     .meaning = "Images with such a predicted region and no true one, which have no distances."},
    {0},
};

static const ml_catalogue_row per_class_rows[] = {
    {.over = ML_OVER_CLASSES, .members = class_rows},
    {0},
};

const ml_catalogue_row ml_surface_view_rows[] = {
    OF_IMAGE("hd", HD,
             "Mean of the classes' over those of `settings.average` where it is defined; null if that is none, and of several "
             "images."),
    OF_IMAGE("hd95", HD95, "The same of `hd95`."),
    POOLED("assd", ASSD, ML_KIND_MEAN, false, "The same of `assd`, of several images too."),
    POOLED("nsd", NSD, ML_KIND_FRACTION, true, "The same of `nsd`."),
    {.key = "classes", .kind = ML_KIND_COUNT, .count = value_classes, .meaning = "Number of classes averaged."},
    {.key = "missed", .kind = ML_KIND_COUNT, .count = value_count, .field = MISSED, .meaning = "Sum of these classes'."},
    {.key = "spurious", .kind = ML_KIND_COUNT, .count = value_count, .field = SPURIOUS, .meaning = "Sum of these classes'."},
    {.key = "per_class", .members = per_class_rows, .meaning = "By class name; in `excluded` null for a masked class"},
    {0},
};

const ml_catalogue_row ml_surface_rows[] = {
    {.over = ML_OVER_VIEWS, .members = ml_surface_view_rows},
    {0},
};
