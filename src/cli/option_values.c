/* The functions that take the values of options; see option_values.h. */
#include "cli/option_values.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "input/shipped_sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_JOBS = 1024 };

/* The name number i of an array, of which the first ones are left out. */
#define NAME(array, n_left_out) (i < ML_COUNT(array) - (n_left_out) ? (array)[i + (n_left_out)] : NULL)

const char *ml_activation_name(size_t i) { return NAME(ml_activation_names, 0); }
const char *ml_absent_name(size_t i) { return NAME(ml_absent_names, 0); }
const char *ml_empty_name(size_t i) { return NAME(ml_empty_names, 0); }
const char *ml_view_name(size_t i) { return NAME(ml_view_names, 0); }
const char *ml_layout_name(size_t i) { return NAME(ml_layout_names, 0); }
const char *ml_truth_layout_name(size_t i) { return NAME(ml_truth_layout_names, 1); }
const char *ml_samples_name(size_t i) { return NAME(ml_reading_names, 1); }
const char *ml_progress_name(size_t i) { return NAME(ml_progress_names, 0); }
const char *ml_color_name(size_t i) { return NAME(ml_color_names, 0); }

const char *ml_bad_pixels_name(size_t i)
{
    static const char *const names[] = {"error", "ignore"};
    return NAME(names, 0);
}

const char *ml_hard_name(size_t i) { return i < ML_AS_INDICES ? ml_prediction_as_names[i + 1] : NULL; }
const char *ml_prediction_as_name(size_t i) { return NAME(ml_prediction_as_names, 1); }

const char *ml_unknown_name(size_t i)
{
    static const char *const names[] = {"error", "miss"};
    return NAME(names, 0);
}

const char *ml_match_name(size_t i)
{
    static const char *const names[] = {"path", "name"};
    return NAME(names, 0);
}

const char *ml_format_name(size_t i) { return ml_report_forms[i] ? ml_report_forms[i]->name : NULL; }

const char *ml_inspection_format_name(size_t i)
{
    const ml_report_form *const forms[] = {&ml_text_form, &ml_json_form};
    return i < ML_COUNT(forms) ? forms[i]->name : NULL;
}

const char *ml_comparison_format_name(size_t i) { return ml_comparison_forms[i].name; }

const char *ml_explanation_format_name(size_t i) { return ml_explanation_forms[i].name; }

/* The index of a value (n bytes) among names, or a usage error that lists them. */
static ml_status choose_among(const char *option, const char *value, size_t n, ml_names *names, ml_error *error, size_t *index)
{
    for (size_t i = 0; names(i); i++)
        if (strlen(names(i)) == n && memcmp(names(i), value, n) == 0) {
            *index = i;
            return ML_OK;
        }
    ml_suggestion meant = {.word = value, .n = n};
    ml_fail(error, ML_E_USAGE, "--%s: '%.*s' is none of", option, (int)n, value);
    for (size_t i = 0; names(i); i++) {
        ml_error_add(error, "%s %s", i ? "," : "", names(i));
        ml_suggest(&meant, names(i));
    }
    if (meant.best)
        ml_error_add(error, "; did you mean %s?", meant.best);
    return ML_E_USAGE;
}

ml_status ml_option_choose(const ml_option_row *row, const char *value, ml_error *error, size_t *index)
{
    return choose_among(row->name, value, strlen(value), row->value.names, error, index);
}

/* Notes a text that must not be empty. */
ml_status ml_take_text(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    if (!*value)
        return ml_fail(error, ML_E_USAGE, "--%s: is empty", row->name);
    memcpy((char *)a + row->field, &value, sizeof value);
    return ML_OK;
}

ml_status ml_take_flag(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    const bool yes = true;
    ML_UNUSED(value);
    ML_UNUSED(error);
    memcpy((char *)a + row->field, &yes, sizeof yes);
    return ML_OK;
}

ml_status ml_take_classes(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ml_source set;
    a->job.classes.name = value;
    return ml_shipped_sets_is_name(value) ? ml_shipped_sets_find(row->name, value, error, &set) : ML_OK;
}

ml_status ml_take_ignore(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ml_label_list *ignored = &a->job.classes.ignored;
    const char *item;
    size_t n;
    ml_status status = ML_OK;
    while (!status && ml_list_next(&value, &item, &n)) {
        uint64_t label;
        if (!ml_integer_parse(item, n, ML_LARGEST_LABEL, &label))
            return ml_fail(error, ML_E_USAGE, "--%s: '%.*s' is no stored label, a whole number 0 to %d", row->name, (int)n,
                           item, ML_LARGEST_LABEL);
        status = ml_label_list_add(ignored, (uint32_t)label, error); /* sorted when all options have been read */
    }
    return status;
}

ml_status ml_take_weights(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ML_UNUSED(row);
    ML_UNUSED(error);
    ml_scoring *scoring = &a->job.scoring;
    scoring->weighing = ML_WEIGHTS_GIVEN;
    for (int w = ML_WEIGHTS_GIVEN + 1; w < ML_N_WEIGHINGS; w++)
        if (strcmp(value, ml_weighing_names[w]) == 0)
            scoring->weighing = (ml_weighing)w;
    scoring->weights = scoring->weighing == ML_WEIGHTS_GIVEN ? value : NULL;
    return ML_OK;
}

/* Joins a value to those before it. */
static ml_status join(ml_joined *joined, const char *value, ml_error *error)
{
    const size_t n = strlen(value), needed = joined->n + 1 + n + 1;
    if (needed > joined->size) {
        char *longer = realloc(joined->text, 2 * needed);
        if (!longer)
            return ml_fail_memory(error, "the options");
        joined->text = longer;
        joined->size = 2 * needed;
    }
    if (joined->n > 0)
        joined->text[joined->n++] = ',';
    memcpy(joined->text + joined->n, value, n + 1);
    joined->n += n;
    return ML_OK;
}

ml_status ml_take_loss(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ML_UNUSED(row);
    ml_status status = join(&a->losses, value, error);
    a->job.scoring.losses = a->losses.text;
    return status;
}

ml_status ml_take_measure(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ML_UNUSED(row);
    ml_status status = join(&a->measures, value, error);
    a->job.scoring.measures = a->measures.text;
    return status;
}

ml_status ml_take_spacing(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    double *spacing = a->job.scoring.spacing;
    const char *rest = value, *text;
    size_t n = 0, n_text;
    bool fits = true;
    for (; fits && ml_list_next(&rest, &text, &n_text); n++)
        fits = n < 2 && ml_number_parse(text, n_text, &spacing[n]) && spacing[n] >= ML_LEAST_SPACING &&
               spacing[n] <= ML_MOST_SPACING;
    if (!fits || n != 2)
        return ml_fail(error, ML_E_USAGE,
                       "--%s: '%s': two numbers from %g to %g are wanted, how far rows and columns are apart: --%s=2.5,1",
                       row->name, value, ML_LEAST_SPACING, ML_MOST_SPACING, row->name);
    a->job.scoring.has_spacing = true;
    return ML_OK;
}

ml_status ml_take_absent(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.scoring.absent = (ml_absent)i;
    a->job.scoring.has_absent = true;
    return status;
}

ml_status ml_take_empty(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.scoring.empty = (ml_empty)i;
    a->job.scoring.has_empty = true;
    return status;
}

ml_status ml_take_activation(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.input.activation = (ml_activation)i;
    return status;
}

ml_status ml_take_bad_pixels(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.ignore_bad = i == 1;
    return status;
}

ml_status ml_take_epsilon(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    if (!ml_number_parse(value, strlen(value), &a->job.epsilon) || !(a->job.epsilon > 0 && a->job.epsilon < 0.5))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number between 0 and 0.5 (both excluded)", row->name, value);
    return ML_OK;
}

ml_status ml_take_smooth(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    if (!ml_number_parse(value, strlen(value), &a->job.scoring.smooth) || !(a->job.scoring.smooth >= 0))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no finite number >= 0", row->name, value);
    a->job.scoring.has_smooth = true;
    return ML_OK;
}

ml_status ml_take_map_scale(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ml_map_choice *maps = &a->job.maps;
    if (!ml_number_parse(value, strlen(value), &maps->scale) || !(maps->scale > 0))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no finite number > 0", row->name, value);
    maps->has_scale = true;
    return ML_OK;
}

ml_status ml_take_views(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    const char *item;
    size_t n;
    ml_scoring *scoring = &a->job.scoring;
    memset(scoring->views, 0, sizeof scoring->views);
    scoring->has_views = true;
    while (ml_list_next(&value, &item, &n)) {
        size_t i = 0;
        ml_status status = choose_among(row->name, item, n, ml_view_name, error, &i);
        if (status)
            return status;
        scoring->views[i] = true;
    }
    return ML_OK;
}

ml_status ml_take_match(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->match = ml_match_name(i);
    a->job.pairs.by_name = i == 1;
    return status;
}

ml_status ml_take_max_pixels(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    if (!ml_integer_parse(value, strlen(value), UINT64_MAX, &a->job.input.limits.max_pixels))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no whole number", row->name, value);
    return ML_OK;
}

/* Bytes, or with K, M, G the power of 1024. */
ml_status ml_take_max_memory(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    static const char units[] = "KMG";
    size_t n = strlen(value);
    const char *unit = n ? strchr(units, value[n - 1]) : NULL;
    unsigned shift = unit && *unit ? 10 * (unsigned)(unit - units + 1) : 0;
    uint64_t number;
    if (!ml_integer_parse(value, shift ? n - 1 : n, UINT64_MAX >> shift, &number))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number of bytes (K, M and G may follow)", row->name, value);
    a->job.input.limits.max_memory_bytes = number << shift;
    return ML_OK;
}

ml_status ml_take_jobs(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    uint64_t n = 0;
    if (!ml_integer_parse(value, strlen(value), MAX_JOBS, &n) || n == 0)
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number of threads, 1 to %d", row->name, value, MAX_JOBS);
    a->job.n_threads = (size_t)n;
    return ML_OK;
}

ml_status ml_take_shard(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t n = strcspn(value, "/");
    uint64_t k, of;
    if (!value[n] || !ml_integer_parse(value + n + 1, strlen(value + n + 1), ML_MAX_SHARDS, &of) || of == 0 ||
        !ml_integer_parse(value, n, of - 1, &k))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no K/N: N shards (1 to %d), of them the one of number K, from 0",
                       row->name, value, ML_MAX_SHARDS);
    a->job.pairs.shard = (size_t)k;
    a->job.pairs.shard_of = (size_t)of;
    return ML_OK;
}
