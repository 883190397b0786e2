/* The parts of a record, in an image's line and in the exact sums of a summary; see writing.h. */
#include "stream/layout.h"
#include "stream/writing.h"

#include <math.h>

void ml_stream_write_fixed(ml_json *json, const ml_fixed *sum)
{
    static const char hex[] = "0123456789abcdef";
    char text[33];
    for (int i = 0; i < 16; i++) {
        text[i] = hex[sum->bits.hi >> (60 - 4 * i) & 15];
        text[16 + i] = hex[sum->bits.lo >> (60 - 4 * i) & 15];
    }
    text[32] = '\0';
    ml_json_string(json, NULL, text);
}

/* Number `at` of those of the part's kind. */
static void write_cell(ml_json *json, const ml_part *part, const ml_record *record, const ml_fixed *exact, size_t at)
{
    if (part->kind == ML_PART_COUNTS)
        ml_json_count(json, NULL, record->counted[at]);
    else if (exact)
        ml_stream_write_fixed(json, &exact[at]);
    else
        ml_json_number(json, NULL, record->summed[at]);
}

/* A list of n numbers. */
static void write_list(ml_json *json, const char *key, const ml_part *part, const ml_record *record, const ml_fixed *exact,
                       size_t at, size_t n)
{
    ml_json_array(json, key, ML_JSON_INLINE);
    for (size_t i = at; i < at + n; i++)
        write_cell(json, part, record, exact, i);
    ml_json_end(json);
}

/* Whether n numbers are 0. */
static bool are_zero(const ml_part *part, const ml_record *record, const ml_fixed *exact, size_t at, size_t n)
{
    bool zero = true;
    for (size_t i = at; i < at + n && zero; i++)
        zero = part->kind == ML_PART_COUNTS ? record->counted[i] == 0
               : exact                      ? !exact[i].bits.hi && !exact[i].bits.lo
                                            : !(record->summed[i] < 0 || record->summed[i] > 0);
    return zero;
}

/* A row of a list, behind the image that it is of, if that is given. */
static void write_listed(ml_json *json, const char *image, const uint64_t *row, size_t n)
{
    ml_json_array(json, NULL, ML_JSON_INLINE);
    if (image)
        ml_json_name(json, NULL, image);
    for (size_t c = 0; c < n; c++)
        if (row[c] == ML_ROW_NOTHING)
            ml_json_number(json, NULL, (double)NAN);
        else
            ml_json_count(json, NULL, row[c]);
    ml_json_end(json);
}

/* The list of an image. */
static void write_rows(ml_json *json, const char *key, const ml_rows *rows)
{
    ml_json_array(json, key, ML_JSON_INLINE);
    for (size_t i = 0; i < rows->n; i++)
        write_listed(json, NULL, ml_rows_at(rows, i), rows->n_columns);
    ml_json_end(json);
}

/* That of a set, which is sorted. */
static void write_set_list(ml_json *json, const ml_set_list *list, size_t n_classes)
{
    ml_json_array(json, list->part->name, ML_JSON_INLINE);
    for (size_t y = 0; y < n_classes; y++)
        for (size_t i = 0; i < list->classes[y].n; i++) {
            const ml_list_row *row = list->classes[y].items[i];
            write_listed(json, row->id, row->cells, list->part->n_columns);
        }
    ml_json_end(json);
}

static void write_part(ml_json *json, const ml_slot *slot, const ml_record *record, const ml_aggregate *aggregate)
{
    const ml_part *part = &slot->part;
    const ml_fixed *exact = aggregate ? aggregate->pooled.summed : NULL;
    size_t n = slot->n_columns;
    if (part->kind == ML_PART_LIST && aggregate) {
        write_set_list(json, &aggregate->lists.items[slot->first], record->n_classes);
        return;
    }
    if (part->kind == ML_PART_LIST) {
        write_rows(json, part->name, &record->lists[slot->first]);
        return;
    }
    if (!ml_stream_is_matrix(slot)) {
        write_list(json, part->name, part, record, exact, slot->first, slot->n_rows * n);
        return;
    }
    ml_json_array(json, part->name, ML_JSON_INLINE);
    for (size_t y = 0; y < slot->n_rows; y++) {
        size_t at = slot->first + y * n;
        bool is_absent = ml_stream_has_empty_rows(slot) && ml_record_support(record, y) == 0;
        write_list(json, NULL, part, record, exact, at, is_absent && are_zero(part, record, exact, at, n) ? 0 : n);
    }
    ml_json_end(json);
}

static void write_parts(ml_json *json, const ml_record *record, const ml_aggregate *aggregate)
{
    const char *group = NULL;
    for (size_t s = 0; s < record->n_slots; s++) {
        const ml_slot *slot = &record->slots[s];
        if (!ml_stream_same_group(slot->part.group, group)) {
            if (group)
                ml_json_end(json);
            group = slot->part.group;
            if (group)
                ml_json_object(json, group, ML_JSON_INLINE);
        }
        write_part(json, slot, record, aggregate);
    }
    if (group)
        ml_json_end(json);
}

void ml_stream_write_parts(ml_json *json, const ml_record *record) { write_parts(json, record, NULL); }

void ml_stream_write_exact_parts(ml_json *json, const ml_aggregate *aggregate)
{
    write_parts(json, &aggregate->pooled.counts, aggregate);
}
