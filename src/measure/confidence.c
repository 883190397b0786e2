/* Adds confidences up; see confidence.h. */
#include "measure/confidence.h"

#include "kernel/tile.h"

#include <string.h>

/* A confidence as a whole number of 2^-63: 53 bits, of which the last is 2^-63 where it is least, so that no bit is lost. */
static uint64_t whole(double conf)
{
    uint64_t bits;
    memcpy(&bits, &conf, sizeof bits);
    return ((bits & 0xfffffffffffffu) << 11 | UINT64_C(1) << 63) >> ((1023 - (bits >> 52)) & 63);
}

void ml_confidence_add(const ml_confidence *to, size_t n, const uint16_t *label, const uint16_t *decision, const double *conf)
{
    const double n_bins = (double)to->n_bins;
    for (size_t i = 0; i < n; i++) {
        if (label[i] == ML_IGNORED)
            continue;
        const size_t bin = (size_t)(conf[i] * n_bins), last = to->n_bins - 1;
        const size_t at = label[i] * to->n_bins + (bin < last ? bin : last);
        const uint64_t x = whole(conf[i]);
        to->pixels[at]++;
        to->right[at] += decision[i] == label[i];
        to->conf[at].bits = ml_wide_add(to->conf[at].bits, (ml_wide){x >> 63, x << 1});
    }
}
