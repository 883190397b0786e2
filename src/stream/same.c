/* Whether two record streams were made with the same settings; see reader.h. */
#include "stream/reader.h"

#include <string.h>

enum { MAX_QUOTED = 60 };

static bool same_numbers(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] < b[i] || a[i] > b[i])
            return false;
    return true;
}

static bool same_classes(const ml_stream_head *a, const ml_stream_head *b)
{
    bool same = a->classes.n == b->classes.n;
    for (size_t c = 0; c < a->classes.n && same; c++) {
        const ml_class *x = &a->classes.items[c], *y = &b->classes.items[c];
        same = strcmp(x->name, y->name) == 0 && x->n_labels == y->n_labels &&
               memcmp(x->labels, y->labels, x->n_labels * sizeof *x->labels) == 0;
    }
    return same;
}

static bool same_mask(const ml_stream_head *a, const ml_stream_head *b)
{
    return memcmp(a->settings.masked, b->settings.masked, a->classes.n * sizeof(bool)) == 0;
}

static bool same_ignore(const ml_stream_head *a, const ml_stream_head *b)
{
    const ml_classes *x = &a->classes, *y = &b->classes;
    return x->n_ignored_labels == y->n_ignored_labels && x->n_ignored_colors == y->n_ignored_colors &&
           (x->n_ignored_labels == 0 ||
            memcmp(x->ignored_labels, y->ignored_labels, x->n_ignored_labels * sizeof *x->ignored_labels) == 0) &&
           (x->n_ignored_colors == 0 ||
            memcmp(x->ignored_colors, y->ignored_colors, x->n_ignored_colors * sizeof *x->ignored_colors) == 0);
}

static bool same_weights(const ml_stream_head *a, const ml_stream_head *b)
{
    return same_numbers(a->settings.weights, b->settings.weights, a->classes.n);
}

static bool same_activation(const ml_stream_head *a, const ml_stream_head *b)
{
    return a->settings.activation == b->settings.activation;
}

static bool same_epsilon(const ml_stream_head *a, const ml_stream_head *b)
{
    return same_numbers(&a->settings.epsilon, &b->settings.epsilon, 1);
}

static bool same_absent(const ml_stream_head *a, const ml_stream_head *b) { return a->settings.absent == b->settings.absent; }

static bool same_average(const ml_stream_head *a, const ml_stream_head *b)
{
    return a->settings.average == b->settings.average &&
           memcmp(a->settings.averaged, b->settings.averaged, a->classes.n * sizeof(bool)) == 0;
}

static bool same_losses(const ml_stream_head *a, const ml_stream_head *b)
{
    bool same = a->losses.n == b->losses.n;
    for (size_t l = 0; l < a->losses.n && same; l++)
        same = strcmp(a->losses.items[l].key, b->losses.items[l].key) == 0;
    return same;
}

static bool same_views(const ml_stream_head *a, const ml_stream_head *b)
{
    return memcmp(a->settings.views, b->settings.views, sizeof a->settings.views) == 0;
}

static bool same_smooth(const ml_stream_head *a, const ml_stream_head *b)
{
    return a->losses.has_smooth == b->losses.has_smooth && same_numbers(&a->losses.smooth, &b->losses.smooth, 1);
}

/* Where a header has the piece. */
static ml_span quote(const ml_stream_head *head, size_t offset)
{
    ml_span span;
    memcpy(&span, (const char *)head + offset, sizeof span);
    if (!span.text)
        span = (ml_span){"nothing", 7};
    return span;
}

ml_status ml_stream_head_compare(const ml_stream_head *head, const char *name, const ml_stream_head *first,
                                 const char *first_name, ml_error *error)
{
    static const struct {
        const char *name;
        bool (*same)(const ml_stream_head *a, const ml_stream_head *b);
        size_t quote;
    } members[] = {
        {"classes", same_classes, offsetof(ml_stream_head, quotes.classes)}, /* first: the others are as long */
        {"mask", same_mask, offsetof(ml_stream_head, quotes.mask)},
        {"ignore", same_ignore, offsetof(ml_stream_head, quotes.ignore)},
        {"weights", same_weights, offsetof(ml_stream_head, quotes.weights)},
        {"activation", same_activation, offsetof(ml_stream_head, quotes.activation)},
        {"epsilon", same_epsilon, offsetof(ml_stream_head, quotes.epsilon)},
        {"absent", same_absent, offsetof(ml_stream_head, quotes.absent)},
        {"average", same_average, offsetof(ml_stream_head, quotes.average)},
        {"smooth", same_smooth, offsetof(ml_stream_head, quotes.smooth)},
        {"losses", same_losses, offsetof(ml_stream_head, quotes.losses)},
        {"views", same_views, offsetof(ml_stream_head, quotes.views)},
    };
    for (size_t m = 0; m < ML_COUNT(members); m++) {
        if (members[m].same(head, first))
            continue;
        ml_span here = quote(head, members[m].quote), there = quote(first, members[m].quote);
        return ml_fail(error, ML_E_INPUT, "%s: \"%s\" is %.*s%s, but %.*s%s in %s", name, members[m].name,
                       (int)(here.n < MAX_QUOTED ? here.n : MAX_QUOTED), here.text, here.n > MAX_QUOTED ? "..." : "",
                       (int)(there.n < MAX_QUOTED ? there.n : MAX_QUOTED), there.text, there.n > MAX_QUOTED ? "..." : "",
                       first_name);
    }
    return ML_OK;
}
