/* The exact sums at the end of a summary stream; see reader.h. */
#include "stream/reader.h"

#include <string.h>

/* An exact sum, 32 hexadecimal digits. */
static bool read_fixed(ml_scan *scan, ml_fixed *sum)
{
    ml_span text;
    uint64_t words[2] = {0, 0};
    if (!ml_scan_string(scan, &text))
        return false;
    for (size_t i = 0; i < text.n && text.n == 32; i++) {
        char c = text.text[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return ml_scan_fail(scan, "32 hexadecimal digits are wanted");
        words[i / 16] = words[i / 16] << 4 | (uint64_t)digit;
    }
    *sum = (ml_fixed){{words[0], words[1]}};
    return text.n == 32 || ml_scan_fail(scan, "32 hexadecimal digits are wanted");
}

/* A list of n exact sums >= 0, or of none. */
static bool read_sums(ml_scan *scan, size_t n, bool may_be_empty, ml_fixed *sums)
{
    size_t at = 0;
    if (!ml_scan_open(scan, '['))
        return false;
    while (ml_scan_element(scan, &at)) {
        if (at > n)
            return ml_scan_fail(scan, "more sums than classes");
        if (!read_fixed(scan, &sums[at - 1]))
            return false;
        if (sums[at - 1].bits.hi >> 63)
            return ml_scan_fail(scan, "a sum is negative");
    }
    return !scan->reason && (at == n || (at == 0 && may_be_empty) || ml_scan_fail(scan, "fewer sums than classes"));
}

static bool read_soft(ml_scan *scan, ml_tally *tally)
{
    size_t n = tally->counts.n_classes, y = 0;
    if (!ml_scan_open(scan, '['))
        return false;
    while (ml_scan_element(scan, &y)) {
        if (y > n)
            return ml_scan_fail(scan, "more rows than classes");
        if (!read_sums(scan, n, ml_record_support(&tally->counts, y - 1) == 0, tally->soft + (y - 1) * n))
            return false;
    }
    return !scan->reason && (y == n || ml_scan_fail(scan, "fewer rows than classes"));
}

/* [sum, least, largest, number] of an image's figure; nothing more than the images can be in it. */
static bool read_spread(ml_scan *scan, uint64_t n_images, ml_spread *spread)
{
    size_t n = 0;
    if (!ml_scan_open(scan, '[') || !ml_scan_element(scan, &n) || !read_fixed(scan, &spread->sum) ||
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

static bool read_loss_sums(ml_scan *scan, ml_span sums, const ml_losses *losses, ml_tally *tally)
{
    size_t n = tally->counts.n_classes;
    for (size_t s = 0; s < losses->n_sums; s++) {
        ml_span values = {0};
        const ml_stream_member members[] = {{losses->sums[s].key, &values}};
        *scan = ml_scan_of(sums.text, sums.n);
        if (!ml_stream_members(scan, members, 1))
            return false;
        if (!values.text)
            return ml_scan_fail(scan, "the sums of a loss are missing");
        *scan = ml_scan_of(values.text, values.n);
        if (!read_sums(scan, n, false, tally->sums + s * n))
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
    ml_span total = {0}, ignored = {0}, bad = {0}, hard = {0}, none = {0}, soft = {0}, sums = {0}, means = {0};
    const ml_stream_member members[] = {{"total", &total}, {"ignored", &ignored}, {"bad", &bad},   {"hard", &hard},
                                        {"none", &none},   {"soft", &soft},       {"sums", &sums}, {"image_mean", &means}};
    ml_tally *tally = &aggregate->pooled;
    ml_record *counts = &tally->counts;
    ml_scan scan = ml_scan_of(stream->exact.text, stream->exact.n);
    aggregate->n_images = stream->n_summed;
    bool good = ml_stream_members(&scan, members, ML_COUNT(members)) && read_count(&scan, total, &counts->n_pixels) &&
                read_count(&scan, ignored, &counts->n_ignored) && read_count(&scan, bad, &counts->n_bad);
    if (good) {
        size_t n_read;
        scan = ml_scan_of(none.text, none.n);
        good = ml_scan_counts(&scan, counts->n_classes, false, counts->none, &n_read);
        scan = good ? ml_scan_of(hard.text, hard.n) : scan;
        good = good && ml_stream_hard(&scan, counts);
        if (good && !ml_stream_adds_up(counts))
            good = ml_scan_fail(&scan, "the counts do not add up to the valid pixels");
    }
    if (good) {
        scan = ml_scan_of(soft.text, soft.n);
        good = read_soft(&scan, tally);
    }
    good = good && read_loss_sums(&scan, sums, aggregate->settings->losses, tally) && read_means(&scan, means, aggregate);
    return good ? ML_OK : ml_stream_wrong(stream, &scan, NULL, error);
}
