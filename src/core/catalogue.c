/* The rows of the catalogue; see catalogue.h. How each figure is read is in catalogue_values.c. */
#include "core/catalogue.h"
#include "core/catalogue_values.h"
#include "core/catalogue_view.h"

#include <math.h>
#include <stddef.h>

#define END                                                                                                                    \
    {                                                                                                                          \
        0                                                                                                                      \
    }

#define PIXELS(name, field_, meaning_)                                                                                         \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_COUNT, .count = ml_value_pixels, .field = offsetof(ml_figures, field_),                   \
        .meaning = meaning_                                                                                                    \
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

static const ml_catalogue_row by_decision_rows[] = {
    {.over = ML_OVER_CLASSES, .kind = ML_KIND_COUNT, .count = ml_value_forgiven_as},
    END,
};

static const ml_catalogue_row forgiven_loss_rows[] = {
    {.over = ML_OVER_LOSSES, .kind = ML_KIND_DIFFERENCE, .number = ml_value_forgiven_loss},
    END,
};

static const ml_catalogue_row forgiven_rows[] = {
    PIXELS("pixels", forgiven, "Valid pixels of masked classes that were called another class, or none."),
    {.key = "rate",
     .kind = ML_KIND_FRACTION,
     .number = ml_value_number,
     .field = offsetof(ml_figures, forgiven_rate),
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

static const ml_catalogue_row by_truth_rows[] = {
    {.over = ML_OVER_CLASSES, .of_unmasked = true, .kind = ML_KIND_COUNT, .count = ml_value_punished_of},
    END,
};

static const ml_catalogue_row punished_rows[] = {
    PIXELS("pixels", punished, "Valid pixels of classes that are not masked which were called a masked one."),
    {.key = "rate",
     .kind = ML_KIND_FRACTION,
     .number = ml_value_number,
     .field = offsetof(ml_figures, punished_rate),
     .meaning = "These / all valid pixels of classes that are not masked; null if there are none."},
    {.key = "by_truth", .members = by_truth_rows, .meaning = "How many of them are of each class that is not masked."},
    {.key = "share",
     .kind = ML_KIND_FRACTION,
     .number = ml_value_number,
     .field = offsetof(ml_figures, punished_share),
     .meaning = "These / the errors that the masked view has left, those called none included; null if there are none."},
    END,
};

static bool has_missing_truth(const ml_settings *settings) { return settings->said[ML_SAID_MISSING_TRUTH] != NULL; }

static const ml_catalogue_row coverage_rows[] = {
    {.key = "expected",
     .kind = ML_KIND_COUNT,
     .count = ml_value_number_of,
     .field = offsetof(ml_subject, n_expected),
     .meaning = "Images of the set."},
    {.key = "evaluated",
     .kind = ML_KIND_COUNT,
     .count = ml_value_number_of,
     .field = offsetof(ml_subject, n_images),
     .meaning = "Images that the figures are of."},
    {.key = "without_truth",
     .kind = ML_KIND_COUNT,
     .is_asked = has_missing_truth,
     .count = ml_value_number_of,
     .field = offsetof(ml_subject, n_without_truth),
     .meaning = "Of these, predictions without a truth, which were taken to be of the class that the setting names."},
    END,
};

static bool has_measures(const ml_settings *settings) { return settings->measures->n > 0; }

static const ml_catalogue_row views_rows[] = {
    {.over = ML_OVER_VIEWS, .members = ml_catalogue_view},
    {.key = "measures", .is_asked = has_measures, .members = ml_catalogue_measures, .meaning = ML_CATALOGUE_MEASURES_MEANING},
    END,
};

static bool has_groups(const ml_settings *settings) { return settings->has_groups; }

static bool wants_intervals(const ml_settings *settings) { return settings->intervals; }

static const ml_catalogue_row interval_rows[] = {
    {.key = "unit",
     .kind = ML_KIND_NAME,
     .scopes = ML_IN_SET,
     .name = ml_value_interval_unit,
     .meaning = "What resamples are drawn from: images, or groups where there are any."},
    {.key = "resamples", .kind = ML_KIND_SIZE, .count = ml_value_interval_resamples, .meaning = "How many there are."},
    {.over = ML_OVER_VIEWS, .members = ml_catalogue_view},
    {.key = "measures", .is_asked = has_measures, .members = ml_catalogue_measures, .meaning = ML_CATALOGUE_MEASURES_MEANING},
    END,
};

enum { OF_IMAGES = ML_IN_LINE | ML_IN_IMAGE, OF_SETS = ML_IN_SET | ML_IN_TABLE, OF_ALL = OF_IMAGES | OF_SETS | ML_IN_GROUP };

const ml_catalogue_row ml_catalogue[] = {
    {.key = "width",
     .kind = ML_KIND_SIZE,
     .scopes = OF_IMAGES,
     .count = ml_value_number_of,
     .field = offsetof(ml_subject, width),
     .meaning = "Columns."},
    {.key = "height",
     .kind = ML_KIND_SIZE,
     .scopes = OF_IMAGES,
     .count = ml_value_number_of,
     .field = offsetof(ml_subject, height),
     .meaning = "Rows."},
    {.key = "images",
     .kind = ML_KIND_COUNT,
     .scopes = ML_CATALOGUE_OF_MANY,
     .count = ml_value_number_of,
     .field = offsetof(ml_subject, n_images),
     .meaning = "Images evaluated."},
    {.key = "coverage", .scopes = OF_SETS, .members = coverage_rows, .meaning = "How much of the set is in the figures"},
    {.key = "errors", /* JSON has them one by one, outside of the aggregate */
     .kind = ML_KIND_COUNT,
     .scopes = ML_IN_TABLE,
     .count = ml_value_number_of,
     .field = offsetof(ml_subject, n_errors),
     .meaning = "Images that could not be evaluated."},
    {.key = "pixels", .scopes = OF_ALL, .members = pixel_rows, .meaning = "Pixel counts"},
    {.over = ML_OVER_VIEWS, .scopes = OF_ALL, .members = ml_catalogue_view},
    {.key = "forgiven", .scopes = OF_ALL, .members = forgiven_rows, .meaning = "What masking forgave"},
    {.key = "punished", .scopes = OF_ALL, .members = punished_rows, .meaning = "What masking does not forgive"},
    {.key = "measures",
     .scopes = OF_ALL,
     .is_asked = has_measures,
     .members = ml_catalogue_measures,
     .meaning = ML_CATALOGUE_MEASURES_MEANING},
    {.key = "image_mean",
     .scopes = OF_SETS | ML_IN_EXACT,
     .of_images = true,
     .members = views_rows,
     .meaning = "Unweighted means of the images' figures: every image counts the same, whatever its size"},
    {.key = "group_mean",
     .scopes = OF_SETS,
     .is_asked = has_groups,
     .of_groups = true,
     .members = views_rows,
     .meaning = "Where there are groups: unweighted means of their pooled figures, every group counts the same"},
    {.key = "intervals",
     .scopes = OF_SETS,
     .is_asked = wants_intervals,
     .of_intervals = true,
     .members = interval_rows,
     .meaning = "95 % intervals of pooled figures, by the percentile bootstrap; there with --intervals"},
    END,
};

const ml_catalogue_row ml_catalogue_ends[] = {
    {.key = "low",
     .kind = ML_KIND_DIFFERENCE,
     .number = ml_value_interval_low,
     .meaning = "Quantile 0.025 of the resamples; null where fewer than half of them have a value."},
    {.key = "high", .kind = ML_KIND_DIFFERENCE, .number = ml_value_interval_high, .meaning = "Quantile 0.975, likewise."},
    END,
};

const ml_catalogue_row ml_catalogue_spread[] = {
    {.key = "mean",
     .kind = ML_KIND_DIFFERENCE,
     .number = ml_value_spread_mean,
     .meaning = "Sum of the images' values / `images`; null without any."},
    {.key = "min",
     .kind = ML_KIND_DIFFERENCE,
     .number = ml_value_spread_min,
     .meaning = "Lowest value of an image; null without any."},
    {.key = "max",
     .kind = ML_KIND_DIFFERENCE,
     .number = ml_value_spread_max,
     .meaning = "Highest value of an image; null without any."},
    {.key = "images",
     .kind = ML_KIND_COUNT_OR_NULL,
     .number = ml_value_spread_images,
     .meaning = "Images whose value is not null; null where sums of version 0.1, which lack the figure, are in it."},
    END,
};

const ml_catalogue_row ml_catalogue_group_spread[] = {
    {.key = "mean",
     .kind = ML_KIND_DIFFERENCE,
     .of_groups = true,
     .number = ml_value_spread_mean,
     .meaning = "Sum of the groups' values / `groups`; null without any."},
    {.key = "min",
     .kind = ML_KIND_DIFFERENCE,
     .of_groups = true,
     .number = ml_value_spread_min,
     .meaning = "Lowest value of a group; null without any."},
    {.key = "max",
     .kind = ML_KIND_DIFFERENCE,
     .of_groups = true,
     .number = ml_value_spread_max,
     .meaning = "Highest value of a group; null without any."},
    {.key = "groups",
     .kind = ML_KIND_COUNT_OR_NULL,
     .of_groups = true,
     .number = ml_value_spread_images,
     .meaning = "Groups whose value is not null."},
    {.key = "worst",
     .kind = ML_KIND_NAME,
     .scopes = ML_IN_SET,
     .of_groups = true,
     .name = ml_value_worst_group,
     .meaning = "The group with the highest loss or the lowest metric, the first of equals; null without any."},
    END,
};

const ml_catalogue_row ml_catalogue_mean = {.key = "mean", .kind = ML_KIND_DIFFERENCE, .number = ml_value_spread_mean};
const ml_catalogue_row ml_catalogue_group_mean = {
    .key = "mean", .kind = ML_KIND_DIFFERENCE, .of_groups = true, .number = ml_value_spread_mean};

bool ml_catalogue_row_exists(const ml_catalogue_row *row, const ml_settings *settings, const ml_figure *figure)
{
    int loss = figure->of[ML_OVER_LOSSES], metric = figure->of[ML_OVER_METRICS], class = figure->of[ML_OVER_CLASSES];
    const int measure = figure->of[ML_OVER_MEASURES];
    const ml_loss_kind *kind = loss == ML_OF_NONE ? NULL : settings->losses->items[loss].kind;
    if (row->is_of && measure != ML_OF_NONE && !row->is_of(&settings->measures->items[measure]))
        return false;
    if ((row->is_asked && !row->is_asked(settings)) || (row->exists && !row->exists(kind)))
        return false;
    if (row->of_constants && !(kind ? kind->has_constant : metric == ML_OF_NONE || ml_metrics[metric].has_constant))
        return false;
    return !row->of_unmasked || class == ML_OF_NONE || !settings->masked[class]; /* of none yet: of some perhaps */
}

bool ml_catalogue_has_averaged(const ml_catalogue_row *group)
{
    for (const ml_catalogue_row *row = group->members; !ml_catalogue_is_end(row); row++)
        if (row->averaged != ML_NOT_AVERAGED || (row->members && ml_catalogue_has_averaged(row)))
            return true;
    return false;
}

bool ml_catalogue_has_intervals(const ml_catalogue_row *group)
{
    for (const ml_catalogue_row *row = group->members; !ml_catalogue_is_end(row); row++)
        if (row->has_interval || (row->members && ml_catalogue_has_intervals(row)))
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

double ml_figure_part(const ml_figure *figure, const ml_subject *image)
{
    const ml_catalogue_row *row = figure->row;
    return row->part ? row->part(image, figure) : row->number(image, figure);
}

ml_better ml_figure_better(const ml_figure *figure)
{
    const ml_catalogue_row *of = figure->averaged ? figure->averaged : figure->bounded ? figure->bounded : figure->row;
    return of->more_is_better ? ML_MORE_IS_BETTER : of->near_0_is_better ? ML_NEAR_0_IS_BETTER : ML_LESS_IS_BETTER;
}

bool ml_figure_worst_first(const ml_figure *figure, bool lowest)
{
    return ml_figure_better(figure) == (lowest ? ML_MORE_IS_BETTER : ML_LESS_IS_BETTER);
}

bool ml_figure_is_group_mean(const ml_figure *figure)
{
    return figure->row == &ml_catalogue_group_spread[0] && figure->of[ML_OVER_CLASSES] == ML_OF_NONE;
}

bool ml_figure_is_mean(const ml_figure *figure)
{
    return figure->row == &ml_catalogue_spread[0] && figure->of[ML_OVER_CLASSES] == ML_OF_NONE;
}

bool ml_figure_has_interval(const ml_figure *figure) { return figure->row->has_interval; }

ml_figure ml_figure_bounded(const ml_figure *end)
{
    ml_figure figure = *end;
    figure.row = end->bounded;
    figure.bounded = NULL;
    figure.interval = 0;
    return figure;
}

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
    bool same = a->row == b->row && a->averaged == b->averaged && a->bounded == b->bounded;
    for (int over = ML_OVER_NOTHING + 1; over < ML_N_OVER && same; over++)
        same = a->of[over] == b->of[over];
    return same;
}
