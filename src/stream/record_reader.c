/* The parts of a record, in an image's line and in the exact sums of a summary; see reading.h. */
#include "stream/layout.h"
#include "stream/list_reader.h"
#include "stream/reading.h"

#include <stdlib.h>

/* An exact sum, 32 hexadecimal digits. */
bool ml_stream_read_fixed(ml_scan *scan, ml_fixed *sum)
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
    return ml_scan_expect(scan, text.n == 32, "32 hexadecimal digits are wanted");
}

static bool read_exact(ml_scan *scan, size_t n, bool may_be_empty, ml_fixed *to, size_t *n_read)
{
    *n_read = 0;
    if (!ml_scan_open(scan, '['))
        return false;
    while (ml_scan_element(scan, n_read))
        if (!ml_scan_expect(scan, *n_read <= n, "another number of values is wanted") ||
            !ml_stream_read_fixed(scan, &to[*n_read - 1]))
            return false;
    return !scan->reason &&
           ml_scan_expect(scan, *n_read == n || (*n_read == 0 && may_be_empty), "another number of values is wanted");
}

/* A list of n numbers of a part, the first of which is number `at` of those of its kind. An empty one stands for zeros. */
static bool read_list(ml_scan *scan, const ml_part *part, size_t at, size_t n, bool may_be_empty, ml_record *record,
                      ml_fixed *exact)
{
    size_t n_read;
    if (part->kind == ML_PART_COUNTS) {
        uint64_t *counts = record->counted + at;
        if (!ml_scan_counts(scan, n, may_be_empty, counts, &n_read))
            return false;
        memset(counts + n_read, 0, (n - n_read) * sizeof *counts);
        for (size_t i = 0; i < n_read; i++)
            if (counts[i] > INT64_MAX)
                return ml_scan_fail(scan, "a count is too large");
        return true;
    }
    bool negative = false;
    if (exact) {
        if (!read_exact(scan, n, may_be_empty, exact + at, &n_read))
            return false;
        memset(exact + at + n_read, 0, (n - n_read) * sizeof *exact);
        for (size_t i = at; i < at + n_read; i++)
            negative |= exact[i].bits.hi >> 63;
    } else {
        double *sums = record->summed + at;
        if (!ml_scan_numbers(scan, n, may_be_empty, sums, &n_read))
            return false;
        memset(sums + n_read, 0, (n - n_read) * sizeof *sums);
        for (size_t i = 0; i < n_read; i++)
            negative |= sums[i] < 0;
    }
    return ml_scan_expect(scan, part->may_be_negative || !negative, "a sum is negative");
}

static bool read_part(ml_scan *scan, const ml_slot *slot, ml_record *record, ml_fixed *exact)
{
    size_t y = 0;
    if (!ml_stream_is_matrix(slot))
        return read_list(scan, &slot->part, slot->first, slot->n_rows * slot->n_columns, false, record, exact);
    if (!ml_scan_open(scan, '['))
        return false;
    while (ml_scan_element(scan, &y))
        if (!ml_scan_expect(scan, y <= slot->n_rows, "another number of rows is wanted") ||
            !read_list(scan, &slot->part, slot->first + (y - 1) * slot->n_columns, slot->n_columns,
                       ml_stream_has_empty_rows(slot), record, exact))
            return false;
    return !scan->reason && ml_scan_expect(scan, y == slot->n_rows, "another number of rows is wanted");
}

/* One reading of a record. */
typedef struct reading {
    ml_scan *scan;
    ml_record *record;
    ml_aggregate *aggregate; /* whose tally's record it is; NULL: of an image */
    bool *found;             /* [n_slots] the parts that were read */
} reading;

/* The part of this group with this name; n_slots when there is none. */
static size_t find_part(const ml_record *record, const char *group, ml_span name)
{
    size_t s = 0;
    while (s < record->n_slots &&
           !(ml_stream_same_group(record->slots[s].part.group, group) && ml_span_is(name, record->slots[s].part.name)))
        s++;
    return s;
}

/* The first part of the group with this name; n_slots when there is none. */
static size_t find_group(const ml_record *record, ml_span name)
{
    size_t s = 0;
    while (s < record->n_slots && !(record->slots[s].part.group && ml_span_is(name, record->slots[s].part.group)))
        s++;
    return s;
}

/* The members of the record (group NULL) or of a group, which has no groups in it. What is not known is passed over. */
static bool read_members(const reading *r, const char *group)
{
    const ml_slot *slots = r->record->slots;
    ml_fixed *exact = r->aggregate ? r->aggregate->pooled.summed : NULL;
    size_t n = 0, n_slots = r->record->n_slots;
    ml_span key, value;
    if (!ml_scan_open(r->scan, '{'))
        return false;
    while (ml_scan_member(r->scan, &n, &key)) {
        size_t s = find_part(r->record, group, key), g = s < n_slots || group ? n_slots : find_group(r->record, key);
        if ((s < n_slots && r->found[s]) || (g < n_slots && r->found[g]))
            return ml_scan_fail(r->scan, "the member stands there twice");
        if (s < n_slots)
            r->found[s] = true;
        if (s < n_slots
                ? !(slots[s].part.kind == ML_PART_LIST ? ml_stream_read_list(r->scan, &slots[s], r->record, r->aggregate)
                                                       : read_part(r->scan, &slots[s], r->record, exact))
            : g < n_slots ? !read_members(r, slots[g].part.group)
                          : !ml_scan_value(r->scan, &value))
            return false;
    }
    return !r->scan->reason;
}

static bool read_parts(ml_stream *stream, ml_scan *scan, ml_record *record, ml_aggregate *aggregate)
{
    if (stream->found_capacity < record->n_slots) {
        bool *longer = realloc(stream->found, record->n_slots * sizeof *longer);
        if (!longer)
            return false;
        stream->found = longer;
        stream->found_capacity = record->n_slots;
    }
    memset(stream->found, 0, record->n_slots * sizeof *stream->found);
    const reading r = {scan, record, aggregate, stream->found};
    return read_members(&r, NULL);
}

bool ml_stream_read_parts(ml_stream *stream, ml_scan *scan, ml_record *record)
{
    return read_parts(stream, scan, record, NULL);
}

bool ml_stream_read_exact_parts(ml_stream *stream, ml_scan *scan, ml_aggregate *aggregate)
{
    return read_parts(stream, scan, &aggregate->pooled.counts, aggregate);
}

ml_status ml_stream_check_parts(const ml_stream *stream, const ml_record *record, uint64_t width, uint64_t height,
                                ml_error *error)
{
    for (size_t s = 0; s < record->n_slots; s++) {
        const ml_part *part = &record->slots[s].part;
        if (!stream->found[s])
            return ml_fail(error, ML_E_INPUT, "%s:%llu: the record's \"%s%s%s\" is missing", stream->name,
                           (unsigned long long)stream->lines.n_lines, part->group ? part->group : "", part->group ? "." : "",
                           part->name);
    }
    const char *fault = ml_record_fault(record);
    if (!fault)
        fault = ml_record_list_fault(record, width, height);
    return fault ? ml_stream_wrong(stream, NULL, fault, error) : ML_OK;
}
