/* The measures in the header of a record stream; see measures_reader.h. */
#include "stream/measures_reader.h"

#include "measure/measures.h"
#include "stream/specs_reader.h"

#include <stdlib.h>

/* Whether the parameters that stand beside the key are those that it says. */
static bool check_measure(ml_head_reader *r, const ml_measure *measure)
{
    ml_span key = {0}, values[ML_MAX_MEASURE_PARAMS] = {{0}};
    ml_stream_member members[1 + ML_MAX_MEASURE_PARAMS] = {{"key", &key}};
    size_t n_params = ml_measure_n_params(measure->kind);
    for (size_t p = 0; p < n_params; p++)
        members[1 + p] = (ml_stream_member){measure->kind->params[p].name, &values[p]};
    if (!ml_stream_members(&r->scan, members, 1 + n_params))
        return false;
    if (!ml_head_is_key(key, measure->key))
        return ml_scan_fail(&r->scan, "a measure's key is not written as it should be");
    for (size_t p = 0; p < n_params; p++) {
        ml_scan scan = ml_scan_of(values[p].text, values[p].n);
        double x = 0;
        if (!values[p].text || !ml_scan_number(&scan, &x) || x < measure->params[p] || x > measure->params[p])
            return ml_scan_fail(&r->scan, "a measure's parameters are not those of its key");
    }
    return true;
}

bool ml_head_read_measures(ml_head_reader *r, ml_span list)
{
    ml_measures *measures = &r->head->measures;
    size_t n = 0, at = 0;
    char *specs = list.text ? ml_head_read_specs(r, list, "a measure has no proper key", &n) : NULL;
    if (list.text && !specs)
        return false;
    ml_status status = ml_measures_parse(n > 0 ? specs : NULL, r->error, measures);
    free(specs);
    if (status || !list.text)
        return !status;
    if (!ml_head_start(r, list, "") || !ml_scan_open(&r->scan, '['))
        return false;
    if (measures->n != n)
        return ml_scan_fail(&r->scan, "measures that belong together are listed apart");
    while (ml_scan_element(&r->scan, &at))
        if (!check_measure(r, &measures->items[at - 1]))
            return false;
    return !r->scan.reason;
}
