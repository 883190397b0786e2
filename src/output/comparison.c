/* What the forms of a comparison share; see comparison.h. */
#include "output/comparison.h"

#include <string.h>

const ml_comparison_form ml_comparison_forms[ML_N_COMPARISON_FORMS] = {
    {"text", ml_comparison_text},
    {"json", ml_comparison_json},
    {"tsv", ml_comparison_tsv},
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

const ml_compared *ml_comparison_find(const ml_comparison *comparison, const char *path)
{
    for (size_t f = 0; f < comparison->n_figures; f++)
        if (strcmp(comparison->figures[f].figure, path) == 0)
            return &comparison->figures[f];
    return NULL;
}
