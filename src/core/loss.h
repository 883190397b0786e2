/* The registry of losses: a table row per loss, with its parameters, formula and function. Parsing of -L, keys in the output,
 * --list-losses and validation all come from the rows.
 *
 * A *pointwise* loss is a function of one pixel's (clipped) probability of the true class and its squared error, summed per
 * true class without any weight; its weight per class is applied when a view is taken. A *region* loss is a function of a
 * class's soft counts TP, FP, FN, averaged over the classes. An *overall* loss is one fraction of sums over the classes. */
#ifndef ML_CORE_LOSS_H
#define ML_CORE_LOSS_H

#include "base/error.h"
#include "kernel/kernel.h"

#include <stdbool.h>
#include <stddef.h>

enum { ML_MAX_LOSS_PARAMS = 4 };

/* Arrays over n pixels: what a pointwise loss may look at. */
typedef struct ml_pixel_terms {
    size_t n;
    const double *pt;        /* probability of the true class, clipped to eps..1-eps */
    const double *neg_log;   /* -log pt */
    const double *sq_error;  /* sum_c (p_c - onehot_c)^2, unclipped; only for kinds with takes_sq_error */
    const ml_kernel *kernel; /* functions over arrays */
} ml_pixel_terms;

typedef struct ml_loss ml_loss;

/* Sums of probabilities of one class. */
typedef struct ml_soft_counts {
    double tp, fp, fn;
} ml_soft_counts;

/* What a class adds to the two sides of an overall loss. */
typedef struct ml_loss_fraction {
    double above, below;
} ml_loss_fraction;

/* Derivatives: of a pixel's loss, and of the two sides of an overall loss with respect to a class's soft counts. */
typedef struct ml_pixel_slope {
    double by_pt, by_sq_error;
} ml_pixel_slope;
typedef struct ml_fraction_slope {
    ml_soft_counts above, below;
} ml_fraction_slope;

typedef struct ml_loss_param {
    const char *name;
    const char *meaning; /* in the schema and the manual */
    double fallback;     /* the default */
    bool positive;       /* must be > 0 (otherwise >= 0) */
    bool per_class;      /* may be a list a/b/c, one number per class */
    bool from_smooth;    /* --smooth changes the default */
} ml_loss_param;

typedef struct ml_loss_kind {
    const char *name;
    const char *title;       /* for people */
    const char *other_names; /* with blanks: what other programs call it, which is not taken, but suggested */
    bool by_default;
    const char *formula; /* for --list-losses */
    const char *source;
    ml_loss_param params[ML_MAX_LOSS_PARAMS]; /* ends at the first without name */

    /* Pointwise: out[i] = unweighted loss of pixel i; `param` is the value of params[pixel_param]. */
    void (*pixels)(const ml_pixel_terms *terms, double param, double *out);
    ml_pixel_slope (*pixel_slope)(double pt, double param); /* its derivative, where eps < pt < 1-eps */
    bool takes_sq_error;
    const char *sum_name; /* of the sum in the record; losses with the same name and parameter share it */
    int pixel_param;      /* which parameter the pixel function takes, -1 for none */
    double (*factor)(const ml_loss *loss, const double *weights, size_t c); /* of class c; NULL: 1 */
    bool weighted_mean;                                                     /* also has sum / sum of weights */

    /* Region: loss of one class from its soft counts; NaN where 0/0. */
    double (*region)(double tp, double fp, double fn, const double *params);
    /* Its derivative by each of the three, where it has a value; 0 where that is 0 and has no finite one. */
    ml_soft_counts (*region_slope)(double tp, double fp, double fn, const double *params);

    /* Overall: sum of `above` / (sum of `below` + smooth) over the classes of the average that the truth has; of a class with
     * so many of all the valid pixels. */
    ml_loss_fraction (*part)(const ml_soft_counts *soft, double support, double n_valid, const double *params);
    ml_fraction_slope (*part_slope)(double support, double n_valid,
                                    const double *params); /* the part is linear in the counts */
    int smooth_param;                                      /* which parameter is smooth */

    bool has_constant; /* a mean of -log pt, which is compared with that of the best constant distribution */
} ml_loss_kind;

extern const ml_loss_kind ml_loss_kinds[];
extern const size_t ml_n_loss_kinds;

/* A loss as asked for. */
struct ml_loss {
    const ml_loss_kind *kind;
    double params[ML_MAX_LOSS_PARAMS];
    double *alpha; /* [n_alpha] values of the per-class parameter when it was given as a list, else NULL */
    size_t n_alpha;
    char *key;  /* name plus the parameters that differ from their defaults, in table order */
    size_t sum; /* pointwise: index of its sum in the record */
};

/* An unweighted sum over the pixels of each true class, kept in the record. */
typedef struct ml_loss_sum {
    const ml_loss_kind *kind;
    double param;
    char *key; /* "cce", "focal", "focal:gamma=3", "brier" */
} ml_loss_sum;

typedef struct ml_losses {
    size_t n;
    ml_loss *items;
    size_t n_sums;
    ml_loss_sum *sums; /* sums[0] is always cce */
    bool has_smooth;   /* the default of smooth was changed, to `smooth` */
    double smooth;
} ml_losses;

/* Reads SPEC[,SPEC]... (NULL: the default losses). `smooth` is the default of that parameter, NULL for the built-in one.
 * Errors are usage errors that name the place. On failure nothing is held. */
ml_status ml_losses_parse(const char *specs, const double *smooth, ml_error *error, ml_losses *losses) ML_MUST_USE;
void ml_losses_clear(ml_losses *losses);

/* Whether they are those that are taken where none is asked for. */
bool ml_losses_are_default(const ml_losses *losses);

/* Whether every per-class list has n_classes values (usage error otherwise). */
ml_status ml_losses_check(const ml_losses *losses, size_t n_classes, ml_error *error) ML_MUST_USE;

/* The unweighted value of a pointwise loss at a pixel with this probability of the true class, clipped, and squared error. */
double ml_loss_at(const ml_loss_sum *sum, double pt, double sq_error);

/* The same where the prediction is certain and right (p = 1, clipped). */
double ml_loss_when_certain(const ml_loss_sum *sum, double epsilon);

/* The largest that its value can be at a pixel, with what roundings may add; > 0. A pointwise loss falls with pt and grows with
 * the squared error. */
double ml_loss_at_most(const ml_loss_sum *sum, double epsilon);

/* Number of parameters of a row. */
size_t ml_loss_n_params(const ml_loss_kind *kind);

#endif
