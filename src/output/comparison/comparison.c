/* What the forms of a comparison share; see comparison.h. */
#include "output/comparison/comparison.h"

#include "base/memory.h"
#include "core/path.h"
#include "output/junit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const ml_comparison_form ml_comparison_forms[ML_N_COMPARISON_FORMS] = {
    {"text", ml_comparison_text},         {"json", ml_comparison_json},   {"tsv", ml_comparison_tsv},
    {"markdown", ml_comparison_markdown}, {"junit", ml_comparison_junit},
};

bool ml_more_is_better(const char *const *keys, size_t n_keys)
{
    static const char *const hits[] = {"tp", "tn"};
    const char *last = keys[n_keys - 1];
    size_t at = n_keys > 1 && strcmp(keys[0], "image_mean") == 0; /* the view */
    if (at + 1 >= n_keys)
        return false;
    if (strcmp(keys[at + 1], "metrics") == 0)
        return strcmp(last, "classes") != 0;
    if (strcmp(keys[at + 1], "per_class") != 0)
        return false;
    for (int r = 0; r < ML_N_RATIOS; r++)
        if (strcmp(last, ml_ratio_names[r]) == 0)
            return true;
    for (size_t h = 0; h < ML_COUNT(hits); h++)
        if (strcmp(last, hits[h]) == 0)
            return true;
    return false;
}

const ml_compared *ml_compared_find(const ml_compared *figures, size_t n_figures, const char *const *keys, size_t n_keys,
                                    bool *lacks_memory)
{
    char *path = ml_path_text(keys, n_keys);
    const ml_compared *found = NULL;
    *lacks_memory = path == NULL;
    for (size_t f = 0; path && f < n_figures && !found; f++)
        found = strcmp(figures[f].figure, path) == 0 ? &figures[f] : NULL;
    free(path);
    return found;
}

/* The figure under these keys; one of undefined values where it is not there. */
static ml_compared figure(const ml_comparison *c, ml_out *out, const char *const *keys, size_t n)
{
    const double none = (double)NAN;
    bool lacks_memory;
    const ml_compared *found = ml_compared_find(c->figures, c->n_figures, keys, n, &lacks_memory);
    if (lacks_memory)
        out->status = ML_E_SYSTEM;
    return found ? *found : (ml_compared){NULL, none, none, none, none, false, {0, none, none, none}};
}

const char *ml_comparison_overall(const ml_comparison *comparison, const char *view, const char *group, const char *key,
                                  ml_out *out, ml_compared *pooled, ml_compared *images)
{
    const char *pooled_keys[] = {view, group, key, "mean"};
    const char *image_keys[] = {"image_mean", view, group, key, "mean"};
    bool is_metric = strcmp(group, "metrics") == 0;
    *pooled = figure(comparison, out, pooled_keys, is_metric ? 3 : 4);
    *images = figure(comparison, out, image_keys, 5);
    if (!(images->interval.low > 0) && !(images->interval.high < 0))
        return "";
    return (images->interval.low > 0) == ml_more_is_better(image_keys, 5) ? "better" : "worse";
}

static int by_delta(const void *a, const void *b)
{
    const ml_class_change *x = a, *y = b;
    bool x_defined = !isnan(x->delta), y_defined = !isnan(y->delta);
    if (x_defined != y_defined)
        return x_defined ? -1 : 1;
    if (x_defined && (x->delta < y->delta || x->delta > y->delta))
        return x->delta < y->delta ? -1 : 1;
    return (x->class > y->class) - (x->class < y->class);
}

ml_class_change *ml_comparison_classes(const ml_comparison *comparison, int view, ml_out *out, size_t *n)
{
    size_t n_classes = comparison->baseline.settings->classes->n;
    ml_class_change *changes = ml_alloc(n_classes, sizeof *changes);
    *n = 0;
    if (!changes)
        out->status = ML_E_SYSTEM;
    for (size_t k = 0; changes && k < n_classes; k++) {
        const ml_class_figures *before = &comparison->baseline.figures->views[view].per_class[k],
                               *after = &comparison->candidate.figures->views[view].per_class[k];
        if (before->counts[ML_SUPPORT] + before->counts[ML_PREDICTED] + after->counts[ML_PREDICTED] > 0)
            changes[(*n)++] = (ml_class_change){k, after->ratios[ML_IOU] - before->ratios[ML_IOU]};
    }
    if (changes)
        qsort(changes, *n, sizeof *changes, by_delta);
    return changes;
}

void ml_comparison_junit(const ml_comparison *comparison, ml_out *out) { ml_junit_write(out, comparison->verdicts, NULL); }
