/* Values of figures; see catalogue_values.h. */
#include "core/catalogue_values.h"

#include <math.h>
#include <string.h>

/* A number of pixels: a field of ml_figures. */
uint64_t ml_value_pixels(const ml_subject *s, const ml_figure *f)
{
    uint64_t n;
    memcpy(&n, (const char *)s->figures + f->row->field, sizeof n);
    return n;
}

/* A field of ml_subject. */
uint64_t ml_value_number_of(const ml_subject *s, const ml_figure *f)
{
    uint64_t n;
    memcpy(&n, (const char *)s + f->row->field, sizeof n);
    return n;
}

/* Those of a measure are of its own table of decisions. */
static const ml_view_figures *view_of(const ml_subject *s, const ml_figure *f)
{
    const ml_figures *figures = s->figures;
    const int k = f->of[ML_OVER_MEASURES];
    if (k != ML_OF_NONE)
        figures = figures->settings->measures->items[k].kind->table(figures->measures[k]);
    return &figures->views[f->of[ML_OVER_VIEWS]];
}

/* A field of ml_loss_figures. */
double ml_value_loss(const ml_subject *s, const ml_figure *f)
{
    double x;
    memcpy(&x, (const char *)&view_of(s, f)->losses[f->of[ML_OVER_LOSSES]] + f->row->field, sizeof x);
    return x;
}

uint64_t ml_value_loss_classes(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->losses[f->of[ML_OVER_LOSSES]].classes;
}

double ml_value_loss_of_class(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->losses[f->of[ML_OVER_LOSSES]].per_class[f->of[ML_OVER_CLASSES]];
}

double ml_value_metric(const ml_subject *s, const ml_figure *f) { return view_of(s, f)->metrics[f->of[ML_OVER_METRICS]]; }

uint64_t ml_value_metric_classes(const ml_subject *s, const ml_figure *f) { return view_of(s, f)->metric_classes; }

uint64_t ml_value_class_count(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->per_class[f->of[ML_OVER_CLASSES]].counts[f->row->field];
}

double ml_value_class_ratio(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->per_class[f->of[ML_OVER_CLASSES]].ratios[f->row->field];
}

/* What averages over the images take of it. */
double ml_value_class_ratio_part(const ml_subject *s, const ml_figure *f)
{
    const ml_scored scored = ml_view_scored(s->figures->settings, view_of(s, f));
    return ml_ratio_averaged(&scored, (size_t)f->of[ML_OVER_CLASSES], (int)f->row->field);
}

/* Whether the figure's class is left out of its view. */
static bool is_excluded(const ml_subject *s, const ml_figure *f)
{
    return f->of[ML_OVER_VIEWS] == ML_VIEW_EXCLUDED && s->figures->settings->masked[f->of[ML_OVER_CLASSES]];
}

double ml_value_class_images(const ml_subject *s, const ml_figure *f)
{
    bool known = !s->presence->is_unknown && !is_excluded(s, f);
    return known ? (double)s->presence->images[f->of[ML_OVER_CLASSES]] : (double)NAN;
}

double ml_value_class_missed(const ml_subject *s, const ml_figure *f)
{
    bool known = !s->presence->is_unknown && !is_excluded(s, f);
    return known ? (double)s->presence->missed[f->of[ML_OVER_VIEWS]][f->of[ML_OVER_CLASSES]] : (double)NAN;
}

double ml_value_class_spurious(const ml_subject *s, const ml_figure *f)
{
    bool known = !s->presence->is_unknown && !is_excluded(s, f);
    return known ? (double)s->presence->spurious[f->of[ML_OVER_VIEWS]][f->of[ML_OVER_CLASSES]] : (double)NAN;
}

double ml_value_constant_of_loss(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->constant.losses[f->of[ML_OVER_LOSSES]];
}

double ml_value_constant_of_metric(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->constant.metrics[f->of[ML_OVER_METRICS]];
}

const char *ml_value_constant_class(const ml_subject *s, const ml_figure *f)
{
    int c = view_of(s, f)->constant.classes[f->of[ML_OVER_METRICS]];
    return c < 0 ? NULL : s->figures->settings->classes->items[c].name;
}

double ml_value_skill_of_loss(const ml_subject *s, const ml_figure *f)
{
    return ml_skill_of_loss(view_of(s, f)->losses[f->of[ML_OVER_LOSSES]].mean, ml_value_constant_of_loss(s, f));
}

double ml_value_skill_of_metric(const ml_subject *s, const ml_figure *f)
{
    return ml_skill_of_metric(ml_value_metric(s, f), ml_value_constant_of_metric(s, f));
}

ml_matrix ml_value_hard(const ml_subject *s, const ml_figure *f)
{
    const ml_record *record = &view_of(s, f)->view.record;
    return (ml_matrix){record->n_classes, record->n_classes, record->hard, NULL};
}

ml_matrix ml_value_soft(const ml_subject *s, const ml_figure *f)
{
    const ml_record *record = &view_of(s, f)->view.record;
    return (ml_matrix){record->n_classes, record->n_classes, NULL, record->soft};
}

/* A number that is no count: a field of ml_figures. */
double ml_value_number(const ml_subject *s, const ml_figure *f)
{
    double x;
    memcpy(&x, (const char *)s->figures + f->row->field, sizeof x);
    return x;
}

uint64_t ml_value_forgiven_as(const ml_subject *s, const ml_figure *f)
{
    return s->figures->forgiven_as[f->of[ML_OVER_CLASSES]];
}

double ml_value_forgiven_loss(const ml_subject *s, const ml_figure *f)
{
    return s->figures->forgiven_loss[f->of[ML_OVER_LOSSES]];
}

uint64_t ml_value_punished_of(const ml_subject *s, const ml_figure *f)
{
    return s->figures->punished_of[f->of[ML_OVER_CLASSES]];
}

/* Over the images, or over the groups. */
static const ml_spread *spread_of(const ml_subject *s, const ml_figure *f)
{
    return f->row->of_groups ? &s->group_means[f->mean].spread : &s->means[f->mean];
}

double ml_value_spread_mean(const ml_subject *s, const ml_figure *f) { return ml_spread_mean(spread_of(s, f)); }

static bool has_values(const ml_spread *spread) { return spread->n_images > 0 && !spread->is_unknown; }

double ml_value_spread_min(const ml_subject *s, const ml_figure *f)
{
    const ml_spread *spread = spread_of(s, f);
    return has_values(spread) ? spread->min : (double)NAN;
}

double ml_value_spread_max(const ml_subject *s, const ml_figure *f)
{
    const ml_spread *spread = spread_of(s, f);
    return has_values(spread) ? spread->max : (double)NAN;
}

const char *ml_value_worst_group(const ml_subject *s, const ml_figure *f) { return s->group_means[f->mean].worst; }

double ml_value_spread_images(const ml_subject *s, const ml_figure *f)
{
    const ml_spread *spread = spread_of(s, f);
    return spread->is_unknown ? (double)NAN : (double)spread->n_images;
}

const char *ml_value_interval_unit(const ml_subject *s, const ml_figure *f)
{
    ML_UNUSED(f);
    return s->unit;
}

uint64_t ml_value_interval_resamples(const ml_subject *s, const ml_figure *f)
{
    ML_UNUSED(s);
    ML_UNUSED(f);
    return ML_TAILS_MOST;
}

double ml_value_interval_low(const ml_subject *s, const ml_figure *f) { return s->intervals[f->interval].low; }

double ml_value_interval_high(const ml_subject *s, const ml_figure *f) { return s->intervals[f->interval].high; }
