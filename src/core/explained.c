/* One pixel explained; see explained.h. */
#include "core/explained.h"

const char *const ml_pixel_state_names[ML_N_PIXEL_STATES] = {"right", "forgiven", "missed", "wrong", "ignored", "bad"};

bool ml_explained_takes_part(const ml_explained *explained, ml_view_kind view)
{
    return view != ML_VIEW_EXCLUDED || !explained->settings->masked[explained->y];
}

ml_soft_counts ml_explained_adds(const ml_explained *explained, ml_view_kind view, size_t c)
{
    const bool is_true = c == explained->y;
    if (!ml_explained_takes_part(explained, view))
        return (ml_soft_counts){0, 0, 0};
    if (view == ML_VIEW_MASKED && explained->settings->masked[explained->y])
        return (ml_soft_counts){is_true, 0, 0};
    const double p = explained->p[c];
    return is_true ? (ml_soft_counts){p, 0, 1 - p} : (ml_soft_counts){0, p, 0};
}

size_t ml_explained_class_of(const ml_explained *explained, size_t channel)
{
    const uint16_t *class_of_channel = explained->settings->classes->class_of_channel;
    return explained->is_binary ? 1 : class_of_channel ? class_of_channel[channel] : channel;
}

size_t ml_explained_n_stored(const ml_explained *explained, size_t c, size_t *first)
{
    size_t n = 0;
    for (size_t k = explained->n_stored; k-- > 0;)
        if (ml_explained_class_of(explained, k) == c) {
            *first = k;
            n++;
        }
    return n;
}

size_t ml_explained_choose(const double *p, size_t n_classes, size_t y, size_t shown[ML_EXPLAINED_ALL])
{
    size_t n = 0;
    bool has_true = false;
    for (size_t c = 0; c < n_classes && n_classes <= ML_EXPLAINED_ALL; c++)
        shown[n++] = c;
    for (size_t c = 0; c < n_classes && n_classes > ML_EXPLAINED_ALL; c++) {
        size_t at = n; /* behind those that are not smaller */
        while (at > 0 && p[shown[at - 1]] < p[c])
            at--;
        if (at == ML_EXPLAINED_LARGEST)
            continue;
        n += n < ML_EXPLAINED_LARGEST;
        for (size_t i = n - 1; i > at; i--)
            shown[i] = shown[i - 1];
        shown[at] = c;
    }
    for (size_t i = 0; i < n; i++)
        has_true = has_true || shown[i] == y;
    if (!has_true)
        shown[n++] = y;
    return n;
}

double ml_explained_runner_up(const double *p, size_t n_classes, size_t d)
{
    double largest = 0;
    for (size_t c = 0; c < n_classes; c++)
        if (c != d && p[c] > largest)
            largest = p[c];
    return largest;
}
