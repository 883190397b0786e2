/* A line of a record stream: one image's record; see reader.h. */
#include "stream/reader.h"

#include <string.h>

/* A matrix of n x n counts or (counts NULL) numbers; rows of absent classes are empty. */
static bool read_matrix(ml_scan *scan, size_t n, uint64_t *counts, double *numbers)
{
    size_t y = 0, n_read;
    if (!ml_scan_open(scan, '['))
        return false;
    while (ml_scan_element(scan, &y)) {
        if (y > n)
            return ml_scan_fail(scan, "more rows than classes");
        size_t first = (y - 1) * n;
        if (counts ? !ml_scan_counts(scan, n, true, counts + first, &n_read)
                   : !ml_scan_numbers(scan, n, true, numbers + first, &n_read))
            return false;
        if (n_read == 0 && counts)
            memset(counts + first, 0, n * sizeof *counts);
        else if (n_read == 0)
            memset(numbers + first, 0, n * sizeof *numbers);
    }
    return !scan->reason && (y == n || ml_scan_fail(scan, "fewer rows than classes"));
}

bool ml_stream_hard(ml_scan *scan, ml_record *record) { return read_matrix(scan, record->n_classes, record->hard, NULL); }

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

/* Whether row by row the probabilities sum to the number of pixels that have any: a void prediction has none. */
static bool soft_adds_up(const ml_record *record)
{
    size_t n = record->n_classes;
    for (size_t y = 0; y < n; y++) {
        double sum = 0, support = (double)ml_record_support(record, y), pixels = support - (double)record->none[y];
        for (size_t c = 0; c < n; c++) {
            if (!(record->soft[y * n + c] >= 0))
                return false;
            sum += record->soft[y * n + c];
        }
        if (!(sum >= pixels - 1e-6 * support && sum <= pixels + 1e-6 * support))
            return false;
    }
    return true;
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

/* What an image's line has to have, in any order; a bit each for those that were found. */
enum {
    HAS_TRUTH = 1,
    HAS_PREDICTION = 2,
    HAS_WIDTH = 4,
    HAS_HEIGHT = 8,
    HAS_PIXELS = 16,
    HAS_RECORD = 32,
    HAS_HARD = 1,
    HAS_NONE = 2,
    HAS_SOFT = 4,
    HAS_SUMS = 8,
};

typedef struct key_bit {
    const char *key;
    unsigned bit;
} key_bit;

/* The bit of a key, 0 for others; sets it in *found, which must not have it. */
static unsigned find_key(ml_scan *scan, ml_span key, const key_bit *keys, size_t n, unsigned *found)
{
    for (size_t k = 0; k < n; k++)
        if (ml_span_is(key, keys[k].key)) {
            if (*found & keys[k].bit)
                ml_scan_fail(scan, "the member stands there twice");
            *found |= keys[k].bit;
            return keys[k].bit;
        }
    return 0;
}

static bool read_record(ml_scan *scan, const ml_losses *losses, ml_record *record)
{
    static const key_bit keys[] = {{"hard", HAS_HARD}, {"none", HAS_NONE}, {"soft", HAS_SOFT}, {"sums", HAS_SUMS}};
    unsigned found = 0;
    size_t count = 0, n_read;
    ml_span key, value;
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &count, &key)) {
        unsigned bit = find_key(scan, key, keys, ML_COUNT(keys), &found);
        if (scan->reason || (bit == HAS_HARD && !ml_stream_hard(scan, record)) ||
            (bit == HAS_NONE && !ml_scan_counts(scan, record->n_classes, false, record->none, &n_read)) ||
            (bit == HAS_SOFT && !read_matrix(scan, record->n_classes, NULL, record->soft)) ||
            (bit == HAS_SUMS && !read_sums(scan, losses, record)) || (bit == 0 && !ml_scan_value(scan, &value)))
            return false;
    }
    return !scan->reason && (found == (HAS_HARD | HAS_NONE | HAS_SOFT | HAS_SUMS) ||
                             ml_scan_fail(scan, "a record needs hard, none, soft and sums"));
}

static bool read_pixels(ml_scan *scan, ml_record *record)
{
    static const key_bit keys[] = {{"total", 1}, {"ignored", 2}, {"bad", 4}};
    unsigned found = 0;
    size_t count = 0;
    ml_span key;
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &count, &key)) {
        uint64_t n;
        unsigned bit = find_key(scan, key, keys, ML_COUNT(keys), &found);
        if (!ml_scan_count(scan, UINT64_MAX, &n))
            return false;
        if (bit)
            *(bit == 1 ? &record->n_pixels : bit == 2 ? &record->n_ignored : &record->n_bad) = n;
    }
    return !scan->reason && (found == 7 || ml_scan_fail(scan, "pixels need total, ignored and bad"));
}

static bool read_name(ml_scan *scan, ml_stream_text *to)
{
    ml_span string;
    return ml_scan_string(scan, &string) && ml_stream_decode(scan, string, true, to);
}

/* The whole line in one pass. */
static bool read_image(ml_stream *stream, ml_scan *scan, const ml_losses *losses, ml_record *record, uint64_t *width,
                       uint64_t *height)
{
    static const key_bit keys[] = {{"truth", HAS_TRUTH},   {"prediction", HAS_PREDICTION}, {"width", HAS_WIDTH},
                                   {"height", HAS_HEIGHT}, {"pixels", HAS_PIXELS},         {"record", HAS_RECORD}};
    const uint64_t max = UINT64_C(1) << 31; /* so that the product fits */
    unsigned found = 0;
    size_t count = 0;
    ml_span key, value;
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &count, &key)) {
        unsigned bit = find_key(scan, key, keys, ML_COUNT(keys), &found);
        if (scan->reason || (bit == HAS_TRUTH && !read_name(scan, &stream->truth)) ||
            (bit == HAS_PREDICTION && !read_name(scan, &stream->prediction)) ||
            (bit == HAS_WIDTH && !ml_scan_count(scan, max, width)) ||
            (bit == HAS_HEIGHT && !ml_scan_count(scan, max, height)) || (bit == HAS_PIXELS && !read_pixels(scan, record)) ||
            (bit == HAS_RECORD && !read_record(scan, losses, record)) || (bit == 0 && !ml_scan_value(scan, &value)))
            return false;
    }
    return ml_scan_finish(scan) && (found == (HAS_TRUTH | HAS_PREDICTION | HAS_WIDTH | HAS_HEIGHT | HAS_PIXELS | HAS_RECORD) ||
                                    ml_scan_fail(scan, "an image needs truth, prediction, width, height, pixels and record"));
}

ml_status ml_stream_read_image(ml_stream *stream, const ml_losses *losses, ml_error *error, ml_record *record, size_t *width,
                               size_t *height)
{
    uint64_t columns = 0, rows = 0;
    ml_scan scan = ml_scan_of(stream->line.text, stream->line.n);
    if (!read_image(stream, &scan, losses, record, &columns, &rows))
        return scan.reason ? ml_stream_wrong(stream, &scan, NULL, error) : ml_fail_memory(error, "a record");
    if (record->n_pixels == 0 || record->n_pixels != columns * rows)
        return ml_stream_wrong(stream, NULL, "the number of pixels is not width times height", error);
    if (!ml_stream_adds_up(record))
        return ml_stream_wrong(stream, NULL, "the counts of the record do not add up to the valid pixels", error);
    if (!soft_adds_up(record))
        return ml_stream_wrong(stream, NULL, "the soft counts of the record do not add up to its pixels", error);
    *width = (size_t)columns;
    *height = (size_t)rows;
    return ML_OK;
}
