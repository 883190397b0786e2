/* The result of comparing two evaluations of the same images, and the forms it is written in. */
#ifndef ML_OUTPUT_COMPARISON_COMPARISON_H
#define ML_OUTPUT_COMPARISON_COMPARISON_H

#include "core/aggregate.h"
#include "core/gate.h"
#include "core/note.h"
#include "core/paired.h"
#include "core/printed.h"
#include "io/out.h"

/* One figure of the aggregate, or of a group: the same in both evaluations, and what became of it. NaN stands for null. */
typedef struct ml_compared {
    char *path;        /* owned */
    const char *group; /* that it is of, as the file system has it, borrowed; NULL: of the set */
    ml_figure figure;
    double baseline, candidate;
    double delta;         /* candidate - baseline */
    double rel;           /* delta / |baseline|, NaN at 0 */
    double mean_delta;    /* of means over the images: the mean paired difference, else NaN */
    size_t n_images;      /* that it is of */
    ml_interval interval; /* of the mean paired difference, or of pooled figures of delta; else NaN */
} ml_compared;

/* An image that got worse, or better. */
typedef struct ml_changed {
    char *id; /* as the file system has it; owned */
    double baseline, candidate;
} ml_changed;

/* Such images, those first that changed most. */
typedef struct ml_changed_images {
    size_t n;
    const ml_changed *const *items; /* [n] */
} ml_changed_images;

typedef struct ml_comparison_side {
    const char *name;    /* of the stream */
    uint64_t n_images;   /* that it has */
    uint64_t n_left_out; /* of these, because the other stream does not have them */
    uint64_t n_failed;   /* that could not be evaluated */
    const ml_settings *settings;
    const ml_figures *figures; /* of the images compared, pooled */
} ml_comparison_side;

/* All borrowed. */
typedef struct ml_comparison {
    ml_comparison_side baseline, candidate;
    uint64_t n_images; /* compared */
    const char *unit;  /* what is resampled: "images" or "groups" */
    bool shows_groups; /* forms for reading show means over groups in place of those over images */
    size_t n_figures;
    const ml_compared *figures; /* in the order of the JSON report's aggregate, then those of the groups */
    const char *by;             /* the figure by which images got worse or better */
    const ml_figure *by_figure; /* the same */
    ml_better better_values;    /* of it */
    size_t n_deltas;
    const double *deltas; /* [n_deltas] what became of it in each image where both sides have it, ascending */
    uint64_t n_worsened, n_improved, n_same;
    ml_changed_images worse, better;
    const ml_verdicts *verdicts;
    size_t n_notes;
    const ml_note *notes;
    const char *failure;       /* why the run fails, gates apart; NULL: it does not */
    const ml_printed *printed; /* of the figures that --print asks for */
} ml_comparison;

/* One of n figures, of the group with this name or (NULL) of the set; NULL where it is not among them. */
const ml_compared *ml_compared_find(const ml_compared *figures, size_t n, const char *group, const ml_figure *figure);

/* What became of a loss or metric: of all pixels, and of its mean over the images, or over the groups where these are shown. */
typedef struct ml_compared_overall {
    const ml_compared *pooled, *images;
} ml_compared_overall;

/* That of a loss (ML_OVER_LOSSES) or a metric (ML_OVER_METRICS) of a view that is shown, by its index. *overall is zeroed or
 * what the one before has given, from which on is searched: one after the other takes time in proportion to their number.
 * Returns "better" or "worse" where the interval does not contain 0, else "". */
const char *ml_comparison_overall(const ml_comparison *comparison, ml_view_kind view, ml_over over, size_t index,
                                  ml_compared_overall *overall);

/* What it returns of what it has found. */
const char *ml_compared_overall_verdict(const ml_compared_overall *overall);

/* The figure of measure k that comes behind the one that *overall has (zeroed: the first), of all classes together, in a view
 * or (ML_OF_NONE) of a measure without views, of those that have a mean over the images, or groups. *label is what it is called
 * below measure and view, borrowed. False: there is no more. */
bool ml_comparison_next_measured(const ml_comparison *comparison, size_t k, int view, ml_compared_overall *overall,
                                 const char **label);

/* Whether there are figures of measures without views, of all classes together. */
bool ml_comparison_has_measured_beside(const ml_comparison *comparison);

/* The two sides' words of a figure whose interval does not contain 0, "better" or "worse"; "same" where nothing changed in any
 * resample; else "". */
const char *ml_compared_verdict(const ml_compared *compared);

/* A class, and what became of its IoU (NaN: it is not defined in both). */
typedef struct ml_class_change {
    size_t class;
    double delta;
} ml_class_change;

/* The classes that occur in the truth or in the predictions, those first whose IoU fell most, the undefined ones last. *n says
 * how many. NULL without memory, which shows in `out`. Freed with free. */
ml_class_change *ml_comparison_classes(const ml_comparison *comparison, int view, ml_out *out, size_t *n) ML_MUST_USE;

/* A group, and what became of it; borrowed. */
typedef struct ml_group_change {
    const char *name;      /* as the file system has it */
    const ml_compared *by; /* the figure that the images go by, or mean IoU where groups are not compared by that */
    const ml_compared *miou[ML_N_VIEWS]; /* NULL: not of this view */
} ml_group_change;

/* The groups, those first that got worse most, those without a difference last. *n says how many. NULL without memory, which
 * shows in `out`. Freed with free. */
ml_group_change *ml_comparison_groups(const ml_comparison *comparison, ml_out *out, size_t *n) ML_MUST_USE;

/* The forms, each in its own file, listed in forms.c. Failures of output show when it is committed. */
void ml_comparison_text(const ml_comparison *comparison, ml_out *out);
void ml_comparison_json(const ml_comparison *comparison, ml_out *out);
void ml_comparison_markdown(const ml_comparison *comparison, ml_out *out);
void ml_comparison_html(const ml_comparison *comparison, ml_out *out);
void ml_comparison_junit(const ml_comparison *comparison, ml_out *out);
void ml_comparison_tsv(const ml_comparison *comparison, ml_out *out);
void ml_comparison_print(const ml_comparison *comparison, ml_out *out);

#endif
