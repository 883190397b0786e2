/* The exact sums at the end of a summary stream; see reader.h. */
#include "stream/reader.h"
#include "stream/reading.h"

#include "base/memory.h"
#include "core/walk.h"

#include <stdlib.h>
#include <string.h>

/* [sum, least, largest, number] of an image's figure; nothing more than the images can be in it. */
static bool read_spread(ml_scan *scan, uint64_t n_images, ml_spread *spread)
{
    size_t n = 0;
    if (!ml_scan_open(scan, '[') || !ml_scan_element(scan, &n) || !ml_stream_read_fixed(scan, &spread->sum) ||
        !ml_scan_element(scan, &n) || !ml_scan_number(scan, &spread->min) || !ml_scan_element(scan, &n) ||
        !ml_scan_number(scan, &spread->max) || !ml_scan_element(scan, &n) || !ml_scan_count(scan, n_images, &spread->n_images))
        return scan->reason ? false : ml_scan_fail(scan, "sum, least, largest and number are wanted");
    if (ml_scan_element(scan, &n) || spread->min > spread->max)
        return ml_scan_fail(scan, "sum, least, largest and number are wanted");
    return !scan->reason;
}

/* A figure that is averaged, and the keys that lead to it below image_mean. */
typedef struct wanted {
    const char *keys[ML_WALK_MAX_DEPTH];
    size_t n_keys;
    ml_spread *spread;
} wanted;

static wanted *list_wanted(const ml_aggregate *aggregate)
{
    ml_walk walk = ml_walk_begin(aggregate->settings, ML_IN_EXACT);
    wanted *list = ml_alloc(aggregate->n_means, sizeof *list);
    ml_step step;
    while (list && (step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE) {
            wanted *w = &list[walk.figure.mean];
            w->n_keys = walk.n_keys - 1;
            memcpy(w->keys, walk.keys + 1, w->n_keys * sizeof *w->keys);
            w->spread = &aggregate->means[walk.figure.mean];
            w->spread->n_images = UINT64_MAX; /* not yet there */
        }
    return list;
}

/* An object of spreads and of objects of such, `depth` keys below image_mean: into the places of those of the n figures that
 * are wanted, all of which have to be there. They have the keys above in common. */
static bool read_below(ml_scan *scan, uint64_t n_images, const wanted *list, size_t n, size_t depth)
{
    ml_span key, value;
    size_t count = 0, n_found = 0, from = 0;
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &count, &key)) {
        size_t n_below = 0;
        bool read;
        for (size_t tried = 0; tried < n && !ml_span_is(key, list[from % n].keys[depth]); tried++)
            from++; /* mostly where the last one ended */
        from %= n;
        while (from + n_below < n && ml_span_is(key, list[from + n_below].keys[depth]))
            n_below++;
        if (n_below > 0 && list[from].spread->n_images != UINT64_MAX)
            return ml_scan_fail(scan, "a figure stands there twice");
        if (n_below == 0)
            read = ml_scan_value(scan, &value);
        else if (depth + 1 == list[from].n_keys)
            read = read_spread(scan, n_images, list[from].spread);
        else
            read = read_below(scan, n_images, list + from, n_below, depth + 1);
        if (!read)
            return false;
        from += n_below;
        n_found += n_below;
    }
    return !scan->reason && (n_found == n || ml_scan_fail(scan, "a figure of the images is missing"));
}

/* False without a reason in the scan: there was no memory. */
static bool read_means(ml_scan *scan, ml_span means, const ml_aggregate *aggregate)
{
    wanted *list = list_wanted(aggregate);
    *scan = ml_scan_of(means.text, means.n);
    bool good = list && read_below(scan, aggregate->n_images, list, aggregate->n_means, 0);
    free(list);
    return good;
}

static bool read_count(ml_scan *scan, ml_span value, uint64_t *n)
{
    *scan = ml_scan_of(value.text, value.n);
    return ml_scan_count(scan, INT64_MAX, n);
}

/* In how many images each hint is; streams of 0.1 have none. */
static bool read_hints(ml_scan *scan, ml_span value, ml_aggregate *aggregate)
{
    size_t n = 0;
    ml_span key;
    ml_hint hint;
    if (!value.text)
        return true;
    *scan = ml_scan_of(value.text, value.n);
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &n, &key))
        if (!ml_stream_find_hint(scan, key, &hint) || !ml_scan_count(scan, aggregate->n_images, &aggregate->n_hints[hint]))
            return false;
    return !scan->reason;
}

ml_status ml_stream_read_exact(ml_stream *stream, ml_error *error, ml_aggregate *aggregate)
{
    ml_span total = {0}, ignored = {0}, bad = {0}, hints = {0}, means = {0};
    const ml_stream_member members[] = {
        {"total", &total}, {"ignored", &ignored}, {"bad", &bad}, {"hints", &hints}, {"image_mean", &means}};
    ml_tally *tally = &aggregate->pooled;
    ml_record *counts = &tally->counts;
    ml_scan scan = ml_scan_of(stream->exact.text, stream->exact.n);
    aggregate->n_images = stream->n_summed;
    bool good = ml_stream_members(&scan, members, ML_COUNT(members)) && read_count(&scan, total, &counts->n_pixels) &&
                read_count(&scan, ignored, &counts->n_ignored) && read_count(&scan, bad, &counts->n_bad) &&
                read_hints(&scan, hints, aggregate) && read_means(&scan, means, aggregate);
    if (good)
        scan = ml_scan_of(stream->exact.text, stream->exact.n);
    if (!good || !ml_stream_read_parts(stream, &scan, counts, tally->summed))
        return scan.reason ? ml_stream_wrong(stream, &scan, NULL, error) : ml_fail_memory(error, "the exact sums");
    return ml_stream_check_parts(stream, ml_tally_finish(tally), error);
}
