/* Entries of directories; see tiff_entries.h. The places are those of the TIFF 6.0 specification and of BigTIFF. */
#include "format/tiff_entries.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD_BYTES = 8, BIG_HEAD_BYTES = 16, MAX_ENTRIES = 65535, ENTRY_BYTES = 12, BIG_ENTRY_BYTES = 20 };

/* Types of values. */
enum {
    TYPE_BYTE = 1,
    TYPE_ASCII = 2,
    TYPE_SHORT = 3,
    TYPE_LONG = 4,
    TYPE_DOUBLE = 12,
    TYPE_IFD = 13,
    TYPE_LONG8 = 16,
    TYPE_IFD8 = 18
};

/* Bytes of a value of a type; 0: not known. */
static size_t type_bytes(unsigned type)
{
    static const uint8_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < ML_COUNT(sizes) ? sizes[type] : 0;
}

static uint64_t get(const ml_tiff_order *order, const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes[order->is_big_endian ? i : size - 1 - i];
    return value;
}

ml_status ml_tiff_order_read(const ml_source *source, ml_error *error, ml_tiff_order *order, uint64_t *first)
{
    uint8_t head[BIG_HEAD_BYTES];
    ml_status status = ml_source_read(source, 0, HEAD_BYTES, error, head);
    if (status)
        return status;
    ml_tiff_order made = {.source = source, .is_big_endian = head[0] == 'M'};
    uint64_t version = get(&made, head + 2, 2);
    made.is_big_tiff = version == 43;
    if (head[0] != head[1] || (head[0] != 'I' && head[0] != 'M') || (version != 42 && version != 43))
        return ml_fail(error, ML_E_INPUT, "%s: not a TIFF", source->name);
    if (made.is_big_tiff)
        status = ml_source_read(source, 0, BIG_HEAD_BYTES, error, head);
    if (status)
        return status;
    if (made.is_big_tiff && (get(&made, head + 4, 2) != 8 || get(&made, head + 6, 2) != 0))
        return ml_fail(error, ML_E_INPUT, "%s: is a BigTIFF with offsets that are not of 8 bytes: the file is damaged",
                       source->name);
    *first = made.is_big_tiff ? get(&made, head + 8, 8) : get(&made, head + 4, 4);
    *order = made;
    return ML_OK;
}

static ml_status beyond(const ml_tiff_order *order, uint64_t offset, ml_error *error)
{
    return ml_fail(
        error, ML_E_INPUT,
        "%s: the TIFF directory at byte %llu lies, or has values that lie, beyond the end of the file: it is cut off "
        "or damaged",
        order->source->name, (unsigned long long)offset);
}

/* One entry; its values are within the file. */
static bool read_entry(const ml_tiff_order *order, const uint8_t *bytes, uint64_t place, ml_tiff_entries *entries)
{
    size_t wide = order->is_big_tiff ? 8 : 4;
    uint64_t file_bytes = order->source->size_bytes, size = 0;
    ml_tiff_entry *entry = &entries->items[entries->n];
    *entry = (ml_tiff_entry){.tag = (uint16_t)get(order, bytes, 2),
                             .type = (uint16_t)get(order, bytes + 2, 2),
                             .count = get(order, bytes + 4, wide),
                             .place = place + 4 + wide};
    size_t each = type_bytes(entry->type);
    if (each == 0) { /* of a type that is not known nothing can be said, and nothing is asked for */
        entry->count = 0;
    } else if (entry->count > file_bytes / each) {
        return false;
    }
    size = entry->count * each;
    if (size > wide) {
        entry->place = get(order, bytes + 4 + wide, wide);
        if (entry->place > file_bytes || size > file_bytes - entry->place)
            return false;
        entries->far_bytes += size;
    }
    entries->n++;
    return true;
}

ml_status ml_tiff_entries_read(const ml_tiff_order *order, uint64_t offset, ml_error *error, ml_tiff_entries *entries)
{
    uint8_t number[8], *bytes = NULL;
    size_t count_bytes = order->is_big_tiff ? 8 : 2, entry_bytes = order->is_big_tiff ? BIG_ENTRY_BYTES : ENTRY_BYTES;
    size_t next_bytes = order->is_big_tiff ? 8 : 4;
    uint64_t file_bytes = order->source->size_bytes;
    ml_tiff_entries made = {.order = *order};
    if (offset > file_bytes || count_bytes > file_bytes - offset)
        return beyond(order, offset, error);
    ml_status status = ml_source_read(order->source, offset, count_bytes, error, number);
    if (status)
        return status;
    uint64_t n = get(order, number, count_bytes);
    if (n > MAX_ENTRIES || n * entry_bytes + next_bytes > file_bytes - offset - count_bytes)
        return beyond(order, offset, error);
    size_t size = (size_t)n * entry_bytes + next_bytes;
    bytes = ml_alloc(size, 1);
    made.items = ml_alloc((size_t)n, sizeof *made.items);
    status = bytes && made.items ? ml_source_read(order->source, offset + count_bytes, size, error, bytes)
                                 : ml_fail_memory(error, "the directory of a TIFF");
    for (size_t i = 0; i < n && !status; i++)
        if (!read_entry(order, bytes + i * entry_bytes, offset + count_bytes + i * entry_bytes, &made))
            status = beyond(order, offset, error);
    if (status) {
        ml_tiff_entries_clear(&made);
    } else {
        made.next = get(order, bytes + size - next_bytes, next_bytes);
        made.own_bytes = count_bytes + size;
        *entries = made;
    }
    free(bytes);
    return status;
}

void ml_tiff_entries_clear(ml_tiff_entries *entries)
{
    free(entries->items);
    *entries = (ml_tiff_entries){0};
}

const ml_tiff_entry *ml_tiff_find(const ml_tiff_entries *entries, uint16_t tag)
{
    for (size_t i = 0; i < entries->n; i++)
        if (entries->items[i].tag == tag)
            return &entries->items[i];
    return NULL;
}

ml_status ml_tiff_integers(const ml_tiff_entries *entries, const ml_tiff_entry *entry, uint64_t first, size_t n,
                           ml_error *error, uint64_t *values)
{
    uint8_t bytes[8 * ML_TIFF_AT_ONCE];
    size_t size = type_bytes(entry->type);
    bool is_integer = entry->type == TYPE_BYTE || entry->type == TYPE_SHORT || entry->type == TYPE_LONG ||
                      entry->type == TYPE_IFD || entry->type == TYPE_LONG8 || entry->type == TYPE_IFD8;
    if (!is_integer || n > ML_TIFF_AT_ONCE || first > entry->count || n > entry->count - first)
        return ml_fail(error, ML_E_INPUT, "%s: TIFF tag %u does not hold the whole numbers that it must: the file is damaged",
                       entries->order.source->name, entry->tag);
    ml_status status = ml_source_read(entries->order.source, entry->place + first * size, n * size, error, bytes);
    for (size_t i = 0; i < n && !status; i++)
        values[i] = get(&entries->order, bytes + i * size, size);
    return status;
}

ml_status ml_tiff_one(const ml_tiff_entries *entries, uint16_t tag, uint32_t otherwise, ml_error *error, uint32_t *value)
{
    uint64_t values[ML_TIFF_AT_ONCE], only = otherwise;
    const ml_tiff_entry *entry = ml_tiff_find(entries, tag);
    ml_status status = entry ? ml_tiff_integers(entries, entry, 0, 1, error, &only) : ML_OK;
    for (uint64_t first = 0, n; entry && first < entry->count && !status; first += n) {
        n = entry->count - first < ML_TIFF_AT_ONCE ? entry->count - first : ML_TIFF_AT_ONCE;
        status = ml_tiff_integers(entries, entry, first, (size_t)n, error, values);
        for (size_t i = 0; i < n && !status; i++)
            if (values[i] != only)
                status = ml_fail(error, ML_E_INPUT,
                                 "%s: TIFF tag %u is not the same for all samples of a pixel; such files are not read",
                                 entries->order.source->name, tag);
    }
    if (!status && only > UINT32_MAX)
        status = ml_fail(error, ML_E_INPUT, "%s: TIFF tag %u is %llu, beyond all bounds: the file is damaged",
                         entries->order.source->name, tag, (unsigned long long)only);
    if (!status)
        *value = (uint32_t)only;
    return status;
}

ml_status ml_tiff_doubles(const ml_tiff_entries *entries, uint16_t tag, size_t n, ml_error *error, bool *found, double *values)
{
    const ml_tiff_entry *entry = ml_tiff_find(entries, tag);
    *found = entry && entry->type == TYPE_DOUBLE && entry->count >= n;
    for (size_t i = 0; i < n && *found; i++) {
        uint8_t bytes[8];
        ml_status status = ml_source_read(entries->order.source, entry->place + 8 * i, 8, error, bytes);
        if (status)
            return status;
        uint64_t bits = get(&entries->order, bytes, 8);
        memcpy(&values[i], &bits, sizeof bits);
    }
    return ML_OK;
}

ml_status ml_tiff_text(const ml_tiff_entries *entries, uint16_t tag, size_t size, ml_error *error, bool *found, char *text)
{
    const ml_tiff_entry *entry = ml_tiff_find(entries, tag);
    size_t n = entry && entry->count < size - 1 ? (size_t)entry->count : size - 1;
    *found = entry && entry->type == TYPE_ASCII;
    if (!*found)
        return ML_OK;
    text[n] = '\0';
    return ml_source_read(entries->order.source, entry->place, n, error, text);
}
