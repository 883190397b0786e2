/* The table of losses and their formulas; see loss.h. Parsing is in loss_parse.c.
 *
 * Ignored pixels never reach these functions. p = 0 is clipped to eps before a logarithm is taken, so every value is finite. */
#include "core/loss.h"

#include "kernel/math.h"

#include <math.h>
#include <string.h>

/* Cross-entropy: -log pt. */
static void pixels_cce(const ml_pixel_terms *t, double unused, double *out)
{
    ML_UNUSED(unused);
    memcpy(out, t->neg_log, t->n * sizeof *out);
}

static ml_pixel_slope slope_cce(double pt, double unused)
{
    ML_UNUSED(unused);
    return (ml_pixel_slope){-1 / pt, 0};
}

/* Focal loss without its alpha: (1 - pt)^gamma * -log pt (Lin et al. 2017, equation 4). */
static void pixels_focal(const ml_pixel_terms *t, double gamma, double *out)
{
    t->kernel->weigh_by_rest(t->pt, gamma, t->neg_log, t->n, out);
}

/* base^exponent, 0 < base, of whatever sign the exponent is. */
static double power(double base, double exponent)
{
    return exponent >= 0 ? ml_pow(base, exponent) : 1 / ml_pow(base, -exponent);
}

/* gamma (1 - pt)^(gamma - 1) log pt - (1 - pt)^gamma / pt. */
static ml_pixel_slope slope_focal(double pt, double gamma)
{
    double rest = 1 - pt, less = gamma > 0 ? gamma * power(rest, gamma - 1) * ml_log(pt) : 0;
    return (ml_pixel_slope){less - ml_pow(rest, gamma) / pt, 0};
}

/* Brier score: sum over c of (p_c - onehot_c)^2 (Brier 1950). */
static void pixels_brier(const ml_pixel_terms *t, double unused, double *out)
{
    ML_UNUSED(unused);
    memcpy(out, t->sq_error, t->n * sizeof *out);
}

static ml_pixel_slope slope_brier(double pt, double unused)
{
    ML_UNUSED(pt);
    ML_UNUSED(unused);
    return (ml_pixel_slope){0, 1};
}

static double factor_weight(const ml_loss *loss, const double *weights, size_t c)
{
    ML_UNUSED(loss);
    return weights[c];
}

/* focal's alpha: one for all classes or one per class. */
static double factor_alpha(const ml_loss *loss, const double *weights, size_t c)
{
    ML_UNUSED(weights);
    return loss->alpha ? loss->alpha[c] : loss->params[0];
}

/* D = (a FP + b FN) / (TP + a FP + b FN + smooth): one minus Tversky's index with smooth above and below, written so that a
 * perfect prediction gives exactly 0 and nothing cancels. 0/0 is NaN. */
static double tversky_distance(double tp, double fp, double fn, double a, double b, double smooth)
{
    double wrong = a * fp + b * fn, all = tp + wrong + smooth;
    if (all > DBL_MAX) /* huge weights: scaled down, the quotient is the same */
        return tversky_distance(tp * 0x1p-600, fp, fn, a * 0x1p-600, b * 0x1p-600, smooth * 0x1p-600);
    return all > 0 ? wrong / all : (double)NAN;
}

/* Its derivative. With A the denominator: by TP it is -D / A, by FP a (TP + smooth) / A^2, by FN the same with b. */
static ml_soft_counts tversky_slope(double tp, double fp, double fn, double a, double b, double smooth)
{
    double scale = a * fp + b * fn + tp + smooth > DBL_MAX ? 0x1p-600 : 1;
    double left = tp * scale + smooth * scale, wrong = a * scale * fp + b * scale * fn, all = left + wrong;
    return (ml_soft_counts){-(wrong / all) / all * scale, a * scale / all * (left / all), b * scale / all * (left / all)};
}

static double region_dice(double tp, double fp, double fn, const double *params)
{
    return tversky_distance(tp, fp, fn, 0.5, 0.5, params[0]);
}

static ml_soft_counts slope_dice(double tp, double fp, double fn, const double *params)
{
    return tversky_slope(tp, fp, fn, 0.5, 0.5, params[0]);
}

static double region_jaccard(double tp, double fp, double fn, const double *params)
{
    return tversky_distance(tp, fp, fn, 1, 1, params[0]);
}

static ml_soft_counts slope_jaccard(double tp, double fp, double fn, const double *params)
{
    return tversky_slope(tp, fp, fn, 1, 1, params[0]);
}

static double region_tversky(double tp, double fp, double fn, const double *params)
{
    return tversky_distance(tp, fp, fn, params[0], params[1], params[2]);
}

static ml_soft_counts slope_tversky(double tp, double fp, double fn, const double *params)
{
    return tversky_slope(tp, fp, fn, params[0], params[1], params[2]);
}

static double region_focal_tversky(double tp, double fp, double fn, const double *params)
{
    double distance = tversky_distance(tp, fp, fn, params[0], params[1], params[3]);
    return distance >= 0 ? ml_pow(distance, params[2]) : distance;
}

/* exponent D^(exponent - 1) times D's. */
static ml_soft_counts slope_focal_tversky(double tp, double fp, double fn, const double *params)
{
    ml_soft_counts slope = tversky_slope(tp, fp, fn, params[0], params[1], params[3]);
    double distance = tversky_distance(tp, fp, fn, params[0], params[1], params[3]), exponent = params[2];
    double by_distance = distance > 0 || exponent >= 1 ? exponent * power(distance, exponent - 1) : 0;
    return (ml_soft_counts){by_distance * slope.tp, by_distance * slope.fp, by_distance * slope.fn};
}

/* Generalised Dice loss (Sudre et al. 2017): sum w (FP + FN) / sum w (2 TP + FP + FN) with w = 1 / N_c^2, here times N^2, so
 * that a class's size, not the image's, is what counts. */
static ml_loss_fraction part_gdice(const ml_soft_counts *soft, double support, double n_valid, const double *params)
{
    ML_UNUSED(params);
    double share = n_valid / support, weight = share * share, wrong = soft->fp + soft->fn;
    return (ml_loss_fraction){weight * wrong, weight * (2 * soft->tp + wrong)};
}

static ml_fraction_slope slope_gdice(double support, double n_valid, const double *params)
{
    ML_UNUSED(params);
    double share = n_valid / support, weight = share * share;
    return (ml_fraction_slope){.above = {0, weight, weight}, .below = {2 * weight, weight, weight}};
}

#define SMOOTH                                                                                                                 \
    {                                                                                                                          \
        .name = "smooth", .meaning = "added to the denominator, in pixels", .fallback = 1e-7, .from_smooth = true              \
    }
#define FALSE_POSITIVES                                                                                                        \
    {                                                                                                                          \
        .name = "fp", .meaning = "weight of false positives", .fallback = 0.3                                                  \
    }
#define FALSE_NEGATIVES                                                                                                        \
    {                                                                                                                          \
        .name = "fn", .meaning = "weight of false negatives", .fallback = 0.7                                                  \
    }

const ml_loss_kind ml_loss_kinds[] = {
    {.name = "cce",
     .title = "Cross-entropy",
     .other_names = "ce crossentropy cross_entropy categorical_crossentropy bce nll log_loss",
     .by_default = true,
     .formula = "-log pt",
     .source = "Keras CategoricalCrossentropy on probabilities",
     .pixels = pixels_cce,
     .pixel_slope = slope_cce,
     .sum_name = "cce",
     .pixel_param = -1,
     .has_constant = true},
    {.name = "wcce",
     .title = "Weighted cross-entropy",
     .other_names = "wce weighted_crossentropy weighted_cross_entropy",
     .by_default = true,
     .formula = "-w_y log pt",
     .source = "cross-entropy with class weights (--weights)",
     .pixels = pixels_cce,
     .pixel_slope = slope_cce,
     .sum_name = "cce",
     .pixel_param = -1,
     .factor = factor_weight,
     .weighted_mean = true,
     .has_constant = true},
    {.name = "focal",
     .title = "Focal loss",
     .other_names = "focal_loss focal_crossentropy categorical_focal_crossentropy",
     .by_default = true,
     .formula = "-alpha (1-pt)^gamma log pt",
     .source = "Keras CategoricalFocalCrossentropy; Lin et al. 2017",
     .params = {{.name = "alpha", .meaning = "factor of the true class", .fallback = 0.25, .per_class = true},
                {.name = "gamma", .meaning = "power of 1 - pt", .fallback = 2}},
     .pixels = pixels_focal,
     .pixel_slope = slope_focal,
     .sum_name = "focal",
     .pixel_param = 1,
     .factor = factor_alpha},
    {.name = "brier",
     .title = "Brier score",
     .formula = "sum_c (p_c - onehot_c)^2",
     .source = "Brier 1950; range 0..2",
     .pixels = pixels_brier,
     .pixel_slope = slope_brier,
     .takes_sq_error = true,
     .sum_name = "brier",
     .pixel_param = -1},
    {.name = "dice",
     .title = "Dice loss",
     .other_names = "dice_loss dsc f1 soft_dice generalized_dice",
     .by_default = true,
     .formula = "D(1/2, 1/2)",
     .source = "Milletari 2016 (unsquared)",
     .params = {SMOOTH},
     .region = region_dice,
     .region_slope = slope_dice},
    {.name = "gdice",
     .title = "Generalised Dice loss",
     .formula = "sum_c w (FP + FN) / (sum_c w (2TP + FP + FN) + smooth), w = (N/N_c)^2",
     .source = "Sudre 2017",
     .params = {SMOOTH},
     .part = part_gdice,
     .part_slope = slope_gdice,
     .smooth_param = 0},
    {.name = "jaccard",
     .title = "Jaccard loss",
     .other_names = "iou miou iou_loss jaccard_loss soft_iou",
     .by_default = true,
     .formula = "D(1, 1)",
     .source = "soft Jaccard distance",
     .params = {SMOOTH},
     .region = region_jaccard,
     .region_slope = slope_jaccard},
    {.name = "tversky",
     .title = "Tversky loss",
     .other_names = "tversky_loss",
     .by_default = true,
     .formula = "D(fp, fn)",
     .source = "Salehi 2017",
     .params = {FALSE_POSITIVES, FALSE_NEGATIVES, SMOOTH},
     .region = region_tversky,
     .region_slope = slope_tversky},
    {.name = "focal_tversky",
     .title = "Focal Tversky loss",
     .other_names = "ftl focal_tversky_loss",
     .by_default = true,
     .formula = "D(fp, fn)^exponent",
     .source = "Abraham & Khan 2019 (exponent = 1/gamma, gamma = 4/3)",
     .params = {FALSE_POSITIVES,
                FALSE_NEGATIVES,
                {.name = "exponent", .meaning = "power to which the distance is taken", .fallback = 0.75, .positive = true},
                SMOOTH},
     .region = region_focal_tversky,
     .region_slope = slope_focal_tversky},
};

const size_t ml_n_loss_kinds = ML_COUNT(ml_loss_kinds);

double ml_loss_at(const ml_loss_sum *sum, double pt, double sq_error)
{
    double neg_log = -ml_log(pt), loss;
    const ml_pixel_terms terms = {1, &pt, &neg_log, &sq_error, ml_kernels[0].kernel};
    sum->kind->pixels(&terms, sum->param, &loss);
    return loss;
}

double ml_loss_when_certain(const ml_loss_sum *sum, double epsilon) { return ml_loss_at(sum, 1 - epsilon, 0); }

double ml_loss_at_most(const ml_loss_sum *sum, double epsilon) { return ml_loss_at(sum, epsilon, 2) * (1 + 1e-6) + DBL_MIN; }
