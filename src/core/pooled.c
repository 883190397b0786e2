/* Intervals of pooled figures; see pooled.h. */
#include "core/pooled.h"

#include "base/memory.h"
#include "core/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a class comes down to in a view; behind these, the sum of each pointwise loss. */
enum { SUPPORT, TP, PREDICTED, SOFT_TP, SOFT_FP, SOFT_FN, SUMS };

/* More could not be counted in doubles. */
#define MOST_PIXELS (UINT64_C(1) << 53)

static size_t n_quantities(const ml_settings *settings) { return SUMS + settings->losses->n_sums; }

static size_t *place(const ml_pooled *pooled, ml_view_kind view, size_t quantity, size_t c)
{
    const ml_settings *settings = pooled->settings;
    return &pooled->places[((size_t)view * n_quantities(settings) + quantity) * settings->classes->n + c];
}

/* The view from which a number is taken that is the same in both: of a class that is not masked all but the pixels of masked
 * classes that are called it, and these are gone in masked and excluded alike. */
static ml_view_kind source(const ml_settings *settings, ml_view_kind view, size_t quantity, size_t c)
{
    if (view == ML_VIEW_RAW || settings->masked[c])
        return view;
    return quantity == PREDICTED || quantity == SOFT_FP ? ML_VIEW_MASKED : ML_VIEW_RAW;
}

/* Lists the columns that the views which are shown need. */
static void list_columns(ml_pooled *pooled)
{
    const ml_settings *settings = pooled->settings;
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t q = 0; q < n_quantities(settings) && settings->views[v]; q++)
            for (size_t c = 0; c < settings->classes->n; c++) {
                const ml_pooled_column column = {source(settings, (ml_view_kind)v, q, c), q, c};
                size_t *at = place(pooled, column.view, q, c);
                if (*at == SIZE_MAX) {
                    *at = pooled->n_listed;
                    pooled->columns[pooled->n_listed++] = column;
                }
                *place(pooled, (ml_view_kind)v, q, c) = *at;
            }
}

/* Adds what the measures are reduced to. */
static ml_status add_measures(ml_pooled *pooled, ml_error *error)
{
    const ml_measures *measures = pooled->settings->measures;
    ml_figures figures = {.settings = pooled->settings};
    ml_status status = ml_figures_init_measures(error, &figures);
    size_t n = 0;
    for (size_t k = 0; k < measures->n && !status; k++)
        n += measures->items[k].kind->n_sums(figures.measures[k]);
    ml_figures_clear_measures(&figures);
    pooled->n_columns = pooled->n_listed + n;
    if (!status && !(pooled->measured = ml_alloc(n, sizeof *pooled->measured)))
        status = ml_fail_memory(error, "the intervals");
    return status;
}

ml_status ml_pooled_init(const ml_settings *settings, size_t n_sides, ml_error *error, ml_pooled *pooled)
{
    size_t n_places = ML_N_VIEWS * n_quantities(settings) * settings->classes->n;
    *pooled = (ml_pooled){.settings = settings,
                          .n_sides = n_sides,
                          .columns = ml_alloc(n_places, sizeof *pooled->columns),
                          .places = ml_alloc(n_places, sizeof *pooled->places)};
    if (!pooled->columns || !pooled->places) {
        ml_pooled_clear(pooled);
        return ml_fail_memory(error, "the intervals");
    }
    for (size_t i = 0; i < n_places; i++)
        pooled->places[i] = SIZE_MAX;
    list_columns(pooled);
    ml_status status = add_measures(pooled, error);
    if (status) {
        ml_pooled_clear(pooled);
        return status;
    }
    ml_units_init(n_sides * pooled->n_columns, &pooled->units);
    return ML_OK;
}

void ml_pooled_clear(ml_pooled *pooled)
{
    ml_units_clear(&pooled->units);
    free(pooled->columns);
    free(pooled->places);
    free(pooled->measured);
    *pooled = (ml_pooled){.settings = NULL};
}

static double read_column(const ml_figures *figures, const ml_pooled_column *column)
{
    const ml_view_figures *view = &figures->views[column->view];
    size_t c = column->class_index;
    switch (column->quantity) {
    case SUPPORT: return (double)view->per_class[c].counts[ML_SUPPORT];
    case TP: return (double)view->per_class[c].counts[ML_TP];
    case PREDICTED: return (double)view->per_class[c].counts[ML_PREDICTED];
    case SOFT_TP: return view->soft[c].tp;
    case SOFT_FP: return view->soft[c].fp;
    case SOFT_FN: return view->soft[c].fn;
    default: return view->view.record.sums[(column->quantity - SUMS) * view->view.record.n_classes + c];
    }
}

static void take_measured(ml_pooled *pooled, const ml_figures *figures)
{
    const ml_measures *measures = pooled->settings->measures;
    double *to = pooled->measured;
    for (size_t k = 0; k < measures->n; k++) {
        const ml_measure_kind *kind = measures->items[k].kind;
        kind->take_sums(figures->measures[k], to);
        to += kind->n_sums(figures->measures[k]);
    }
}

ml_status ml_pooled_add(ml_pooled *pooled, const ml_figures *const *sides, ml_error *error)
{
    ml_status status = ml_units_add(&pooled->units, error);
    if (status)
        return status;
    size_t unit = pooled->units.n - 1;
    for (size_t s = 0; s < pooled->n_sides; s++) {
        for (size_t i = 0; i < pooled->n_listed; i++)
            *ml_units_at(&pooled->units, unit, s * pooled->n_columns + i) = read_column(sides[s], &pooled->columns[i]);
        take_measured(pooled, sides[s]);
        for (size_t i = pooled->n_listed; i < pooled->n_columns; i++)
            *ml_units_at(&pooled->units, unit, s * pooled->n_columns + i) = pooled->measured[i - pooled->n_listed];
        if (sides[s]->n_valid > pooled->most_pixels)
            pooled->most_pixels = sides[s]->n_valid;
    }
    return ML_OK;
}

/* Where a thread makes the figures of a resample. */
typedef struct workplace {
    const ml_pooled *pooled;
    const ml_figure *wanted; /* [n_figures] */
    size_t n_figures;
    ml_figures figures; /* of a side: losses, metrics and per_class of the views that are shown */
    double *sums;       /* [n_sums][n_classes] of a view */
    uint64_t *support;  /* [n_classes] */
    bool *averaged;     /* [n_classes] */
} workplace;

static void workplace_clear(workplace *w)
{
    for (int v = 0; v < ML_N_VIEWS; v++) {
        free(w->figures.views[v].losses);
        free(w->figures.views[v].per_class);
        free(w->figures.views[v].soft);
    }
    if (w->figures.settings)
        ml_figures_clear_measures(&w->figures);
    free(w->sums);
    free(w->support);
    free(w->averaged);
}

/* On failure it is still to be cleared. */
static ml_status workplace_init(const ml_pooled *pooled, ml_error *error, workplace *w)
{
    const ml_settings *settings = pooled->settings;
    size_t n = settings->classes->n;
    w->pooled = pooled;
    w->figures.settings = settings;
    w->sums = ml_alloc(n * settings->losses->n_sums, sizeof *w->sums);
    w->support = ml_alloc(n, sizeof *w->support);
    w->averaged = ml_alloc(n, sizeof *w->averaged);
    bool complete = w->sums && w->support && w->averaged;
    for (int v = 0; v < ML_N_VIEWS && complete; v++) {
        ml_view_figures *view = &w->figures.views[v];
        view->losses = ml_alloc(settings->losses->n, sizeof *view->losses);
        view->per_class = ml_alloc(n, sizeof *view->per_class);
        view->soft = ml_alloc(n, sizeof *view->soft);
        complete = view->losses && view->per_class && view->soft;
    }
    return complete ? ml_figures_init_measures(error, &w->figures) : ml_fail_memory(error, "the intervals");
}

/* A view's figures from the sums of a side. */
static void score_view(workplace *w, ml_view_kind kind, const double *side)
{
    const ml_pooled *pooled = w->pooled;
    const ml_settings *settings = pooled->settings;
    ml_view_figures *figures = &w->figures.views[kind];
    ml_loss_scored scored = {settings->classes->n, 0, w->support, w->averaged, figures->soft, w->sums};
    for (size_t c = 0; c < scored.n_classes; c++) {
        w->support[c] = (uint64_t)side[*place(pooled, kind, SUPPORT, c)];
        w->averaged[c] = settings->averaged[c] && !(kind == ML_VIEW_EXCLUDED && settings->masked[c]);
        scored.n_valid += w->support[c];
    }
    for (size_t c = 0; c < scored.n_classes; c++) {
        uint64_t tp = (uint64_t)side[*place(pooled, kind, TP, c)];
        uint64_t predicted = (uint64_t)side[*place(pooled, kind, PREDICTED, c)];
        figures->per_class[c] = ml_class_figures_of(w->support[c], predicted, tp, scored.n_valid);
        figures->soft[c] = (ml_soft_counts){side[*place(pooled, kind, SOFT_TP, c)], side[*place(pooled, kind, SOFT_FP, c)],
                                            side[*place(pooled, kind, SOFT_FN, c)]};
        for (size_t s = 0; s < settings->losses->n_sums; s++)
            w->sums[s * scored.n_classes + c] = side[*place(pooled, kind, SUMS + s, c)];
    }
    ml_view_figures_score(settings, &scored, figures);
}

static void score_measures(workplace *w, const double *measured)
{
    const ml_measures *measures = w->pooled->settings->measures;
    for (size_t k = 0; k < measures->n; k++) {
        const ml_measure_kind *kind = measures->items[k].kind;
        kind->from_sums(measured, w->figures.measures[k]);
        measured += kind->n_sums(w->figures.measures[k]);
    }
}

/* The figures of a resample; with two sides what was added to them by the second. */
static void make_figures(void *context, const double *sums, double *values)
{
    workplace *w = context;
    const ml_subject subject = {.figures = &w->figures};
    for (size_t s = 0; s < w->pooled->n_sides; s++) {
        for (int v = 0; v < ML_N_VIEWS; v++)
            if (w->pooled->settings->views[v])
                score_view(w, (ml_view_kind)v, sums + s * w->pooled->n_columns);
        score_measures(w, sums + s * w->pooled->n_columns + w->pooled->n_listed);
        for (size_t f = 0; f < w->n_figures; f++) {
            double x = ml_figure_value(&w->wanted[f], &subject);
            values[f] = s == 0 ? x : x - values[f];
        }
    }
}

/* Whether resamples have fewer pixels than doubles count. */
static bool can_count(const ml_pooled *pooled)
{
    return pooled->units.n == 0 || pooled->most_pixels < MOST_PIXELS / pooled->units.n;
}

ml_status ml_pooled_intervals(const ml_pooled *pooled, const ml_figure *figures, size_t n_figures, size_t n_threads,
                              ml_error *error, ml_interval *intervals)
{
    workplace *places = ml_alloc(ML_MOST_RESAMPLERS, sizeof *places);
    void *contexts[ML_MOST_RESAMPLERS];
    ml_status status = places ? ML_OK : ml_fail_memory(error, "the intervals");
    n_threads = n_threads < 1 ? 1 : n_threads < ML_MOST_RESAMPLERS ? n_threads : ML_MOST_RESAMPLERS;
    for (size_t t = 0; t < n_threads && !status; t++) {
        contexts[t] = &places[t];
        places[t].wanted = figures;
        places[t].n_figures = n_figures;
        status = workplace_init(pooled, error, &places[t]);
    }
    const ml_bootstrap bootstrap = {&pooled->units, pooled->settings->kernel->kernel, n_figures, make_figures, contexts,
                                    n_threads};
    for (size_t f = 0; f < n_figures && !status; f++)
        intervals[f] = (ml_interval){(double)NAN, (double)NAN};
    if (!status && can_count(pooled))
        status = ml_bootstrap_run(&bootstrap, error, intervals);
    for (size_t t = 0; t < n_threads && places; t++)
        workplace_clear(&places[t]);
    free(places);
    return status;
}

/* Goes on to the next figure that has an interval; false: there is none. */
static bool next_bounded(ml_walk *walk)
{
    ml_step step;
    while ((step = ml_walk_next(walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE && walk->figure.row == &ml_catalogue_ends[0])
            return true;
    return false;
}

ml_status ml_pooled_all_intervals(const ml_pooled *pooled, size_t n_threads, ml_error *error, ml_interval **intervals)
{
    ml_walk counting = ml_walk_begin(pooled->settings, ML_IN_SET), walk = counting;
    size_t n = 0, at = 0;
    while (next_bounded(&counting))
        n++;
    ml_figure *figures = ml_alloc(n, sizeof *figures);
    ml_interval *made = ml_alloc(n, sizeof *made);
    ml_status status = figures && made ? ML_OK : ml_fail_memory(error, "the intervals");
    while (!status && next_bounded(&walk))
        figures[at++] = ml_figure_bounded(&walk.figure);
    if (!status)
        status = ml_pooled_intervals(pooled, figures, n, n_threads, error, made);
    free(figures);
    if (status)
        free(made);
    else
        *intervals = made;
    return status;
}
