/* The table of conventions; see convention.h. Soft counts of a class: G true pixels, P the mass predicted for it, TP the part
 * of it at its own pixels. */
#include "core/convention.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

const char *const ml_batch_names[ML_N_BATCHES] = {"all", "1"};

typedef struct soft_class {
    double tp, g, p;
} soft_class;

static soft_class soft_of(const ml_batch_terms *b, size_t c)
{
    const ml_soft_counts *soft = &b->figures->soft[c];
    return (soft_class){soft->tp, (double)b->figures->view.support[c], soft->tp + soft->fp};
}

static const ml_class_figures *hard_of(const ml_batch_terms *b, size_t c) { return &b->figures->per_class[c]; }

/* Mean of a function of the classes from `first` on, over those where it is defined. */
static double mean_of(const ml_batch_terms *b, size_t first, double (*of)(const ml_batch_terms *b, size_t c))
{
    double sum = 0;
    size_t n = 0;
    for (size_t c = first; c < b->n_classes; c++) {
        double x = of(b, c);
        if (!isnan(x)) {
            sum += x;
            n++;
        }
    }
    return n ? sum / (double)n : (double)NAN;
}

/* Unweighted cross-entropy, summed per true class: the record's first sum. */
static double entropy(const ml_batch_terms *b, bool weighted)
{
    const double *sums = b->figures->view.record.sums;
    double sum = 0, all = 0;
    for (size_t y = 0; y < b->n_classes; y++) {
        double w = weighted ? b->settings->weights[y] : 1;
        sum += w * sums[y];
        all += w * (double)b->figures->view.support[y];
    }
    return all > 0 ? sum / all : (double)NAN;
}

static double keras_cce(const ml_batch_terms *b) { return entropy(b, false); }

static double torch_ce(const ml_batch_terms *b) { return entropy(b, true); }

/* 1 - 2 sum TP / (sum G + sum P + 1e-7) over all classes at once. */
static double keras_dice(const ml_batch_terms *b)
{
    double tp = 0, all = 0;
    for (size_t c = 0; c < b->n_classes; c++) {
        soft_class s = soft_of(b, c);
        tp += s.tp;
        all += s.g + s.p;
    }
    return 1 - 2 * tp / (all + 1e-7);
}

static double keras_dice_of(const ml_batch_terms *b, size_t c)
{
    soft_class s = soft_of(b, c);
    return 1 - 2 * s.tp / (s.g + s.p + 1e-7);
}

static double keras_dice_per_class(const ml_batch_terms *b) { return mean_of(b, 0, keras_dice_of); }

/* Absent classes count as 0. */
static double smp_dice_of(const ml_batch_terms *b, size_t c)
{
    soft_class s = soft_of(b, c);
    double all = s.g + s.p;
    return s.g > 0 ? 1 - 2 * s.tp / (all > 1e-7 ? all : 1e-7) : 0;
}

static double smp_dice(const ml_batch_terms *b) { return mean_of(b, 0, smp_dice_of); }

static double smp_jaccard_of(const ml_batch_terms *b, size_t c)
{
    soft_class s = soft_of(b, c);
    double all = s.g + s.p - s.tp;
    return s.g > 0 ? 1 - s.tp / (all > 1e-7 ? all : 1e-7) : 0;
}

static double smp_jaccard(const ml_batch_terms *b) { return mean_of(b, 0, smp_jaccard_of); }

static double monai_dice_of(const ml_batch_terms *b, size_t c)
{
    soft_class s = soft_of(b, c);
    return 1 - (2 * s.tp + 1e-5) / (s.g + s.p + 1e-5);
}

static double monai_dice(const ml_batch_terms *b) { return mean_of(b, 0, monai_dice_of); }

static double monai_dice_foreground(const ml_batch_terms *b) { return mean_of(b, 1, monai_dice_of); }

static double nnunet_dice_of(const ml_batch_terms *b, size_t c)
{
    soft_class s = soft_of(b, c);
    return -(2 * s.tp + 1e-5) / (s.g + s.p + 1e-5);
}

static double nnunet_dice(const ml_batch_terms *b) { return mean_of(b, 1, nnunet_dice_of); }

static double iou_of(const ml_batch_terms *b, size_t c) { return hard_of(b, c)->ratios[ML_IOU]; }

static double dice_of(const ml_batch_terms *b, size_t c) { return hard_of(b, c)->ratios[ML_DICE]; }

static double miou(const ml_batch_terms *b) { return mean_of(b, 0, iou_of); }

static double mdice(const ml_batch_terms *b) { return mean_of(b, 0, dice_of); }

static double foreground_iou_of(const ml_batch_terms *b, size_t c) { return c > 0 ? iou_of(b, c) : (double)NAN; }

static double foreground_dice_of(const ml_batch_terms *b, size_t c) { return c > 0 ? dice_of(b, c) : (double)NAN; }

/* Classes that the truth lacks are left out, even where they are predicted. */
static double dice_of_present(const ml_batch_terms *b, size_t c)
{
    return hard_of(b, c)->counts[ML_SUPPORT] > 0 ? dice_of(b, c) : (double)NAN;
}

static double mdice_of_present(const ml_batch_terms *b) { return mean_of(b, 0, dice_of_present); }

/* A class that is nowhere counts as 1. */
static double iou_or_one(const ml_batch_terms *b, size_t c) { return isnan(iou_of(b, c)) ? 1 : iou_of(b, c); }

static double imagewise_iou(const ml_batch_terms *b) { return mean_of(b, 0, iou_or_one); }

static double micro_iou(const ml_batch_terms *b)
{
    uint64_t tp = 0, all = 0;
    for (size_t c = 0; c < b->n_classes; c++) {
        const uint64_t *counts = hard_of(b, c)->counts;
        tp += counts[ML_TP];
        all += counts[ML_TP] + counts[ML_FP] + counts[ML_FN];
    }
    return all ? (double)tp / (double)all : (double)NAN;
}

const ml_convention ml_conventions[] = {
    {"keras.cce", "keras.losses.CategoricalCrossentropy()", ML_BATCH_ALL, keras_cce, NULL},
    {"torch.ce", "torch.nn.CrossEntropyLoss(weight=w), of log p", ML_BATCH_ALL, torch_ce, NULL},
    {"keras.dice", "keras.losses.Dice()", ML_BATCH_ALL, keras_dice, NULL},
    {"keras.dice_per_class", "keras.losses.Dice(axis=(0, 1, 2))", ML_BATCH_ALL, keras_dice_per_class, NULL},
    {"smp.dice", "smp.losses.DiceLoss('multiclass', from_logits=False)", ML_BATCH_ALL, smp_dice, NULL},
    {"smp.dice", "smp.losses.DiceLoss('multiclass', from_logits=False)", ML_BATCH_ONE, smp_dice, NULL},
    {"smp.jaccard", "smp.losses.JaccardLoss('multiclass', from_logits=False)", ML_BATCH_ALL, smp_jaccard, NULL},
    {"monai.dice", "monai.losses.DiceLoss()", ML_BATCH_ONE, monai_dice, NULL},
    {"monai.dice", "monai.losses.DiceLoss(batch=True)", ML_BATCH_ALL, monai_dice, NULL},
    {"monai.dice_foreground", "monai.losses.DiceLoss(include_background=False)", ML_BATCH_ONE, monai_dice_foreground, NULL},
    {"nnunet.dice_loss", "MemoryEfficientSoftDiceLoss(batch_dice=True, do_bg=False, smooth=1e-5)", ML_BATCH_ALL, nnunet_dice,
     NULL},
    {"nnunet.dice_loss", "MemoryEfficientSoftDiceLoss(batch_dice=False, do_bg=False, smooth=1e-5)", ML_BATCH_ONE, nnunet_dice,
     NULL},
    {"mmseg.miou", "mmseg IoUMetric(iou_metrics=['mIoU'])", ML_BATCH_ALL, miou, NULL},
    {"cityscapes.miou", "cityscapesscripts evalPixelLevelSemanticLabeling", ML_BATCH_ALL, miou, NULL},
    {"keras.mean_iou", "keras.metrics.MeanIoU(num_classes)", ML_BATCH_ALL, miou, NULL},
    {"nnunet.foreground_dice", "nnUNetv2_evaluate_folder: foreground_mean Dice", ML_BATCH_ONE, NULL, foreground_dice_of},
    {"nnunet.foreground_iou", "nnUNetv2_evaluate_folder: foreground_mean IoU", ML_BATCH_ONE, NULL, foreground_iou_of},
    {"torchmetrics.dice_macro", "torchmetrics DiceScore(num_classes, average='macro')", ML_BATCH_ONE, mdice, NULL},
    {"monai.dice_metric", "monai.metrics.DiceMetric()", ML_BATCH_ONE, mdice_of_present, NULL},
    {"smp.iou_imagewise", "smp.metrics.iou_score(reduction='macro-imagewise', zero_division=1)", ML_BATCH_ONE, imagewise_iou,
     NULL},
    {"torchgeo.jaccard_micro", "torchmetrics MulticlassJaccardIndex(average='micro')", ML_BATCH_ALL, micro_iou, NULL},
};

const size_t ml_n_conventions = ML_COUNT(ml_conventions);

static ml_batch_terms terms_of(const ml_figures *figures, ml_view_kind view)
{
    return (ml_batch_terms){figures->settings, &figures->views[view], figures->settings->classes->n};
}

/* Where a row's spreads begin in a view: one per class. */
static ml_spread *spreads_of(const ml_convention_sums *sums, size_t r, ml_view_kind view)
{
    return sums->spreads + ((size_t)view * ml_n_conventions + r) * sums->settings->classes->n;
}

ml_status ml_convention_sums_init(const ml_settings *settings, ml_error *error, ml_convention_sums *sums)
{
    *sums = (ml_convention_sums){settings, ml_alloc(2 * ml_n_conventions * settings->classes->n, sizeof *sums->spreads)};
    return sums->spreads ? ML_OK : ml_fail_memory(error, "the conventions");
}

void ml_convention_sums_clear(ml_convention_sums *sums)
{
    free(sums->spreads);
    *sums = (ml_convention_sums){NULL, NULL};
}

ml_status ml_convention_sums_add(ml_convention_sums *sums, const ml_figures *batch, ml_error *error)
{
    bool good = true;
    for (int v = ML_VIEW_RAW; v <= ML_VIEW_MASKED; v++) {
        const ml_batch_terms terms = terms_of(batch, (ml_view_kind)v);
        for (size_t r = 0; r < ml_n_conventions; r++) {
            const ml_convention *row = &ml_conventions[r];
            ml_spread *spreads = spreads_of(sums, r, (ml_view_kind)v);
            if (row->batch != ML_BATCH_ONE)
                continue;
            for (size_t c = 0; c < (row->of_class ? terms.n_classes : 1); c++)
                good = good && ml_spread_add(&spreads[c], row->of_class ? row->of_class(&terms, c) : row->value(&terms));
        }
    }
    return good ? ML_OK : ml_fail(error, ML_E_SYSTEM, "the mean of a convention overflows");
}

double ml_convention_value(const ml_convention_sums *sums, size_t r, ml_view_kind view, const ml_figures *set)
{
    const ml_convention *row = &ml_conventions[r];
    const ml_spread *spreads = spreads_of(sums, r, view);
    const ml_batch_terms terms = terms_of(set, view);
    double sum = 0;
    size_t n = 0;
    if (row->batch == ML_BATCH_ALL)
        return row->value(&terms);
    for (size_t c = 0; c < (row->of_class ? terms.n_classes : 1); c++)
        if (!isnan(ml_spread_mean(&spreads[c]))) {
            sum += ml_spread_mean(&spreads[c]);
            n++;
        }
    return n ? sum / (double)n : (double)NAN;
}
