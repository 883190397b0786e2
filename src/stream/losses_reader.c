/* The losses in the header of a record stream; see losses_reader.h. */
#include "stream/losses_reader.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* The keys of the losses, which are what -L takes, with commas between them. NULL and a reason, or without memory. */
static char *loss_specs(ml_head_reader *r, size_t *n_losses)
{
    ml_span key;
    size_t n = 0, length = 0;
    char *specs = ml_alloc(r->losses.n + 1, 1);
    if (!specs)
        ml_head_lack(r);
    if (!specs || !ml_head_start(r, r->losses, "\"losses\" is missing") || !ml_scan_open(&r->scan, '['))
        goto failed;
    while (ml_scan_element(&r->scan, &n)) {
        const ml_stream_member members[] = {{"key", &key}};
        key = (ml_span){0};
        if (!ml_stream_members(&r->scan, members, 1))
            goto failed;
        if (key.n < 3 || *key.text != '"' || memchr(key.text, ',', key.n) || memchr(key.text, ' ', key.n)) {
            ml_scan_fail(&r->scan, "a loss has no proper key");
            goto failed;
        }
        if (n > 1)
            specs[length++] = ',';
        memcpy(specs + length, key.text + 1, key.n - 2);
        length += key.n - 2;
    }
    if (!r->scan.reason && n == 0)
        ml_scan_fail(&r->scan, "no losses");
    *n_losses = n;
    if (!r->scan.reason)
        return specs;
failed:
    free(specs);
    return NULL;
}

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
    if (key.n != strlen(loss->key) + 2 || memcmp(key.text + 1, loss->key, key.n - 2) != 0)
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
    char *specs = loss_specs(r, &n);
    if (!specs)
        return false;
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
