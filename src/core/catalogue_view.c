/* The rows of the catalogue that each view has; see catalogue_view.h. */
#include "core/catalogue_view.h"
#include "core/catalogue_values.h"

#include <stddef.h>

enum { WITHOUT_LINES = ML_IN_IMAGE | ML_CATALOGUE_OF_MANY };

static bool is_pointwise(const ml_loss_kind *kind) { return kind->pixels; }

static bool is_weighted(const ml_loss_kind *kind) { return kind->weighted_mean; }

static bool is_region(const ml_loss_kind *kind) { return kind->region; }

static bool is_overall(const ml_loss_kind *kind) { return kind->part; }

#define END                                                                                                                    \
    {                                                                                                                          \
        0                                                                                                                      \
    }

static const ml_catalogue_row pixel_loss_class_rows[] = {
    {.over = ML_OVER_CLASSES, .kind = ML_KIND_MEAN, .number = ml_value_loss_of_class},
    END,
};

static const ml_catalogue_row loss_class_rows[] = {
    {.over = ML_OVER_CLASSES, .kind = ML_KIND_FRACTION, .number = ml_value_loss_of_class},
    END,
};

#define LOSS(field_) .number = ml_value_loss, .field = offsetof(ml_loss_figures, field_)

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
     .has_interval = true,
     LOSS(mean),
     .meaning = "Sum / number of the view's valid pixels, in `masked` the masked ones included; null if there are none."},
    {.key = "mean_unmasked",
     .kind = ML_KIND_MEAN,
     .exists = is_pointwise,
     .averaged = ML_AVERAGED_AS_NUMBER,
     .since_0_2 = true,
     LOSS(mean_unmasked),
     .meaning = "Sum over the valid pixels whose true class is not masked / their number; null if there are none."},
    {.key = "mean_weighted",
     .kind = ML_KIND_MEAN,
     .exists = is_weighted,
     .averaged = ML_AVERAGED_AS_NUMBER,
     .since_0_2 = true,
     LOSS(mean_weighted),
     .meaning = "Only of weighted losses: sum / sum of the weights of the true classes of the view's valid pixels; null if "
                "that is 0."},
    {.key = "per_class",
     .exists = is_pointwise,
     .scopes = WITHOUT_LINES,
     .members = pixel_loss_class_rows,
     .meaning = "Mean over the class's own valid pixels, weights included, by class name; null if it has none."},
    {.key = "mean",
     .kind = ML_KIND_FRACTION,
     .exists = is_region,
     .averaged = ML_AVERAGED_AS_GROUP,
     .has_interval = true,
     LOSS(mean),
     .meaning = "Sum of `per_class` over the classes averaged / `classes`; null if that is 0."},
    {.key = "classes",
     .kind = ML_KIND_COUNT,
     .exists = is_region,
     .count = ml_value_loss_classes,
     .meaning = "Number of classes averaged: those of `settings.average`, in `excluded` without the masked ones, whose loss is "
                "not null."},
    {.key = "per_class",
     .exists = is_region,
     .members = loss_class_rows,
     .meaning = "By class name, from sums of probabilities; null where the class has no valid pixel in the view's truth and "
                "`settings.absent` is skip, or the denominator is 0."},
    {.key = "mean",
     .kind = ML_KIND_FRACTION,
     .exists = is_overall,
     .averaged = ML_AVERAGED_AS_GROUP,
     .has_interval = true,
     LOSS(mean),
     .meaning = "One fraction over those classes of `settings.average` that the view's truth has; null if there is none."},
    END,
};

static const ml_catalogue_row losses_rows[] = {
    {.over = ML_OVER_LOSSES, .members = loss_rows},
    END,
};

static const ml_catalogue_row metric_rows[] = {
    {.over = ML_OVER_METRICS,
     .kind = ML_KIND_CORRELATION,
     .averaged = ML_AVERAGED,
     .has_interval = true,
     .more_is_better = true,
     .number = ml_value_metric},
    {.key = "classes",
     .kind = ML_KIND_COUNT,
     .count = ml_value_metric_classes,
     .meaning = "Number of classes that `miou` averages."},
    END,
};

#define CLASS_COUNT(name, which, better, meaning_)                                                                             \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_COUNT, .more_is_better = better, .count = ml_value_class_count, .field = which,           \
        .meaning = meaning_                                                                                                    \
    }
#define CLASS_RATIO(name, which, meaning_)                                                                                     \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_FRACTION, .more_is_better = true, .averaged = ML_AVERAGED, .has_interval = true,          \
        .since_0_2 = true, .number = ml_value_class_ratio, .part = ml_value_class_ratio_part, .field = which,                  \
        .meaning = meaning_                                                                                                    \
    }
#define CLASS_IMAGES(name, function, meaning_)                                                                                 \
    {                                                                                                                          \
        .key = name, .kind = ML_KIND_COUNT_OR_NULL, .scopes = ML_CATALOGUE_OF_MANY, .number = function, .meaning = meaning_    \
    }

/* What a class has in any table of decisions. */
#define CLASS_FIGURES                                                                                                          \
    CLASS_COUNT("support", ML_SUPPORT, false, "Valid pixels of this true class: `tp` + `fn`."),                                \
        CLASS_COUNT("predicted", ML_PREDICTED, false, "Valid pixels called this class: `tp` + `fp`."),                         \
        CLASS_COUNT("tp", ML_TP, true, "Pixels of the class called so."),                                                      \
        CLASS_COUNT("fp", ML_FP, false, "Pixels of other classes called this one."),                                           \
        CLASS_COUNT("fn", ML_FN, false, "Pixels of the class called another one, or none."),                                   \
        CLASS_COUNT("tn", ML_TN, true, "Pixels of other classes not called this one."),                                        \
        CLASS_RATIO("iou", ML_IOU, "tp / (tp + fp + fn); null if that is 0."),                                                 \
        CLASS_RATIO("dice", ML_DICE, "2 tp / (2 tp + fp + fn); null if that is 0."),                                           \
        CLASS_RATIO("precision", ML_PRECISION, "tp / `predicted`; null if that is 0."),                                        \
        CLASS_RATIO("recall", ML_RECALL, "tp / `support`; null if that is 0.")

static const ml_catalogue_row class_rows[] = {
    CLASS_FIGURES,
    CLASS_IMAGES("images", ml_value_class_images,
                 "Images with valid pixels of this true class; null, like the next two, for a masked class in `excluded`, and "
                 "where sums of version 0.1 are in it."),
    CLASS_IMAGES("images_missed", ml_value_class_missed, "Of these, images in which no pixel of the class was called so."),
    CLASS_IMAGES("images_spurious", ml_value_class_spurious, "Images without a pixel of the class in which one was called so."),
    END,
};

static const ml_catalogue_row per_class_rows[] = {
    {.over = ML_OVER_CLASSES, .members = class_rows},
    END,
};

static const ml_catalogue_row table_class_rows[] = {
    CLASS_FIGURES,
    END,
};

static const ml_catalogue_row table_per_class_rows[] = {
    {.over = ML_OVER_CLASSES, .members = table_class_rows},
    END,
};

static const ml_catalogue_row constant_loss_rows[] = {
    {.key = "value",
     .kind = ML_KIND_MEAN,
     .number = ml_value_constant_of_loss,
     .meaning = "The mean that the best distribution reaches which is the same at every pixel: that of the true classes, "
                "weighted, unclipped; null without pixels."},
    END,
};

static const ml_catalogue_row constant_losses_rows[] = {
    {.over = ML_OVER_LOSSES, .of_constants = true, .members = constant_loss_rows},
    END,
};

static const ml_catalogue_row constant_metric_rows[] = {
    {.key = "value",
     .kind = ML_KIND_FRACTION,
     .more_is_better = true,
     .number = ml_value_constant_of_metric,
     .meaning = "The highest value that a prediction reaches which calls every pixel the same class."},
    {.key = "class",
     .kind = ML_KIND_NAME,
     .scopes = ML_IN_SET | ML_IN_GROUP,
     .name = ml_value_constant_class,
     .meaning = "That class, the first of equals."},
    END,
};

static const ml_catalogue_row constant_metrics_rows[] = {
    {.over = ML_OVER_METRICS, .of_constants = true, .members = constant_metric_rows},
    END,
};

static const ml_catalogue_row constant_rows[] = {
    {.key = "losses", .members = constant_losses_rows, .meaning = "Cross-entropies by key"},
    {.key = "metrics", .members = constant_metrics_rows, .meaning = "Metrics by name"},
    END,
};

static const ml_catalogue_row skill_losses_rows[] = {
    {.over = ML_OVER_LOSSES,
     .of_constants = true,
     .kind = ML_KIND_DIFFERENCE,
     .more_is_better = true,
     .number = ml_value_skill_of_loss},
    END,
};

static const ml_catalogue_row skill_metrics_rows[] = {
    {.over = ML_OVER_METRICS,
     .of_constants = true,
     .kind = ML_KIND_DIFFERENCE,
     .more_is_better = true,
     .number = ml_value_skill_of_metric},
    END,
};

static const ml_catalogue_row skill_rows[] = {
    {.key = "losses", .members = skill_losses_rows, .meaning = "1 - mean / constant of cross-entropies; null where that is 0"},
    {.key = "metrics", .members = skill_metrics_rows, .meaning = "(value - constant) / (1 - constant); null where that is 0/0"},
    END,
};

#define METRICS                                                                                                                \
    {                                                                                                                          \
        .key = "metrics", .members = metric_rows,                                                                              \
        .meaning = "Metrics of the decisions; averages run over the classes of settings.average where the figure is defined"   \
    }
#define CONFUSION                                                                                                              \
    {                                                                                                                          \
        .key = "confusion", .kind = ML_KIND_MATRIX, .scopes = ML_IN_IMAGE | ML_IN_SET | ML_IN_GROUP, .matrix = ml_value_hard,  \
        .meaning = "Confusion matrix"                                                                                          \
    }
#define PER_CLASS(rows)                                                                                                        \
    {                                                                                                                          \
        .key = "per_class", .members = rows, .meaning = "Counts and metrics by class name"                                     \
    }

const ml_catalogue_row ml_catalogue_table_view[] = {
    METRICS,
    PER_CLASS(table_per_class_rows),
    CONFUSION,
    END,
};

const ml_catalogue_row ml_catalogue_nothing[] = {END};

const ml_catalogue_row ml_catalogue_measures[] = {
    {.over = ML_OVER_MEASURES},
    END,
};

static bool has_measures_of_views(const ml_settings *settings)
{
    bool has = false;
    for (size_t k = 0; k < settings->measures->n; k++)
        has |= settings->measures->items[k].kind->view_rows != NULL;
    return has;
}

const ml_catalogue_row ml_catalogue_view[] = {
    {.key = "losses", .members = losses_rows, .meaning = "Losses by key"},
    METRICS,
    PER_CLASS(per_class_rows),
    CONFUSION,
    {.key = "soft_confusion",
     .kind = ML_KIND_MATRIX,
     .scopes = ML_IN_SET,
     .matrix = ml_value_soft,
     .meaning = "Sums of probabilities"},
    {.key = "constant",
     .scopes = ML_CATALOGUE_OF_MANY,
     .members = constant_rows,
     .meaning = "What the best constant prediction reaches: without it a figure says little"},
    {.key = "skill",
     .scopes = ML_CATALOGUE_OF_MANY,
     .members = skill_rows,
     .meaning = "How far the prediction gets from there to perfection: 0 is no better than the constant, 1 is perfect"},
    {.key = "measures",
     .below_views = true,
     .is_asked = has_measures_of_views,
     .members = ml_catalogue_measures,
     .meaning = ML_CATALOGUE_MEASURES_MEANING},
    END,
};
