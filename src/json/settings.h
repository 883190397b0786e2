/* What a result says about how it was made, written into an open object: in the JSON report and in the header of a record
 * stream. */
#ifndef ML_JSON_SETTINGS_H
#define ML_JSON_SETTINGS_H

#include "core/settings.h"
#include "json/writer.h"

enum { ML_JSON_SCHEMA = 1 }; /* of reports and streams */

/* Where a setting stands. */
typedef enum ml_json_place {
    ML_JSON_IN_SETTINGS, /* a member of the object "settings" */
    ML_JSON_IN_RESULTS,  /* beside it */
    ML_JSON_IN_STREAMS,  /* beside it, in streams alone: what is needed to score again and cannot be seen elsewhere */
} ml_json_place;

/* A setting; settings.c has a row for each, in the order in which they stand. */
typedef struct ml_json_setting {
    const char *key;
    ml_json_place place;
    void (*write)(ml_json *json, const char *key, const ml_settings *settings); /* nothing, where it was not given */
} ml_json_setting;

/* The row with this key, which there has to be. */
const ml_json_setting *ml_json_setting_row(const char *key);

/* The members that are the settings of a place; those in "settings" with it around them. */
void ml_json_settings(ml_json *json, ml_json_place place, const ml_settings *settings);

/* The member maskloss: what wrote this. */
void ml_json_version(ml_json *json);

/* The members maskloss, settings and classes. */
void ml_json_head(ml_json *json, const ml_settings *settings);

/* The member worst, where only n_worst images are reported (0: all), those worst by this figure. */
void ml_json_selection(ml_json *json, size_t n_worst, const char *by);

#endif
