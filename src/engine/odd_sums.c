/* Sums of values; see odd_sums.h. */
#include "engine/odd_sums.h"

#include "base/memory.h"
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>

/* What the sums of an image are measured by: where the type does not tell, the largest. */
static double scale_of(const ml_observation *seen, double full_scale) { return full_scale > 0 ? full_scale : seen->max_sum; }

/* What rounding to whole numbers can do to a sum is let pass. */
static bool has_odd_sums(const ml_observation *seen, double full_scale, size_t n_channels)
{
    double scale = scale_of(seen, full_scale);
    double allowed = 1e-3 + (full_scale > 0 && full_scale < 2 ? 0 : (double)n_channels / (2 * scale));
    return seen->min_sum <= seen->max_sum && !(seen->min_sum / scale >= 1 - allowed && seen->max_sum / scale <= 1 + allowed);
}

ml_hints ml_hints_of_values(const ml_observation *seen, double full_scale, size_t n_channels)
{
    return (has_odd_sums(seen, full_scale, n_channels) ? ml_hint_bit(ML_HINT_ODD_SUMS) : 0) |
           (seen->logits_look == ML_LOGITS_ARE_PROBABILITIES ? ml_hint_bit(ML_HINT_LOOKS_LIKE_PROBABILITIES) : 0);
}

/* Such values are divided by their sum all the same. */
ml_status ml_odd_sums_check(ml_odd_sums *odd, const ml_outcome *outcome, const char *name, ml_error *error)
{
    double min = outcome->seen.min_sum, max = outcome->seen.max_sum;
    bool is_whole = !(outcome->full_scale > 0 && outcome->full_scale < 2);
    bool is_scaled = max - min <= 0.01 * max; /* percentages, say; sums of logits differ */
    char least[ML_NUMBER_TEXT_SIZE], most[ML_NUMBER_TEXT_SIZE], whole[ML_NUMBER_TEXT_SIZE];
    if (!(outcome->seen.record.hints & ml_hint_bit(ML_HINT_ODD_SUMS)) || odd->n_images++ > 0)
        return ML_OK;
    snprintf(least, sizeof least, "%.6g", min);
    snprintf(most, sizeof most, "%.6g", max);
    odd->text = ml_format("warning: %s: the values of a pixel sum to %s at least and %s at most, not to %s, and were divided "
                          "by their sum%s",
                          name, least, most, ml_number_text(scale_of(&outcome->seen, outcome->full_scale), whole),
                          is_whole || is_scaled ? "" : "; if these are logits, say --activation=softmax (or sigmoid)");
    return odd->text ? ML_OK : ml_fail_memory(error, "a warning");
}

void ml_odd_sums_tell(const ml_odd_sums *odd, const ml_listener *listener)
{
    ml_error said = ML_ERROR_INIT; /* which needs no memory, and cuts where a name is too long */
    if (!odd->text)
        return;
    ml_fail(&said, ML_OK, "%s", odd->text);
    if (odd->n_images > 1)
        ml_error_add(&said, "; the same of %llu more", (unsigned long long)odd->n_images - 1);
    ml_tell(listener, ML_MESSAGE_WARNING, said.text);
}

void ml_odd_sums_clear(ml_odd_sums *odd)
{
    free(odd->text);
    *odd = (ml_odd_sums){.text = NULL};
}
