/* From derivatives with respect to the probabilities of a pixel to those with respect to what is stored of it, back through
 * activation and normalisation. */
#ifndef ML_CORE_BY_STORED_H
#define ML_CORE_BY_STORED_H

#include "core/settings.h"

/* How values are stored. */
typedef struct ml_stored {
    ml_activation activation;
    bool is_binary; /* one value, q: p = (1-q, q), or q = sigmoid(value) */
    double one;     /* the stored value that is given as q = 1, of integers; 1: values are given as they are stored */
    size_t n_classes, n_channels;
    const uint16_t *class_of_channel; /* [n_channels] NULL: they are the classes */
} ml_stored;

/* Of predictions with the settings' classes; `one` is 0 where values are given as they are stored. */
ml_stored ml_stored_of(const ml_settings *settings, bool is_binary, double one);

/* Number of values of a pixel. */
static inline size_t ml_stored_n_values(const ml_stored *stored) { return stored->is_binary ? 1 : stored->n_channels; }

/* By what the values q[n_values] of a pixel, or their sigmoids, are divided: their sum. NaN where nothing is: of a binary
 * pixel, and of a softmax. */
double ml_stored_sum(const ml_stored *stored, const double *q);

/* by_q[n_values]: the derivative with respect to the stored values, which are given as q[n_values], of a pixel whose
 * probabilities are p[n_classes], from that with respect to these, by_p[n_classes].
 *
 *     none:    p_c = q_c / S, S = sum q:           (by_p_c - sum by_p p) / S
 *     softmax: a_k = exp q_k / sum exp q:          a_k (by_p_c - sum by_p p), c the class of channel k
 *     sigmoid: s_k = sigmoid q_k, a_k = s_k / S:   a_k (1 - s_k) (by_p_c - sum by_p p) */
void ml_by_stored(const ml_stored *stored, const double *q, const double *p, const double *by_p, double *by_q);

#endif
