/* What the header of a record stream says about how files were read, and what was asked for; see said_reader.h. */
#include "stream/said_reader.h"

#include "base/memory.h"
#include "base/text.h"

#include <math.h>

bool ml_head_choose(ml_head_reader *r, const char *const *names, size_t n_names, size_t *index)
{
    ml_span text;
    if (!ml_scan_string(&r->scan, &text))
        return false;
    for (size_t i = 0; i < n_names; i++)
        if (ml_span_is(text, names[i])) {
            *index = i;
            return true;
        }
    return ml_scan_fail(&r->scan, "unknown value");
}

bool ml_head_read_threshold(ml_head_reader *r)
{
    const ml_scan before = r->scan;
    ml_settings *settings = &r->head->settings;
    if (!ml_scan_number(&r->scan, &settings->threshold))
        return false;
    settings->has_threshold = true;
    if (settings->threshold >= 0 && settings->threshold <= 1)
        return true;
    r->scan = before;
    return ml_scan_fail(&r->scan, "a threshold is not between 0 and 1");
}

bool ml_head_read_spacing(ml_head_reader *r)
{
    ml_settings *settings = &r->head->settings;
    size_t n = 0, at = 0;
    if (!ml_head_open_list(r, &n))
        return false;
    if (n != 2)
        return ml_scan_fail(&r->scan, "two spacings are wanted, of rows and of columns");
    settings->has_spacing = true;
    while (ml_scan_element(&r->scan, &at)) {
        double *x = &settings->spacing[at - 1];
        if (!ml_scan_number(&r->scan, x))
            return false;
        if (!(*x >= ML_LEAST_SPACING && *x <= ML_MOST_SPACING))
            return ml_scan_fail(&r->scan, "a spacing is not between 1e-09 and 1e+09");
    }
    return !r->scan.reason;
}

/* A number, "nan" or "none". */
static bool read_value(ml_head_reader *r, double *values, ml_no_data *no_data)
{
    ml_span text;
    if (ml_scan_peek(&r->scan) != '"') {
        if (!ml_scan_number(&r->scan, &values[no_data->n]))
            return false;
        no_data->n++;
        return true;
    }
    if (!ml_scan_string(&r->scan, &text))
        return false;
    if (ml_span_is(text, "none"))
        no_data->none = true;
    else if (ml_span_is(text, "nan"))
        values[no_data->n++] = (double)NAN;
    else
        return ml_scan_fail(&r->scan, "a number, \"nan\" or \"none\" is wanted");
    return true;
}

bool ml_head_read_no_data(ml_head_reader *r)
{
    ml_no_data *no_data = &r->head->settings.no_data;
    size_t n = 0, at = 0;
    if (!ml_head_open_list(r, &n))
        return false;
    if (!(r->head->no_data = ml_alloc(n, sizeof *r->head->no_data)))
        return ml_head_lack(r);
    no_data->values = r->head->no_data;
    while (ml_scan_element(&r->scan, &at))
        if (!read_value(r, r->head->no_data, no_data))
            break;
    return !r->scan.reason;
}

/* A text, which becomes the head's; `setting` borrows it. */
static bool read_text(ml_head_reader *r, char **owned, const char **setting)
{
    ml_span text;
    if (!ml_scan_string(&r->scan, &text))
        return false;
    char *copy = *owned = ml_alloc(text.n + 1, 1);
    if (!copy)
        return ml_head_lack(r);
    *setting = copy;
    return ml_scan_expect(&r->scan, ml_span_decode(text, copy), "a text without NUL is wanted");
}

static bool read_said(ml_head_reader *r, ml_said said)
{
    return read_text(r, &r->head->said[said], &r->head->settings.said[said]);
}

bool ml_head_read_missing_truth(ml_head_reader *r) { return read_said(r, ML_SAID_MISSING_TRUTH); }

bool ml_head_read_truth_code(ml_head_reader *r) { return read_said(r, ML_SAID_TRUTH_CODE); }

bool ml_head_read_prediction_as(ml_head_reader *r) { return read_said(r, ML_SAID_PREDICTION_AS); }

bool ml_head_read_samples(ml_head_reader *r) { return read_said(r, ML_SAID_SAMPLES); }

static bool read_flag(ml_head_reader *r, bool *flag)
{
    ml_span value;
    if (!ml_scan_value(&r->scan, &value))
        return false;
    *flag = ml_span_is(value, "true");
    return ml_scan_expect(&r->scan, *flag || ml_span_is(value, "false"), "true or false is wanted");
}

bool ml_head_read_intervals(ml_head_reader *r) { return read_flag(r, &r->head->settings.intervals); }

bool ml_head_read_conventions(ml_head_reader *r) { return read_flag(r, &r->head->settings.conventions); }

bool ml_head_read_weighing(ml_head_reader *r)
{
    size_t which = 0;
    if (!ml_head_choose(r, ml_weighing_names + 1, ML_N_WEIGHINGS - 1, &which))
        return false;
    r->head->settings.weighing = (ml_weighing)(which + 1);
    return true;
}

bool ml_head_read_group(ml_head_reader *r)
{
    return read_text(r, &r->head->group_rule, &r->head->settings.group_rule) &&
           ml_scan_expect(&r->scan, ml_name_parse(r->head->group_rule), "a name is wanted");
}
