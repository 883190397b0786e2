/* Bad pixels; see bad_pixel.h. */
#include "engine/bad_pixel.h"

#include "base/number.h"

#include <math.h>

void ml_bad_pixel_add(const ml_settings *settings, const ml_bad_pixel *bad, bool is_binary, ml_error *error)
{
    const ml_classes *classes = settings->classes;
    char number[ML_NUMBER_TEXT_SIZE];
    const char *value = isnan(bad->value) ? "NaN" : isinf(bad->value) ? "infinite" : ml_number_text(bad->value, number);
    const bool one_value = bad->class != SIZE_MAX;
    if (is_binary)
        ml_error_add(error, "the value is %s", value);
    else if (one_value && classes->class_of_channel)
        ml_error_add(error, "the value of channel %zu (of %s) is %s", bad->class,
                     classes->items[classes->class_of_channel[bad->class]].name, value);
    else if (one_value)
        ml_error_add(error, "the value of class %zu (%s) is %s", bad->class, classes->items[bad->class].name, value);
    else
        ml_error_add(error, "the sum over the classes is %s", value);
}

ml_status ml_fail_bad_pixel(const ml_settings *settings, const ml_bad_pixel *bad, size_t width, const char *name,
                            bool is_binary, ml_error *error)
{
    const bool logits = settings->activation != ML_ACTIVATION_NONE, one_value = bad->class != SIZE_MAX;
    ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu: ", name, bad->pixel / width, bad->pixel % width);
    ml_bad_pixel_add(settings, bad, is_binary, error);
    if (is_binary && !logits && bad->value > 1 && !(bad->value > floor(bad->value)))
        ml_error_add(error, "; a binary prediction is the probability of class 1; if these are labels, say "
                            "--prediction-as=labels, if logits, --activation=sigmoid");
    else if (one_value && !logits && isfinite(bad->value))
        ml_error_add(error, "; %s; if these are logits, say %s",
                     !is_binary       ? "predictions are probabilities, never negative"
                     : bad->value > 1 ? "a binary prediction is the probability of class 1: divide percentages by 100"
                                      : "a binary prediction is the probability of class 1",
                     is_binary ? "--activation=sigmoid" : "--activation=softmax (or sigmoid)");
    else
        ml_error_add(error, "; %s (--bad-pixels=ignore leaves such pixels out)",
                     logits && one_value ? "logits are finite" : "predictions are finite, with a sum above 0");
    return error->status;
}
