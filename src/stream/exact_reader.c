/* The exact sums at the end of a summary stream; see reader.h. */
#include "stream/reader.h"

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

/* An object of spreads by name into the places of those that are wanted, all of which have to be there. */
static bool read_spreads(ml_scan *scan, uint64_t n_images, const char *(*name)(const ml_settings *settings, size_t i),
                         const ml_settings *settings, size_t n, ml_spread *spreads)
{
    ml_span key, value;
    size_t count = 0, n_found = 0;
    if (!ml_scan_open(scan, '{'))
        return false;
    for (size_t i = 0; i < n; i++)
        spreads[i].n_images = UINT64_MAX; /* not yet there */
    while (ml_scan_member(scan, &count, &key)) {
        size_t i = 0;
        while (i < n && !ml_span_is(key, name(settings, i)))
            i++;
        if (i < n && spreads[i].n_images != UINT64_MAX)
            return ml_scan_fail(scan, "a figure stands there twice");
        n_found += i < n;
        if (i < n ? !read_spread(scan, n_images, &spreads[i]) : !ml_scan_value(scan, &value))
            return false;
    }
    return !scan->reason && (n_found == n || ml_scan_fail(scan, "a figure of the images is missing"));
}

static const char *loss_name(const ml_settings *settings, size_t l) { return settings->losses->items[l].key; }

static const char *metric_name(const ml_settings *settings, size_t m)
{
    ML_UNUSED(settings);
    return ml_metrics[m].name;
}

/* The spreads of one view. */
static bool read_view(ml_scan *scan, ml_aggregate *aggregate, int v)
{
    ml_span losses = {0}, metrics = {0};
    const ml_stream_member members[] = {{"losses", &losses}, {"metrics", &metrics}};
    const ml_settings *settings = aggregate->settings;
    if (!ml_stream_members(scan, members, ML_COUNT(members)))
        return false;
    if (!losses.text || !metrics.text)
        return ml_scan_fail(scan, "losses and metrics are wanted");
    *scan = ml_scan_of(losses.text, losses.n);
    if (!read_spreads(scan, aggregate->n_images, loss_name, settings, settings->losses->n, aggregate->losses[v]))
        return false;
    *scan = ml_scan_of(metrics.text, metrics.n);
    return read_spreads(scan, aggregate->n_images, metric_name, settings, ML_N_METRICS, aggregate->metrics[v]);
}

static bool read_means(ml_scan *scan, ml_span means, ml_aggregate *aggregate)
{
    ml_span views[ML_N_VIEWS] = {{0}};
    ml_stream_member members[ML_N_VIEWS];
    for (int v = 0; v < ML_N_VIEWS; v++)
        members[v] = (ml_stream_member){ml_view_names[v], &views[v]};
    *scan = ml_scan_of(means.text, means.n);
    if (!ml_stream_members(scan, members, ML_N_VIEWS))
        return false;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!ml_view_needed(aggregate->settings, (ml_view_kind)v))
            continue;
        if (!views[v].text)
            return ml_scan_fail(scan, "a view is missing");
        *scan = ml_scan_of(views[v].text, views[v].n);
        if (!read_view(scan, aggregate, v))
            return false;
    }
    return true;
}

static bool read_count(ml_scan *scan, ml_span value, uint64_t *n)
{
    *scan = ml_scan_of(value.text, value.n);
    return ml_scan_count(scan, INT64_MAX, n);
}

ml_status ml_stream_read_exact(ml_stream *stream, ml_error *error, ml_aggregate *aggregate)
{
    ml_span total = {0}, ignored = {0}, bad = {0}, means = {0};
    const ml_stream_member members[] = {{"total", &total}, {"ignored", &ignored}, {"bad", &bad}, {"image_mean", &means}};
    ml_tally *tally = &aggregate->pooled;
    ml_record *counts = &tally->counts;
    ml_scan scan = ml_scan_of(stream->exact.text, stream->exact.n);
    aggregate->n_images = stream->n_summed;
    bool good = ml_stream_members(&scan, members, ML_COUNT(members)) && read_count(&scan, total, &counts->n_pixels) &&
                read_count(&scan, ignored, &counts->n_ignored) && read_count(&scan, bad, &counts->n_bad) &&
                read_means(&scan, means, aggregate);
    if (good)
        scan = ml_scan_of(stream->exact.text, stream->exact.n);
    if (!good || !ml_stream_read_parts(stream, &scan, counts, tally->summed))
        return scan.reason ? ml_stream_wrong(stream, &scan, NULL, error) : ml_fail_memory(error, "the exact sums");
    return ml_stream_check_parts(stream, ml_tally_finish(tally), error);
}
