/* What the files that read record streams share; see reading.h. */
#include "stream/reading.h"

#include "base/text.h"

#include <stdlib.h>

ml_status ml_stream_wrong(const ml_stream *stream, const ml_scan *scan, const char *reason, ml_error *error)
{
    unsigned long long line = stream->lines.n_lines;
    if (scan && scan->reason && scan->at >= stream->line.text && scan->at <= stream->line.text + stream->line.n)
        return ml_fail(error, ML_E_INPUT, "%s:%llu:%zu: %s", stream->name, line, (size_t)(scan->at - stream->line.text) + 1,
                       scan->reason);
    return ml_fail(error, ML_E_INPUT, "%s:%llu: %s", stream->name, line,
                   reason                 ? reason
                   : scan && scan->reason ? scan->reason
                                          : "malformed");
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
    return !is_name || ml_name_parse(to->text) || ml_scan_fail(scan, "no name: \\ stands there neither doubled nor before xHH");
}
