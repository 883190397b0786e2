/* One pixel explained: every step from what is stored of it to what it adds to the figures of its image. Plain numbers, which
 * whoever has read the pixel fills in, for the forms that show them. */
#ifndef ML_CORE_EXPLAINED_H
#define ML_CORE_EXPLAINED_H

#include "core/pixel_state.h"
#include "core/stored_label.h"

extern const char *const ml_pixel_state_names[ML_N_PIXEL_STATES];

/* Of so many classes all are shown; of more, those of the highest p and the true one. */
enum { ML_EXPLAINED_ALL = 20, ML_EXPLAINED_LARGEST = 10 };

/* What the pixel costs in a pointwise loss. */
typedef struct ml_explained_loss {
    const ml_loss *loss;
    double factor;      /* w or alpha of the true class, which is part of: */
    double raw, masked; /* in the two views */
} ml_explained_loss;

/* The derivative of the image's mean of a loss in the masked view. */
typedef struct ml_explained_gradient {
    const ml_loss *loss;
    double *by_stored; /* [n_stored] */
} ml_explained_gradient;

/* All borrowed. Nothing after `reason` is set where the pixel is ignored or bad. */
typedef struct ml_explained {
    const ml_settings *settings;
    const char *id, *truth, *prediction; /* as the file system has them */
    size_t height, width, row, column;
    ml_stored_label label;
    uint16_t y; /* true class, or ML_IGNORED */
    ml_pixel_state state;
    const char *reason; /* of what is ignored or bad; else NULL */

    bool is_hard;         /* decided by a label, with nothing else stored: */
    ml_stored_label hard; /* this */
    bool is_binary;       /* one value, which is class 1's */
    size_t n_stored;      /* 0 of hard predictions */
    const double *stored; /* [n_stored] by channel */
    double stored_one;    /* what one whole number is divided by; 0: values are as they are stored */
    double sum;           /* by which values, or their sigmoids, are divided; NaN: nothing is */
    const double *p;      /* [classes] */
    uint16_t decision;    /* or ML_NONE */
    double margin;        /* p of the decision less the largest other one; NaN: no decision */
    size_t n_shown;       /* classes */
    const size_t *shown;  /* [n_shown] in order of classes, or where not all are shown the largest p first */
    size_t n_losses;      /* pointwise ones that are asked for */
    const ml_explained_loss *losses;
    size_t n_gradients;                     /* 0 of hard predictions */
    const ml_explained_gradient *gradients; /* of the losses that are asked for, then, as far as they are wanted, of others */
} ml_explained;

/* What the pixel adds to TP, FP and FN of class c in a view. */
ml_soft_counts ml_explained_adds(const ml_explained *explained, ml_view_kind view, size_t c);

/* Whether it takes part in a view at all. */
bool ml_explained_takes_part(const ml_explained *explained, ml_view_kind view);

/* The class that a stored value is of; of a class how many are, and the first of them. */
size_t ml_explained_class_of(const ml_explained *explained, size_t channel);
size_t ml_explained_n_stored(const ml_explained *explained, size_t c, size_t *first);

/* The classes to be shown, at most ML_EXPLAINED_ALL: fills shown, returns their number. y is the true class. */
size_t ml_explained_choose(const double *p, size_t n_classes, size_t y, size_t shown[ML_EXPLAINED_ALL]);

/* The largest p of a class other than d. */
double ml_explained_runner_up(const double *p, size_t n_classes, size_t d);

#endif
