/* The losses in the header of a record stream; see losses_reader.h. */
#include "stream/losses_reader.h"

#include "stream/specs_reader.h"

#include <stdlib.h>
#include <string.h>

/* Whether a value is this number, or the list of these n numbers. */
static bool is_value(ml_span value, bool is_list, const double *wanted, size_t n)
{
    ml_scan scan = ml_scan_of(value.text, value.n);
    size_t at = 0;
    double x = 0;
    if (!value.text || (is_list && !ml_scan_open(&scan, '[')))
        return false;
    if (!is_list)
        return ml_scan_number(&scan, &x) && !(x < wanted[0]) && !(x > wanted[0]);
    while (ml_scan_element(&scan, &at))
        if (at > n || !ml_scan_number(&scan, &x) || x < wanted[at - 1] || x > wanted[at - 1])
            return false;
    return !scan.reason && at == n;
}

/* Whether the parameters that stand beside the key are those that it says. */
static bool check_loss(ml_head_reader *r, const ml_loss *loss)
{
    ml_span key = {0}, values[ML_MAX_LOSS_PARAMS] = {{0}};
    ml_stream_member members[1 + ML_MAX_LOSS_PARAMS] = {{"key", &key}};
    size_t n_params = ml_loss_n_params(loss->kind);
    for (size_t p = 0; p < n_params; p++)
        members[1 + p] = (ml_stream_member){loss->kind->params[p].name, &values[p]};
    if (!ml_stream_members(&r->scan, members, 1 + n_params))
        return false;
    if (!ml_head_is_key(key, loss->key))
        return ml_scan_fail(&r->scan, "a loss's key is not written as it should be");
    for (size_t p = 0; p < n_params; p++) {
        bool is_list = loss->kind->params[p].per_class && loss->alpha;
        if (!is_value(values[p], is_list, is_list ? loss->alpha : &loss->params[p], loss->n_alpha))
            return ml_scan_fail(&r->scan, "a loss's parameters are not those of its key");
    }
    return true;
}

bool ml_head_read_losses(ml_head_reader *r)
{
    ml_stream_head *head = r->head;
    double smooth = 0;
    size_t n = 0, at = 0;
    if (r->smooth.text && (!ml_head_start(r, r->smooth, "") || !ml_scan_number(&r->scan, &smooth) ||
                           !ml_scan_expect(&r->scan, smooth >= 0, "smooth is negative")))
        return false;
    if (!ml_head_start(r, r->losses, "\"losses\" is missing"))
        return false;
    char *specs = ml_head_read_specs(r, r->losses, "a loss has no proper key", &n);
    if (!specs)
        return false;
    if (n == 0) {
        free(specs);
        return ml_scan_fail(&r->scan, "no losses");
    }
    ml_status status = ml_losses_parse(specs, r->smooth.text ? &smooth : NULL, r->error, &head->losses);
    if (!status)
        status = ml_losses_check(&head->losses, head->classes.n, r->error);
    free(specs);
    if (status)
        return false;
    if (!ml_head_start(r, r->losses, "") || !ml_scan_open(&r->scan, '['))
        return false;
    if (head->losses.n != n)
        return ml_scan_fail(&r->scan, "losses that belong together are listed apart");
    while (ml_scan_element(&r->scan, &at))
        if (!check_loss(r, &head->losses.items[at - 1]))
            return false;
    return !r->scan.reason;
}
