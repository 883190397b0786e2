/* The exact sums at the end of a summary stream; see reader.h. */
#include "stream/reader.h"
#include "stream/reading.h"

#include "base/memory.h"
#include "core/walk.h"
#include "stream/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a figure that is averaged can be at least and at most. */
typedef struct range {
    double least, most;
} range;

static range range_of(const ml_figure *figure)
{
    static const range any = {-DBL_MAX, DBL_MAX} /* of kinds without a row below */, fraction = {0, 1};
    static const range ranges[] = {[ML_KIND_MEAN] = {0, DBL_MAX}, [ML_KIND_FRACTION] = {0, 1}, [ML_KIND_CORRELATION] = {-1, 1}};
    int metric = figure->of[ML_OVER_METRICS];
    size_t kind = figure->row->kind;
    if (metric != ML_OF_NONE && !ml_metrics[metric].may_be_negative)
        return fraction;
    return kind < ML_COUNT(ranges) && ranges[kind].most > 0 ? ranges[kind] : any;
}

/* Whether images with such values can have such a sum, but for roundings. */
static bool is_possible(const ml_spread *spread, range possible)
{
    const double slack = 1e-6;
    double n = (double)spread->n_images, sum = ml_fixed_to_double(&spread->sum);
    double off = slack * fmax(fabs(spread->min), fabs(spread->max)) + 0x1p-60; /* each loses what lies below 2^-64 */
    return spread->min >= possible.least - slack && spread->max <= possible.most + slack && spread->min <= spread->max &&
           sum >= n * (spread->min - off) && sum <= n * (spread->max + off);
}

/* [sum, least, largest, number] of an image's figure; nothing more than the images can be in it. */
static bool read_spread(ml_scan *scan, uint64_t n_images, range possible, ml_spread *spread)
{
    size_t n = 0;
    if (!ml_scan_open(scan, '[') || !ml_scan_element(scan, &n) || !ml_stream_read_fixed(scan, &spread->sum) ||
        !ml_scan_element(scan, &n) || !ml_scan_number(scan, &spread->min) || !ml_scan_element(scan, &n) ||
        !ml_scan_number(scan, &spread->max) || !ml_scan_element(scan, &n) || !ml_scan_count(scan, n_images, &spread->n_images))
        return ml_scan_fail(scan, "sum, least, largest and number are wanted");
    if (ml_scan_element(scan, &n))
        return ml_scan_fail(scan, "sum, least, largest and number are wanted");
    return !scan->reason && ml_scan_expect(scan, is_possible(spread, possible),
                                           "sum, least and largest of a figure of the images are not possible");
}

/* A figure that is averaged, and the keys that lead to it below image_mean. */
typedef struct wanted {
    const char *keys[ML_WALK_MAX_DEPTH];
    size_t n_keys;
    bool stands_for_group; /* sums of 0.1 have it in place of its group */
    bool since_0_2;        /* they do not have it */
    range possible;
    ml_spread *spread;
} wanted;

static bool is_since_0_2(const ml_figure *figure)
{
    int metric = figure->of[ML_OVER_METRICS];
    const bool is_since = figure->row->since_0_2 || (metric != ML_OF_NONE && ml_metrics[metric].since_0_2);
    return is_since && figure->of[ML_OVER_MEASURES] == ML_OF_NONE; /* of which sums of 0.1 have none */
}

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
            w->stands_for_group = walk.figure.row->averaged == ML_AVERAGED_AS_GROUP;
            w->possible = range_of(&walk.figure);
            w->since_0_2 = is_since_0_2(&walk.figure);
            w->spread = &aggregate->means[walk.figure.mean];
            w->spread->n_images = UINT64_MAX; /* not yet there */
        }
    return list;
}

/* What stands in place of a group, of which n figures are wanted: the one that stands for it. */
static bool read_group_as_figure(ml_scan *scan, uint64_t n_images, const wanted *list, size_t n)
{
    size_t i = 0;
    while (i < n && !list[i].stands_for_group)
        i++;
    return i < n ? read_spread(scan, n_images, list[i].possible, list[i].spread) : ml_scan_fail(scan, "an object is wanted");
}

/* An object of spreads and of objects of such, `depth` keys below image_mean: into the places of those of the n figures that
 * are wanted. They have the keys above in common. */
static bool read_below(ml_scan *scan, uint64_t n_images, const wanted *list, size_t n, size_t depth)
{
    ml_span key, value;
    size_t count = 0, from = 0;
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &count, &key)) {
        size_t n_below = 0;
        bool read;
        for (size_t tried = 0; tried < n && !ml_span_reads(key, list[from % n].keys[depth]); tried++)
            from++; /* mostly where the last one ended */
        from %= n;
        while (from + n_below < n && ml_span_reads(key, list[from + n_below].keys[depth]))
            n_below++;
        if (n_below > 0 && list[from].spread->n_images != UINT64_MAX)
            return ml_scan_fail(scan, "a figure stands there twice");
        if (n_below == 0)
            read = ml_scan_value(scan, &value);
        else if (depth + 1 == list[from].n_keys)
            read = read_spread(scan, n_images, list[from].possible, list[from].spread);
        else if (ml_scan_peek(scan) == '[')
            read = read_group_as_figure(scan, n_images, list + from, n_below);
        else
            read = read_below(scan, n_images, list + from, n_below, depth + 1);
        if (!read)
            return false;
        from += n_below;
    }
    return !scan->reason;
}

/* Whether all figures are there that have to be; the others are not known. */
static bool check_wanted(ml_scan *scan, const wanted *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].spread->n_images == UINT64_MAX) {
            if (!list[i].since_0_2)
                return ml_scan_fail(scan, "a figure of the images is missing");
            *list[i].spread = (ml_spread){.is_unknown = true};
        }
    return true;
}

/* False without a reason in the scan: there was no memory. */
static bool read_means(ml_scan *scan, ml_span means, const ml_aggregate *aggregate)
{
    wanted *list = list_wanted(aggregate);
    *scan = ml_scan_of(means.text, means.n);
    bool good = list && read_below(scan, aggregate->n_images, list, aggregate->n_means, 0) &&
                check_wanted(scan, list, aggregate->n_means);
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

/* [n_classes] numbers of images. */
static bool read_images(ml_scan *scan, ml_span value, const ml_aggregate *aggregate, uint64_t *counts)
{
    size_t n_classes = aggregate->settings->classes->n, n;
    *scan = ml_scan_of(value.text, value.n);
    if (!value.text)
        return ml_scan_fail(scan, "numbers of images are missing");
    if (!ml_scan_counts(scan, n_classes, false, counts, &n))
        return false;
    for (size_t c = 0; c < n_classes; c++)
        if (counts[c] > aggregate->n_images)
            return ml_scan_fail(scan, "a class is in more images than there are");
    return true;
}

static bool read_view_presence(ml_scan *scan, ml_span view, ml_aggregate *aggregate, int v)
{
    ml_span missed = {0}, spurious = {0};
    const ml_stream_member members[] = {{"missed", &missed}, {"spurious", &spurious}};
    *scan = ml_scan_of(view.text, view.n);
    if (!view.text)
        return ml_scan_fail(scan, "numbers of images are missing");
    return ml_stream_members(scan, members, ML_COUNT(members)) &&
           read_images(scan, missed, aggregate, aggregate->presence.missed[v]) &&
           read_images(scan, spurious, aggregate, aggregate->presence.spurious[v]);
}

/* In how many images classes are; streams of 0.1 do not say. */
static bool read_presence(ml_scan *scan, ml_span value, ml_aggregate *aggregate)
{
    ml_span images = {0}, views[ML_N_VIEWS] = {{0}};
    ml_stream_member members[1 + ML_N_VIEWS] = {{"images", &images}};
    aggregate->presence.is_unknown = !value.text;
    if (!value.text)
        return true;
    for (int v = 0; v < ML_N_VIEWS; v++)
        members[1 + v] = (ml_stream_member){ml_view_names[v], &views[v]};
    *scan = ml_scan_of(value.text, value.n);
    if (!ml_stream_members(scan, members, ML_COUNT(members)) ||
        !read_images(scan, images, aggregate, aggregate->presence.images))
        return false;
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (ml_view_needed(aggregate->settings, (ml_view_kind)v) && !read_view_presence(scan, views[v], aggregate, v))
            return false;
    return true;
}

/* What the paths of files have in common; streams of 0.1 do not say. False without a reason in the scan: there was no memory.
 */
static bool read_path(ml_scan *scan, ml_span value, ml_common_path *common)
{
    ml_stream_text text = {NULL, 0};
    ml_span string;
    ml_error ignored = ML_ERROR_INIT;
    if (!value.text)
        return true;
    *scan = ml_scan_of(value.text, value.n);
    bool good = ml_scan_string(scan, &string) && ml_stream_decode(scan, string, true, &text);
    if (good) {
        const ml_common_path read = {text.text, strlen(text.text)};
        good = ml_common_path_join(common, &read, &ignored) == ML_OK;
    }
    free(text.text);
    return good;
}

ml_status ml_stream_read_exact(ml_stream *stream, ml_error *error, ml_aggregate *aggregate)
{
    ml_span total = {0}, ignored = {0}, bad = {0}, hints = {0}, means = {0}, presence = {0}, truths = {0}, predictions = {0};
    const ml_stream_member members[] = {{"total", &total},   {"ignored", &ignored},        {"bad", &bad},
                                        {"hints", &hints},   {"image_mean", &means},       {ML_STREAM_PRESENCE_KEY, &presence},
                                        {"truths", &truths}, {"predictions", &predictions}};
    ml_tally *tally = &aggregate->pooled;
    ml_record *counts = &tally->counts;
    ml_scan scan = ml_scan_of(stream->exact.text, stream->exact.n);
    aggregate->n_images = stream->n_summed;
    bool good = ml_stream_members(&scan, members, ML_COUNT(members)) && read_count(&scan, total, &counts->n_pixels) &&
                read_count(&scan, ignored, &counts->n_ignored) && read_count(&scan, bad, &counts->n_bad) &&
                read_hints(&scan, hints, aggregate) && read_presence(&scan, presence, aggregate) &&
                read_path(&scan, truths, &aggregate->truths) && read_path(&scan, predictions, &aggregate->predictions) &&
                read_means(&scan, means, aggregate);
    if (good)
        scan = ml_scan_of(stream->exact.text, stream->exact.n);
    if (!good || !ml_stream_read_exact_parts(stream, &scan, aggregate))
        return scan.reason ? ml_stream_wrong(stream, &scan, NULL, error) : ml_fail_memory(error, "the exact sums");
    ml_status status = ml_stream_check_parts(stream, ml_tally_finish(tally), ML_STREAM_MAX_SIDE, ML_STREAM_MAX_SIDE, error);
    ml_record_clear_lists(counts);
    return status;
}
