/* The result of comparing two evaluations of the same images, and the forms it is written in. */
#ifndef ML_OUTPUT_COMPARISON_COMPARISON_H
#define ML_OUTPUT_COMPARISON_COMPARISON_H

#include "core/aggregate.h"
#include "core/gate.h"
#include "core/paired.h"
#include "io/out.h"

/* One figure of the aggregate: the same in both evaluations, and what became of it. NaN stands for null. */
typedef struct ml_compared {
    char *figure; /* its path; owned */
    double baseline, candidate;
    double delta;         /* candidate - baseline */
    double rel;           /* delta / |baseline|, NaN at 0 */
    bool is_sampled;      /* a mean over the images: has an interval, else that is all NaN */
    ml_interval interval; /* of the mean paired difference */
} ml_compared;

/* An image that got worse. */
typedef struct ml_worsened {
    char *id; /* as the file system has it; owned */
    double baseline, candidate;
} ml_worsened;

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
    size_t n_figures;
    const ml_compared *figures; /* in the order of the JSON report's aggregate */
    const char *by;             /* the figure by which images got worse */
    uint64_t n_worsened, n_improved, n_same;
    size_t n_worst;
    const ml_worsened *const *worst; /* [n_worst] those that got worse most, the first the most */
    const ml_verdicts *verdicts;
} ml_comparison;

/* Whether more of the figure under these keys (inside an aggregate or an image) is better: metrics, and the classes' hits. */
bool ml_more_is_better(const char *const *keys, size_t n_keys);

/* The figure under these keys, of n_figures; NULL where there is none, or (*lacks_memory set) no memory to look for it. */
const ml_compared *ml_compared_find(const ml_compared *figures, size_t n_figures, const char *const *keys, size_t n_keys,
                                    bool *lacks_memory);

/* What became of a loss ("losses") or metric ("metrics") of a view: of all pixels, and of its mean over the images. Returns
 * "better" or "worse" where the interval does not contain 0, else "". Lack of memory shows in `out`. */
const char *ml_comparison_overall(const ml_comparison *comparison, const char *view, const char *group, const char *key,
                                  ml_out *out, ml_compared *pooled, ml_compared *images);

/* A class, and what became of its IoU (NaN: it is not defined in both). */
typedef struct ml_class_change {
    size_t class;
    double delta;
} ml_class_change;

/* The classes that occur in the truth or in the predictions, those first whose IoU fell most, the undefined ones last. *n says
 * how many. NULL without memory, which shows in `out`. Freed with free. */
ml_class_change *ml_comparison_classes(const ml_comparison *comparison, int view, ml_out *out, size_t *n) ML_MUST_USE;

/* The table of forms; the first is the default. */
typedef struct ml_comparison_form {
    const char *name;
    void (*write)(const ml_comparison *comparison, ml_out *out);
} ml_comparison_form;

enum { ML_N_COMPARISON_FORMS = 5 };
extern const ml_comparison_form ml_comparison_forms[ML_N_COMPARISON_FORMS];

/* The forms, each in its own file. Failures of output show when it is committed. */
void ml_comparison_text(const ml_comparison *comparison, ml_out *out);
void ml_comparison_json(const ml_comparison *comparison, ml_out *out);
void ml_comparison_markdown(const ml_comparison *comparison, ml_out *out);
void ml_comparison_junit(const ml_comparison *comparison, ml_out *out);
void ml_comparison_tsv(const ml_comparison *comparison, ml_out *out);

#endif
