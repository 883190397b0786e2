/* The rows of the catalogue, and how each figure is read from what it is of; see catalogue.h. */
#include "core/catalogue.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* A number of pixels: a field of ml_figures. */
static uint64_t pixels(const ml_subject *s, const ml_figure *f)
{
    uint64_t n;
    memcpy(&n, (const char *)s->figures + f->row->field, sizeof n);
    return n;
}

/* A field of ml_subject. */
static uint64_t number_of(const ml_subject *s, const ml_figure *f)
{
    uint64_t n;
    memcpy(&n, (const char *)s + f->row->field, sizeof n);
    return n;
}

static const ml_view_figures *view_of(const ml_subject *s, const ml_figure *f)
{
    return &s->figures->views[f->of[ML_OVER_VIEWS]];
}

/* A field of ml_loss_figures. */
static double loss(const ml_subject *s, const ml_figure *f)
{
    double x;
    memcpy(&x, (const char *)&view_of(s, f)->losses[f->of[ML_OVER_LOSSES]] + f->row->field, sizeof x);
    return x;
}

static uint64_t loss_classes(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->losses[f->of[ML_OVER_LOSSES]].classes;
}

static double loss_of_class(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->losses[f->of[ML_OVER_LOSSES]].per_class[f->of[ML_OVER_CLASSES]];
}

static double metric(const ml_subject *s, const ml_figure *f) { return view_of(s, f)->metrics[f->of[ML_OVER_METRICS]]; }

static uint64_t metric_classes(const ml_subject *s, const ml_figure *f) { return view_of(s, f)->metric_classes; }

static uint64_t class_count(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->per_class[f->of[ML_OVER_CLASSES]].counts[f->row->field];
}

static double class_ratio(const ml_subject *s, const ml_figure *f)
{
    return view_of(s, f)->per_class[f->of[ML_OVER_CLASSES]].ratios[f->row->field];
}

static ml_matrix hard(const ml_subject *s, const ml_figure *f)
{
    const ml_record *record = &view_of(s, f)->view.record;
    return (ml_matrix){record->n_classes, record->n_classes, record->hard, NULL};
}

static ml_matrix soft(const ml_subject *s, const ml_figure *f)
{
    const ml_record *record = &view_of(s, f)->view.record;
    return (ml_matrix){record->n_classes, record->n_classes, NULL, record->soft};
}

static double forgiven_rate(const ml_subject *s, const ml_figure *f)
{
    ML_UNUSED(f);
    return s->figures->forgiven_rate;
}

static uint64_t forgiven_as(const ml_subject *s, const ml_figure *f) { return s->figures->forgiven_as[f->of[ML_OVER_CLASSES]]; }

static double forgiven_loss(const ml_subject *s, const ml_figure *f)
{
    return s->figures->forgiven_loss[f->of[ML_OVER_LOSSES]];
}

static double spread_mean(const ml_subject *s, const ml_figure *f) { return ml_spread_mean(&s->means[f->mean]); }

static double spread_min(const ml_subject *s, const ml_figure *f)
{
    return s->means[f->mean].n_images ? s->means[f->mean].min : (double)NAN;
}

static double spread_max(const ml_subject *s, const ml_figure *f)
{
    return s->means[f->mean].n_images ? s->means[f->mean].max : (double)NAN;
}

static uint64_t spread_images(const ml_subject *s, const ml_figure *f) { return s->means[f->mean].n_images; }

static bool is_pointwise(const ml_loss_kind *kind) { return !kind->region; }

static bool is_weighted(const ml_loss_kind *kind) { return kind->weighted_mean; }

static bool is_region(const ml_loss_kind *kind) { return kind->region; }

#define END                                                                                                                    \
    {                                                                                                                          \
        0                                                                                                                      \
    }

#define PIXELS(name, field_, meaning_)                                                                                         \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_COUNT, .count = pixels, .field = offsetof(ml_figures, field_), .meaning = meaning_        \
    }

static const ml_catalogue_row pixel_rows[] = {
    PIXELS("total", n_pixels, "Width times height, of a set the sum over the images: `valid` + `ignored`."),
    PIXELS("valid", n_valid,
           "Pixels with a true class and a usable prediction: N, the denominator of accuracy and of a pointwise loss's mean."),
    PIXELS("ignored", n_ignored, "Pixels left out: their label is no class, or their prediction is bad."),
    PIXELS("masked", n_masked, "Valid pixels whose true class is masked."),
    PIXELS("bad", n_bad, "Pixels ignored because their predicted values are unusable (--bad-pixels=ignore)."),
    PIXELS("none", n_none,
           "Valid pixels whose hard prediction is no class: a miss of the true class, a false positive of none."),
    END,
};

static const ml_catalogue_row loss_class_rows[] = {
    {.over = ML_OVER_CLASSES, .kind = ML_KIND_FRACTION, .number = loss_of_class},
    END,
};

#define LOSS(field_) .number = loss, .field = offsetof(ml_loss_figures, field_)

static const ml_catalogue_row loss_rows[] = {
    {.key = "sum",
     .kind = ML_KIND_SUM,
     .exists = is_pointwise,
     LOSS(sum),
     .meaning = "Sum over the view's valid pixels; 0 if there are none."},
    {.key = "mean",
     .kind = ML_KIND_MEAN,
     .exists = is_pointwise,
     .averaged = ML_AVERAGED_AS_GROUP,
     LOSS(mean),
     .meaning = "Sum / number of the view's valid pixels, in `masked` the masked ones included; null if there are none."},
    {.key = "mean_unmasked",
     .kind = ML_KIND_MEAN,
     .exists = is_pointwise,
     LOSS(mean_unmasked),
     .meaning = "Sum over the valid pixels whose true class is not masked / their number; null if there are none."},
    {.key = "mean_weighted",
     .kind = ML_KIND_MEAN,
     .exists = is_weighted,
     LOSS(mean_weighted),
     .meaning = "Only of weighted losses: sum / sum of the weights of the true classes of the view's valid pixels; null if "
                "that is 0."},
    {.key = "mean",
     .kind = ML_KIND_FRACTION,
     .exists = is_region,
     .averaged = ML_AVERAGED_AS_GROUP,
     LOSS(mean),
     .meaning = "Sum of `per_class` over the classes averaged / `classes`; null if that is 0."},
    {.key = "classes",
     .kind = ML_KIND_COUNT,
     .exists = is_region,
     .count = loss_classes,
     .meaning = "Number of classes averaged: those of `settings.average`, in `excluded` without the masked ones, whose loss is "
                "not null."},
    {.key = "per_class",
     .exists = is_region,
     .members = loss_class_rows,
     .meaning = "By class name, from sums of probabilities; null where the class has no valid pixel in the view's truth and "
                "`settings.absent` is skip, or the denominator is 0."},
    END,
};

static const ml_catalogue_row losses_rows[] = {
    {.over = ML_OVER_LOSSES, .members = loss_rows},
    END,
};

static const ml_catalogue_row metric_rows[] = {
    {.over = ML_OVER_METRICS, .kind = ML_KIND_CORRELATION, .averaged = ML_AVERAGED, .more_is_better = true, .number = metric},
    {.key = "classes", .kind = ML_KIND_COUNT, .count = metric_classes, .meaning = "Number of classes that `miou` averages."},
    END,
};

#define CLASS_COUNT(name, which, better, meaning_)                                                                             \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_COUNT, .more_is_better = better, .count = class_count, .field = which,                    \
        .meaning = meaning_                                                                                                    \
    }
#define CLASS_RATIO(name, which, meaning_)                                                                                     \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_FRACTION, .more_is_better = true, .number = class_ratio, .field = which,                  \
        .meaning = meaning_                                                                                                    \
    }

static const ml_catalogue_row class_rows[] = {
    CLASS_COUNT("support", ML_SUPPORT, false, "Valid pixels of this true class: `tp` + `fn`."),
    CLASS_COUNT("predicted", ML_PREDICTED, false, "Valid pixels called this class: `tp` + `fp`."),
    CLASS_COUNT("tp", ML_TP, true, "Pixels of the class called so."),
    CLASS_COUNT("fp", ML_FP, false, "Pixels of other classes called this one."),
    CLASS_COUNT("fn", ML_FN, false, "Pixels of the class called another one, or none."),
    CLASS_COUNT("tn", ML_TN, true, "Pixels of other classes not called this one."),
    CLASS_RATIO("iou", ML_IOU, "tp / (tp + fp + fn); null if that is 0."),
    CLASS_RATIO("dice", ML_DICE, "2 tp / (2 tp + fp + fn); null if that is 0."),
    CLASS_RATIO("precision", ML_PRECISION, "tp / `predicted`; null if that is 0."),
    CLASS_RATIO("recall", ML_RECALL, "tp / `support`; null if that is 0."),
    END,
};

static const ml_catalogue_row per_class_rows[] = {
    {.over = ML_OVER_CLASSES, .members = class_rows},
    END,
};

static const ml_catalogue_row view_rows[] = {
    {.key = "losses", .members = losses_rows, .meaning = "Losses by key"},
    {.key = "metrics",
     .members = metric_rows,
     .meaning = "Metrics of the decisions; averages run over the classes of settings.average where the figure is defined"},
    {.key = "per_class", .members = per_class_rows, .meaning = "Counts and metrics by class name"},
    {.key = "confusion",
     .kind = ML_KIND_MATRIX,
     .scopes = ML_IN_IMAGE | ML_IN_SET,
     .matrix = hard,
     .meaning = "Confusion matrix"},
    {.key = "soft_confusion", .kind = ML_KIND_MATRIX, .scopes = ML_IN_SET, .matrix = soft, .meaning = "Sums of probabilities"},
    END,
};

static const ml_catalogue_row by_decision_rows[] = {
    {.over = ML_OVER_CLASSES, .kind = ML_KIND_COUNT, .count = forgiven_as},
    END,
};

static const ml_catalogue_row forgiven_loss_rows[] = {
    {.over = ML_OVER_LOSSES, .kind = ML_KIND_DIFFERENCE, .number = forgiven_loss},
    END,
};

static const ml_catalogue_row forgiven_rows[] = {
    PIXELS("pixels", forgiven, "Valid pixels of masked classes that were called another class, or none."),
    {.key = "rate",
     .kind = ML_KIND_FRACTION,
     .number = forgiven_rate,
     .meaning = "These / all valid pixels of masked classes; null if there are none."},
    {.key = "by_decision",
     .members = by_decision_rows,
     .meaning = "How many of them were called each class; with those called none they add up to `pixels`."},
    {.key = "loss",
     .members = forgiven_loss_rows,
     .meaning =
         "By loss: the mean of raw minus the mean of masked; null if one of them is; where nothing distinguishes the two, "
         "rounding can leave a difference of either sign in place of 0."},
    END,
};

static bool has_missing_truth(const ml_settings *settings) { return settings->said[ML_SAID_MISSING_TRUTH] != NULL; }

static const ml_catalogue_row coverage_rows[] = {
    {.key = "expected",
     .kind = ML_KIND_COUNT,
     .count = number_of,
     .field = offsetof(ml_subject, n_expected),
     .meaning = "Images of the set."},
    {.key = "evaluated",
     .kind = ML_KIND_COUNT,
     .count = number_of,
     .field = offsetof(ml_subject, n_images),
     .meaning = "Images that the figures are of."},
    {.key = "without_truth",
     .kind = ML_KIND_COUNT,
     .is_asked = has_missing_truth,
     .count = number_of,
     .field = offsetof(ml_subject, n_without_truth),
     .meaning = "Of these, predictions without a truth, which were taken to be of the class that the setting names."},
    END,
};

static const ml_catalogue_row views_rows[] = {
    {.over = ML_OVER_VIEWS, .members = view_rows},
    END,
};

enum { OF_IMAGES = ML_IN_LINE | ML_IN_IMAGE, OF_SETS = ML_IN_SET | ML_IN_TABLE, OF_BOTH = OF_IMAGES | OF_SETS };

const ml_catalogue_row ml_catalogue[] = {
    {.key = "width",
     .kind = ML_KIND_SIZE,
     .scopes = OF_IMAGES,
     .count = number_of,
     .field = offsetof(ml_subject, width),
     .meaning = "Columns."},
    {.key = "height",
     .kind = ML_KIND_SIZE,
     .scopes = OF_IMAGES,
     .count = number_of,
     .field = offsetof(ml_subject, height),
     .meaning = "Rows."},
    {.key = "images",
     .kind = ML_KIND_COUNT,
     .scopes = OF_SETS,
     .count = number_of,
     .field = offsetof(ml_subject, n_images),
     .meaning = "Images evaluated."},
    {.key = "coverage", .scopes = OF_SETS, .members = coverage_rows, .meaning = "How much of the set is in the figures"},
    {.key = "errors", /* JSON has them one by one, outside of the aggregate */
     .kind = ML_KIND_COUNT,
     .scopes = ML_IN_TABLE,
     .count = number_of,
     .field = offsetof(ml_subject, n_errors),
     .meaning = "Images that could not be evaluated."},
    {.key = "pixels", .scopes = OF_BOTH, .members = pixel_rows, .meaning = "Pixel counts"},
    {.over = ML_OVER_VIEWS, .scopes = OF_BOTH, .members = view_rows},
    {.key = "forgiven", .scopes = OF_BOTH, .members = forgiven_rows, .meaning = "What masking forgave"},
    {.key = "image_mean",
     .scopes = OF_SETS | ML_IN_EXACT,
     .of_images = true,
     .members = views_rows,
     .meaning = "Unweighted means of the images' figures: every image counts the same, whatever its size"},
    END,
};

const ml_catalogue_row ml_catalogue_spread[] = {
    {.key = "mean",
     .kind = ML_KIND_DIFFERENCE,
     .number = spread_mean,
     .meaning = "Sum of the images' values / `images`; null without any."},
    {.key = "min", .kind = ML_KIND_DIFFERENCE, .number = spread_min, .meaning = "Lowest value of an image; null without any."},
    {.key = "max", .kind = ML_KIND_DIFFERENCE, .number = spread_max, .meaning = "Highest value of an image; null without any."},
    {.key = "images", .kind = ML_KIND_COUNT, .count = spread_images, .meaning = "Images whose value is not null."},
    END,
};

const ml_catalogue_row *ml_catalogue_averaged(const ml_catalogue_row *row, const ml_loss_kind *kind)
{
    if (!row->members)
        return row->averaged == ML_AVERAGED ? row : NULL;
    for (row = row->members; !ml_catalogue_is_end(row); row++)
        if (row->averaged == ML_AVERAGED_AS_GROUP && ml_catalogue_is_of(row, kind))
            return row;
    return NULL;
}

bool ml_catalogue_has_averaged(const ml_catalogue_row *group)
{
    for (const ml_catalogue_row *row = group->members; !ml_catalogue_is_end(row); row++)
        if (row->averaged != ML_NOT_AVERAGED || (row->members && ml_catalogue_has_averaged(row)))
            return true;
    return false;
}

double ml_figure_value(const ml_figure *figure, const ml_subject *subject)
{
    if (figure->row->count)
        return (double)figure->row->count(subject, figure);
    double x = figure->row->number(subject, figure);
    return isfinite(x) ? x : (double)NAN;
}

bool ml_figure_more_is_better(const ml_figure *figure)
{
    return (figure->averaged ? figure->averaged : figure->row)->more_is_better;
}

bool ml_figure_is_mean(const ml_figure *figure) { return figure->row == &ml_catalogue_spread[0]; }

ml_figure ml_figure_averaged(const ml_figure *mean)
{
    ml_figure figure = *mean;
    figure.row = mean->averaged;
    figure.averaged = NULL;
    figure.mean = 0;
    return figure;
}

bool ml_figure_same(const ml_figure *a, const ml_figure *b)
{
    bool same = a->row == b->row && a->averaged == b->averaged;
    for (int over = ML_OVER_NOTHING + 1; over < ML_N_OVER && same; over++)
        same = a->of[over] == b->of[over];
    return same;
}
