/* Sums of values; see odd_sums.h. */
#include "engine/odd_sums.h"

#include "base/memory.h"
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>

/* Such values are divided by their sum all the same. What rounding to whole numbers can do to a sum is let pass. */
ml_status ml_odd_sums_check(ml_odd_sums *odd, const ml_outcome *outcome, size_t n_classes, const char *name, ml_error *error)
{
    double min = outcome->seen.min_sum, max = outcome->seen.max_sum,
           scale = outcome->full_scale > 0 ? outcome->full_scale : max;
    double rounding = outcome->full_scale > 0 && outcome->full_scale < 2 ? 0 : (double)n_classes / (2 * scale);
    bool is_scaled = max - min <= 0.01 * max; /* percentages, say; sums of logits differ */
    char least[ML_NUMBER_TEXT_SIZE], most[ML_NUMBER_TEXT_SIZE], whole[ML_NUMBER_TEXT_SIZE];
    if (min > max || (min / scale >= 1 - 1e-3 - rounding && max / scale <= 1 + 1e-3 + rounding) || odd->n_images++ > 0)
        return ML_OK;
    snprintf(least, sizeof least, "%.6g", min);
    snprintf(most, sizeof most, "%.6g", max);
    odd->text = ml_format("warning: %s: the values of a pixel sum to %s at least and %s at most, not to %s, and were divided "
                          "by their sum%s",
                          name, least, most, ml_number_text(scale, whole),
                          rounding > 0 || is_scaled ? "" : "; if these are logits, say --activation=softmax (or sigmoid)");
    return odd->text ? ML_OK : ml_fail_memory(error, "a warning");
}

void ml_odd_sums_tell(const ml_odd_sums *odd, const ml_listener *listener)
{
    char *text =
        odd->n_images > 1 ? ml_format("%s; the same of %llu more", odd->text, (unsigned long long)odd->n_images - 1) : NULL;
    if (odd->text)
        ml_tell(listener, ML_MESSAGE_WARNING, text ? text : odd->text);
    free(text);
}

void ml_odd_sums_clear(ml_odd_sums *odd)
{
    free(odd->text);
    *odd = (ml_odd_sums){.text = NULL};
}
