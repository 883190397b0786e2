/* Back through activation and normalisation; see by_stored.h. */
#include "core/by_stored.h"

#include "kernel/math.h"

#include <math.h>

ml_stored ml_stored_of(const ml_settings *settings, bool is_binary, double one)
{
    const ml_classes *classes = settings->classes;
    return (ml_stored){settings->activation, is_binary,           one > 0 ? one : 1,
                       classes->n,           classes->n_channels, classes->class_of_channel};
}

static double sigmoid(double x)
{
    double small = ml_exp(x < 0 ? x : -x); /* <= 1 */
    return (x < 0 ? small : 1) / (1 + small);
}

/* log sigmoid x, which is finite for every finite x. */
static double log_sigmoid(double x)
{
    double rest = ml_log(1 + ml_exp(x < 0 ? x : -x));
    return x < 0 ? x - rest : -rest;
}

/* The logarithm of what a channel's share is in proportion to. */
static double log_share(ml_activation activation, double q) { return activation == ML_ACTIVATION_SIGMOID ? log_sigmoid(q) : q; }

/* by_q[k] = a_k, the share of channel k: p where channels are classes, and what p is the sum of where they are not. */
static void find_shares(const ml_stored *stored, const double *q, const double *p, double *by_q)
{
    if (!stored->class_of_channel) {
        for (size_t k = 0; k < stored->n_channels; k++)
            by_q[k] = p[k];
        return;
    }
    double largest = log_share(stored->activation, q[0]), sum = 0;
    for (size_t k = 1; k < stored->n_channels; k++)
        if (log_share(stored->activation, q[k]) > largest)
            largest = log_share(stored->activation, q[k]);
    for (size_t k = 0; k < stored->n_channels; k++)
        sum += by_q[k] = ml_exp(log_share(stored->activation, q[k]) - largest);
    for (size_t k = 0; k < stored->n_channels; k++)
        by_q[k] /= sum;
}

double ml_stored_sum(const ml_stored *stored, const double *q)
{
    double sum = 0;
    if (stored->is_binary || stored->activation == ML_ACTIVATION_SOFTMAX)
        return (double)NAN;
    for (size_t c = 0; c < stored->n_classes; c++) { /* of a class, then over the classes, as the kernels add them */
        double of_class = 0;
        for (size_t k = stored->class_of_channel ? 0 : c; k < (stored->class_of_channel ? stored->n_channels : c + 1); k++)
            if (!stored->class_of_channel || stored->class_of_channel[k] == c)
                of_class += stored->activation == ML_ACTIVATION_SIGMOID ? sigmoid(q[k]) : q[k];
        sum += of_class;
    }
    return sum;
}

void ml_by_stored(const ml_stored *stored, const double *q, const double *p, const double *by_p, double *by_q)
{
    double mean = 0, sum = 0;
    if (stored->is_binary) {
        bool is_plain = stored->activation == ML_ACTIVATION_NONE;
        by_q[0] = (by_p[1] - by_p[0]) * (is_plain ? 1 : sigmoid(q[0]) * sigmoid(-q[0])) / stored->one + 0.0;
        return;
    }
    for (size_t c = 0; c < stored->n_classes; c++)
        mean += by_p[c] * p[c];
    if (stored->activation == ML_ACTIVATION_NONE)
        for (size_t k = 0; k < stored->n_channels; k++)
            sum += q[k];
    else
        find_shares(stored, q, p, by_q);
    for (size_t k = 0; k < stored->n_channels; k++) {
        double by_share = by_p[stored->class_of_channel ? stored->class_of_channel[k] : k] - mean;
        switch (stored->activation) {
        case ML_ACTIVATION_SOFTMAX: by_q[k] *= by_share; break;
        case ML_ACTIVATION_SIGMOID: by_q[k] *= sigmoid(-q[k]) * by_share; break;
        case ML_ACTIVATION_NONE:
        case ML_N_ACTIVATIONS: by_q[k] = by_share / sum; break;
        }
        by_q[k] += 0.0; /* a zero without sign */
    }
}
