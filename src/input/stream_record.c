/* A line of a record stream: one image's record; see stream.h. */
#include "input/stream.h"

#include <string.h>

bool ml_stream_counts(ml_scan *hard, ml_scan *none, ml_record *record)
{
    size_t n = record->n_classes, y = 0, n_read;
    if (!ml_scan_counts(none, n, false, record->none, &n_read) || !ml_scan_open(hard, '['))
        return false;
    while (ml_scan_element(hard, &y)) {
        if (y > n)
            return ml_scan_fail(hard, "more rows than classes");
        if (!ml_scan_counts(hard, n, true, record->hard + (y - 1) * n, &n_read))
            return false;
        if (n_read == 0)
            memset(record->hard + (y - 1) * n, 0, n * sizeof *record->hard);
        if (n_read == 0 && record->none[y - 1] > 0)
            return ml_scan_fail(hard, "the row of a class with pixels is empty");
    }
    return !hard->reason && (y == n || ml_scan_fail(hard, "fewer rows than classes"));
}

bool ml_stream_adds_up(const ml_record *record)
{
    size_t n_cells = record->n_classes * record->n_classes;
    uint64_t left = record->n_pixels;
    if (record->n_ignored > left || record->n_bad > record->n_ignored)
        return false;
    left -= record->n_ignored;
    for (size_t i = 0; i < n_cells; i++) {
        if (record->hard[i] > left)
            return false;
        left -= record->hard[i];
    }
    for (size_t y = 0; y < record->n_classes; y++) {
        if (record->none[y] > left)
            return false;
        left -= record->none[y];
    }
    return left == 0;
}

/* The soft matrix: as many sums of probabilities as there are pixels, so no row can exceed its support. */
static bool read_soft(ml_scan *scan, ml_record *record)
{
    size_t n = record->n_classes, y = 0, n_read;
    if (!ml_scan_open(scan, '['))
        return false;
    while (ml_scan_element(scan, &y)) {
        if (y > n)
            return ml_scan_fail(scan, "more rows than classes");
        double *row = record->soft + (y - 1) * n, sum = 0;
        if (!ml_scan_numbers(scan, n, true, row, &n_read))
            return false;
        uint64_t support = ml_record_support(record, y - 1);
        if (n_read == 0 && support > 0)
            return ml_scan_fail(scan, "the row of a class with pixels is empty");
        for (size_t c = 0; c < n_read; c++) {
            if (!(row[c] >= 0))
                return ml_scan_fail(scan, "a sum of probabilities is negative");
            sum += row[c];
        }
        if (n_read == 0)
            memset(row, 0, n * sizeof *row);
        if (sum > (double)support * (1 + 1e-6))
            return ml_scan_fail(scan, "more probability than pixels");
    }
    return !scan->reason && (y == n || ml_scan_fail(scan, "fewer rows than classes"));
}

/* The sums that are wanted, by name. */
static bool read_sums(ml_scan *scan, const ml_losses *losses, ml_record *record)
{
    ml_span key, value;
    size_t n = record->n_classes, count = 0, n_read;
    uint64_t found = 0;
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &count, &key)) {
        size_t s = 0;
        while (s < losses->n_sums && !ml_span_is(key, losses->sums[s].key))
            s++;
        if (s == losses->n_sums ? !ml_scan_value(scan, &value)
                                : !ml_scan_numbers(scan, n, false, record->sums + s * n, &n_read))
            return false;
        for (size_t y = 0; s < losses->n_sums && y < n; y++)
            if (!(record->sums[s * n + y] >= 0))
                return ml_scan_fail(scan, "a sum of losses is negative");
        if (s < losses->n_sums && s < 64 && (found & UINT64_C(1) << s))
            return ml_scan_fail(scan, "the sums of a loss stand there twice");
        found |= s < losses->n_sums && s < 64 ? UINT64_C(1) << s : 0;
    }
    for (size_t s = 0; s < losses->n_sums && s < 64; s++)
        if (!(found & UINT64_C(1) << s))
            return ml_scan_fail(scan, "the sums of a loss are missing");
    return !scan->reason;
}

/* What an image's line has to have. */
typedef struct parts {
    ml_span truth, prediction, width, height, pixels, record;
    ml_span total, ignored, bad;
    ml_span hard, none, soft, sums;
} parts;

/* Finds the parts in one pass over the line. */
static bool find_parts(ml_scan *scan, parts *p)
{
    const ml_stream_member outer[] = {{"truth", &p->truth},   {"prediction", &p->prediction}, {"width", &p->width},
                                      {"height", &p->height}, {"pixels", &p->pixels},         {"record", &p->record}};
    const ml_stream_member pixels[] = {{"total", &p->total}, {"ignored", &p->ignored}, {"bad", &p->bad}};
    if (!ml_stream_members(scan, outer, ML_COUNT(outer)) || !ml_scan_finish(scan))
        return false;
    if (!p->truth.text || !p->prediction.text || !p->width.text || !p->height.text || !p->pixels.text || !p->record.text)
        return ml_scan_fail(scan, "an image needs truth, prediction, width, height, pixels and record");
    *scan = ml_scan_of(p->pixels.text, p->pixels.n);
    return ml_stream_members(scan, pixels, ML_COUNT(pixels));
}

/* The record's members in one pass; hard, none and soft may come in any order, so spans are taken first. */
static bool read_record(ml_scan *scan, parts *p, const ml_losses *losses, ml_record *record)
{
    const ml_stream_member members[] = {{"hard", &p->hard}, {"none", &p->none}, {"soft", &p->soft}, {"sums", &p->sums}};
    *scan = ml_scan_of(p->record.text, p->record.n);
    if (!ml_stream_members(scan, members, ML_COUNT(members)))
        return false;
    if (!p->hard.text || !p->none.text || !p->soft.text || !p->sums.text)
        return ml_scan_fail(scan, "a record needs hard, none, soft and sums");
    ml_scan none = ml_scan_of(p->none.text, p->none.n);
    *scan = ml_scan_of(p->hard.text, p->hard.n);
    if (!ml_stream_counts(scan, &none, record)) {
        *scan = none.reason ? none : *scan;
        return false;
    }
    if (!ml_stream_adds_up(record))
        return ml_scan_fail(scan, "the counts do not add up to the valid pixels");
    *scan = ml_scan_of(p->soft.text, p->soft.n);
    if (!read_soft(scan, record))
        return false;
    *scan = ml_scan_of(p->sums.text, p->sums.n);
    return read_sums(scan, losses, record);
}

/* A whole number that may be missing. */
static bool read_count(ml_scan *scan, ml_span value, uint64_t max, uint64_t *n)
{
    *scan = ml_scan_of(value.text, value.n);
    return ml_scan_count(scan, max, n);
}

static bool read_name(ml_scan *scan, ml_span value, ml_stream_text *to)
{
    ml_span string;
    *scan = ml_scan_of(value.text, value.n);
    return ml_scan_string(scan, &string) && ml_stream_decode(scan, string, true, to);
}

ml_status ml_stream_read_image(ml_stream *stream, const ml_losses *losses, ml_error *error, ml_record *record, size_t *width,
                               size_t *height)
{
    const uint64_t max = UINT64_C(1) << 31; /* what PNG and 32-bit readers allow; the product fits */
    parts p;
    memset(&p, 0, sizeof p);
    uint64_t columns = 0, rows = 0;
    ml_scan scan = ml_scan_of(stream->line.text, stream->line.n);
    bool good = find_parts(&scan, &p) && read_count(&scan, p.width, max, &columns) && read_count(&scan, p.height, max, &rows) &&
                read_count(&scan, p.total, UINT64_MAX, &record->n_pixels) &&
                (record->n_pixels == columns * rows || ml_scan_fail(&scan, "is not width times height")) &&
                read_count(&scan, p.ignored, UINT64_MAX, &record->n_ignored) &&
                read_count(&scan, p.bad, UINT64_MAX, &record->n_bad) && read_record(&scan, &p, losses, record) &&
                read_name(&scan, p.truth, &stream->truth) && read_name(&scan, p.prediction, &stream->prediction);
    if (!good)
        return scan.reason ? ml_stream_wrong(stream, &scan, NULL, error) : ml_fail_memory(error, "a record");
    *width = (size_t)columns;
    *height = (size_t)rows;
    return ML_OK;
}
