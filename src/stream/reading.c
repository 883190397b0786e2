/* What the files that read record streams share; see reading.h. */
#include "stream/reading.h"

#include "base/text.h"
#include "stream/layout.h"

#include <stdlib.h>

ml_status ml_stream_wrong(const ml_stream *stream, const ml_scan *scan, const char *reason, ml_error *error)
{
    unsigned long long line = stream->lines.n_lines;
    if (!scan)
        return ml_fail(error, ML_E_INPUT, "%s:%llu: %s", stream->name, line, reason);
    /* What is missing, and sums that were kept, are not in the line. */
    uintptr_t column = (uintptr_t)scan->at - (uintptr_t)stream->line.text;
    if (column > stream->line.n)
        return ml_fail(error, ML_E_INPUT, "%s:%llu: %s", stream->name, line, scan->reason);
    return ml_fail(error, ML_E_INPUT, "%s:%llu:%zu: %s", stream->name, line, (size_t)column + 1, scan->reason);
}

bool ml_stream_members(ml_scan *scan, const ml_stream_member *members, size_t n)
{
    ml_span key, value;
    size_t count = 0;
    uint64_t seen = 0; /* a bit for each of up to 64 */
    if (!ml_scan_open(scan, '{'))
        return false;
    while (ml_scan_member(scan, &count, &key)) {
        size_t m = 0;
        while (m < n && !ml_span_is(key, members[m].key))
            m++;
        if (m < n && (seen & (UINT64_C(1) << m)))
            return ml_scan_fail(scan, "the member stands there twice");
        if (!ml_scan_value(scan, &value))
            return false;
        if (m < n) {
            seen |= UINT64_C(1) << m;
            *members[m].value = value;
        }
    }
    return !scan->reason;
}

/* What is around the digits of a check sum. */
static const char before_crc[] = ",\"" ML_STREAM_CRC_KEY "\":\"", after_crc[] = "\"}";
enum { N_BEFORE = sizeof before_crc - 1, N_AFTER = sizeof after_crc - 1, N_CRC = N_BEFORE + ML_STREAM_CRC_DIGITS + N_AFTER };

/* Where the check sum begins that ends a line of n bytes, with the comma before it; NULL where none does. */
static const char *find_crc(const char *text, size_t n)
{
    const char *at = n < N_CRC ? NULL : text + n - N_CRC;
    return at && memcmp(at, before_crc, N_BEFORE) == 0 && memcmp(text + n - N_AFTER, after_crc, N_AFTER) == 0 ? at : NULL;
}

/* Whether the line has a check sum, wherever it stands. */
static bool names_crc(ml_span line)
{
    ml_scan scan = ml_scan_of(line.text, line.n);
    ml_span key, value;
    size_t n = 0;
    bool found = false;
    if (!ml_scan_open(&scan, '{'))
        return false;
    while (!found && ml_scan_member(&scan, &n, &key) && ml_scan_value(&scan, &value))
        found = ml_span_is(key, ML_STREAM_CRC_KEY);
    return found;
}

/* Lines of 0.1, and those made by hand, have no check sum. One that is not where it was written cannot fit. */
static bool fits_crc(ml_span line)
{
    char crc[ML_STREAM_CRC_DIGITS + 1];
    size_t n = line.n;
    while (n > 0 && (line.text[n - 1] == '\r' || line.text[n - 1] == ' ' || line.text[n - 1] == '\t'))
        n--;
    const char *at = find_crc(line.text, n);
    if (!at)
        return !names_crc(line);
    ml_stream_crc_text(line.text, (size_t)(at - line.text), crc);
    return memcmp(at + N_BEFORE, crc, ML_STREAM_CRC_DIGITS) == 0;
}

ml_status ml_stream_next_line(ml_stream *stream, ml_error *error)
{
    ml_status status = ml_lines_next(&stream->lines, error, &stream->line.text, &stream->line.n);
    if (status || !stream->line.text || fits_crc(stream->line))
        return status;
    return ml_fail(error, ML_E_INPUT,
                   "%s:%llu: the line was changed after it was written: its bytes do not fit its \"" ML_STREAM_CRC_KEY
                   "\"; evaluate again, or take the " ML_STREAM_CRC_KEY " out of a line that was meant to be changed",
                   stream->name, (unsigned long long)stream->lines.n_lines);
}

bool ml_stream_find_hint(ml_scan *scan, ml_span name, ml_hint *hint)
{
    for (int h = 0; h < ML_N_HINTS; h++)
        if (ml_span_is(name, ml_hint_names[h])) {
            *hint = (ml_hint)h;
            return true;
        }
    return ml_scan_fail(scan, "an unknown hint");
}

bool ml_stream_decode(ml_scan *scan, ml_span string, bool is_name, ml_stream_text *to)
{
    if (to->capacity <= string.n) {
        char *longer = realloc(to->text, 2 * string.n + 16);
        if (!longer)
            return false;
        to->text = longer;
        to->capacity = 2 * string.n + 16;
    }
    if (!ml_span_decode(string, to->text))
        return ml_scan_fail(scan, "a text without NUL is wanted");
    return ml_scan_expect(scan, !is_name || ml_name_parse(to->text), "no name: \\ stands there neither doubled nor before xHH");
}
