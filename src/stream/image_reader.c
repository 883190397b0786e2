/* A line of a record stream: one image's record; see reader.h. */
#include "stream/layout.h"
#include "stream/reader.h"
#include "stream/reading.h"

/* What an image's line has to have, in any order; a bit each for those that were found. */
enum {
    HAS_TRUTH = 1,
    HAS_PREDICTION = 2,
    HAS_WIDTH = 4,
    HAS_HEIGHT = 8,
    HAS_PIXELS = 16,
    HAS_RECORD = 32,
    HAS_ALL = HAS_TRUTH | HAS_PREDICTION | HAS_WIDTH | HAS_HEIGHT | HAS_PIXELS | HAS_RECORD,
    HAS_HINTS = 64, /* these it may have */
    HAS_GROUP = 128,
    HAS_ID = 256, /* it has been read */
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

/* What is not of the record follows from it and from the mask, but has to be possible. */
static bool read_pixels(ml_scan *scan, ml_record *record)
{
    enum { TOTAL, IGNORED, BAD, VALID, MASKED, NONE, N_COUNTS };
    static const key_bit keys[] = {{"total", 1 << TOTAL}, {"ignored", 1 << IGNORED}, {"bad", 1 << BAD},
                                   {"valid", 1 << VALID}, {"masked", 1 << MASKED},   {"none", 1 << NONE}};
    const unsigned wanted = 1 << TOTAL | 1 << IGNORED | 1 << BAD;
    unsigned found = 0;
    size_t count = 0;
    uint64_t counts[N_COUNTS] = {0};
    ml_span key;
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &count, &key)) {
        uint64_t n;
        unsigned bit = find_key(scan, key, keys, ML_COUNT(keys), &found);
        if (!ml_scan_count(scan, UINT64_MAX, &n))
            return false;
        for (size_t i = 0; i < N_COUNTS && bit; i++)
            if (bit == keys[i].bit)
                counts[i] = n;
    }
    if (scan->reason || (found & wanted) != wanted)
        return ml_scan_fail(scan, "pixels need total, ignored and bad");
    record->n_pixels = counts[TOTAL];
    record->n_ignored = counts[IGNORED];
    record->n_bad = counts[BAD];
    uint64_t n_valid = counts[TOTAL] - counts[IGNORED];
    bool possible = counts[IGNORED] <= counts[TOTAL] && (!(found & 1 << VALID) || counts[VALID] == n_valid) &&
                    counts[MASKED] <= n_valid && counts[NONE] <= n_valid;
    return ml_scan_expect(scan, possible, "the numbers of pixels do not add up");
}

static bool read_name(ml_scan *scan, ml_stream_text *to)
{
    ml_span string;
    return ml_scan_string(scan, &string) && ml_stream_decode(scan, string, true, to);
}

/* A name, or null where there is no truth. */
static bool read_truth(ml_stream *stream, ml_scan *scan)
{
    ml_span any;
    stream->has_truth = ml_scan_peek(scan) != 'n';
    if (!stream->has_truth && stream->needs_truth)
        return ml_scan_fail(scan, "there is no truth, but no \"missing_truth\" in the settings");
    return stream->has_truth ? read_name(scan, &stream->truth) : ml_scan_value(scan, &any);
}

static bool read_hints(ml_scan *scan, ml_hints *hints)
{
    size_t n = 0;
    ml_span name;
    ml_hint hint;
    if (!ml_scan_open(scan, '['))
        return false;
    while (ml_scan_element(scan, &n)) {
        if (!ml_scan_string(scan, &name) || !ml_stream_find_hint(scan, name, &hint))
            return false;
        *hints |= ml_hint_bit(hint);
    }
    return !scan->reason;
}

static bool read_group(ml_scan *scan, ml_stream *stream)
{
    const ml_scan before = *scan;
    if (!read_name(scan, &stream->group))
        return false;
    stream->has_group = true;
    if (*stream->group.text)
        return true;
    *scan = before;
    return ml_scan_fail(scan, "the name of a group is empty");
}

/* The whole line in one pass. */
static bool read_image(ml_stream *stream, ml_scan *scan, ml_record *record, uint64_t *width, uint64_t *height)
{
    static const key_bit keys[] = {{"truth", HAS_TRUTH},   {"prediction", HAS_PREDICTION},   {"width", HAS_WIDTH},
                                   {"height", HAS_HEIGHT}, {"pixels", HAS_PIXELS},           {"record", HAS_RECORD},
                                   {"hints", HAS_HINTS},   {ML_STREAM_GROUP_KEY, HAS_GROUP}, {"id", HAS_ID}};
    const uint64_t max = ML_STREAM_MAX_SIDE; /* so that the product fits */
    unsigned found = 0;
    size_t count = 0;
    ml_span key, value;
    record->hints = 0;
    stream->has_group = false;
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &count, &key)) {
        unsigned bit = find_key(scan, key, keys, ML_COUNT(keys), &found);
        if (scan->reason || (bit == HAS_TRUTH && !read_truth(stream, scan)) ||
            (bit == HAS_PREDICTION && !read_name(scan, &stream->prediction)) ||
            (bit == HAS_WIDTH && !ml_scan_count(scan, max, width)) ||
            (bit == HAS_HEIGHT && !ml_scan_count(scan, max, height)) || (bit == HAS_PIXELS && !read_pixels(scan, record)) ||
            (bit == HAS_HINTS && !read_hints(scan, &record->hints)) || (bit == HAS_GROUP && !read_group(scan, stream)) ||
            (bit == HAS_RECORD && !ml_stream_read_parts(stream, scan, record)) ||
            ((bit == 0 || bit == HAS_ID) && !ml_scan_value(scan, &value)))
            return false;
    }
    return ml_scan_finish(scan) && ml_scan_expect(scan, (found & HAS_ALL) == HAS_ALL,
                                                  "an image needs truth, prediction, width, height, pixels and record");
}

ml_status ml_stream_look_for_group(const ml_stream *stream, ml_error *error, bool *has_group)
{
    ml_span group = {0};
    const ml_stream_member members[] = {{ML_STREAM_GROUP_KEY, &group}};
    ml_scan scan = ml_scan_of(stream->line.text, stream->line.n);
    if (!ml_stream_members(&scan, members, ML_COUNT(members)))
        return ml_stream_wrong(stream, &scan, NULL, error);
    *has_group = group.text != NULL;
    return ML_OK;
}

ml_status ml_stream_read_image(ml_stream *stream, ml_error *error, ml_record *record, size_t *width, size_t *height)
{
    uint64_t columns = 0, rows = 0;
    ml_scan scan = ml_scan_of(stream->line.text, stream->line.n);
    if (!read_image(stream, &scan, record, &columns, &rows))
        return scan.reason ? ml_stream_wrong(stream, &scan, NULL, error) : ml_fail_memory(error, "a record");
    if (record->n_pixels == 0 || record->n_pixels != columns * rows)
        return ml_stream_wrong(stream, NULL, "the number of pixels is not width times height", error);
    ml_status status = ml_stream_check_parts(stream, record, columns, rows, error);
    if (status)
        return status;
    *width = (size_t)columns;
    *height = (size_t)rows;
    return ML_OK;
}
