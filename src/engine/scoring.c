/* What is said about scoring; see scoring.h. */
#include "engine/scoring.h"

#include "input/weight_list.h"

#include <string.h>

static ml_status set_average(const char *value, const ml_classes *classes, ml_error *error, ml_settings *settings)
{
    if (strcmp(value, "all") == 0)
        settings->average = ML_AVERAGE_ALL;
    else if (strcmp(value, "foreground") == 0)
        settings->average = ML_AVERAGE_FOREGROUND;
    else
        settings->average = ML_AVERAGE_LIST;
    return settings->average == ML_AVERAGE_LIST ? ml_classes_parse_list(classes, "--average", value, error, settings->averaged)
                                                : ML_OK;
}

ml_status ml_scoring_apply(const ml_scoring *scoring, ml_error *error, ml_settings *settings)
{
    const ml_classes *classes = settings->classes;
    ml_status status = ML_OK;
    if (scoring->has_absent)
        settings->absent = scoring->absent;
    if (scoring->has_empty) {
        settings->has_empty = true;
        settings->empty = scoring->empty;
    }
    if (scoring->has_spacing) {
        settings->has_spacing = true;
        memcpy(settings->spacing, scoring->spacing, sizeof settings->spacing);
    }
    settings->conventions |= scoring->conventions;
    if (scoring->has_views)
        memcpy(settings->views, scoring->views, sizeof settings->views);
    settings->intervals = settings->intervals || scoring->intervals;
    if (scoring->mask && strcmp(scoring->mask, "none") == 0)
        memset(settings->masked, 0, classes->n * sizeof *settings->masked);
    else if (scoring->mask)
        status = ml_classes_parse_list(classes, "--mask", scoring->mask, error, settings->masked);
    if (scoring->weights || scoring->weighing != ML_WEIGHTS_GIVEN)
        settings->weighing = scoring->weighing;
    if (!status && scoring->weights)
        status = ml_weight_list_read(scoring->weights, classes->n, error, settings->weights);
    if (!status && scoring->average)
        status = set_average(scoring->average, classes, error, settings);
    if (!status)
        ml_settings_finish(settings);
    return status;
}
