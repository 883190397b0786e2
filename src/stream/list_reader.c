/* Parts of records that are lists; see list_reader.h. */
#include "stream/list_reader.h"

#include <stdlib.h>
#include <string.h>

/* A list that is being read. */
typedef struct reading {
    ml_scan *scan;
    const ml_part *part;
    ml_rows *rows;
    ml_set_list *list;       /* NULL: the rows of one image */
    ml_stream_text id, last; /* images of the current row, and of the one before */
    size_t n_of_class;       /* rows so far */
} reading;

static bool read_id(reading *r)
{
    ml_span string;
    const ml_stream_text last = r->last;
    r->last = r->id;
    r->id = last;
    return ml_scan_string(r->scan, &string) && ml_stream_decode(r->scan, string, true, &r->id);
}

/* A number, or null. */
static bool read_cell(ml_scan *scan, uint64_t *cell)
{
    ml_span nothing;
    if (ml_scan_peek(scan) != 'n')
        return ml_scan_count(scan, INT64_MAX, cell);
    *cell = ML_ROW_NOTHING;
    return ml_scan_value(scan, &nothing) && ml_scan_expect(scan, ml_span_is(nothing, "null"), "a number or null is wanted");
}

static const char *text_of(const ml_stream_text *id) { return id->text ? id->text : ""; }

/* Whether a row may follow those before. */
static bool check_row(reading *r, const uint64_t *row, size_t n_classes)
{
    const uint64_t *before = r->rows->n > 0 ? ml_rows_at(r->rows, r->rows->n - 1) : NULL;
    if (row[0] >= n_classes)
        return ml_scan_fail(r->scan, "a row of a list is of no class");
    if (before && ml_row_compare(r->part, text_of(&r->last), before, text_of(&r->id), row) >= 0)
        return ml_scan_fail(r->scan, "the rows of a list are not in order");
    r->n_of_class = before && before[0] == row[0] ? r->n_of_class + 1 : 1;
    return ml_scan_expect(r->scan, r->n_of_class <= r->part->n_rows, "a list has more rows of a class than it may");
}

static bool read_row(reading *r, size_t n_classes)
{
    static const char fault[] = "another number of values is wanted";
    uint64_t row[ML_LIST_MAX_COLUMNS];
    ml_error ignored = ML_ERROR_INIT;
    size_t n = 0;
    if (!ml_scan_open(r->scan, '[') ||
        (r->list && !(ml_scan_expect(r->scan, ml_scan_element(r->scan, &n), fault) && read_id(r))))
        return false;
    for (size_t c = 0; c < r->part->n_columns; c++)
        if (!ml_scan_expect(r->scan, ml_scan_element(r->scan, &n), fault) || !read_cell(r->scan, &row[c]))
            return false;
    if (!ml_scan_expect(r->scan, !ml_scan_element(r->scan, &n), fault) || r->scan->reason || !check_row(r, row, n_classes))
        return false;
    return ml_rows_add(r->rows, row) && (!r->list || ml_set_list_add(r->list, text_of(&r->id), row, &ignored) == ML_OK);
}

bool ml_stream_read_list(ml_scan *scan, const ml_slot *slot, ml_record *record, ml_aggregate *aggregate)
{
    reading r = {.scan = scan,
                 .part = &slot->part,
                 .rows = &record->own_lists[slot->first],
                 .list = aggregate ? &aggregate->lists.items[slot->first] : NULL};
    size_t n = 0;
    bool good = ml_scan_open(scan, '[');
    r.rows->n = 0;
    while (good && ml_scan_element(scan, &n))
        good = read_row(&r, record->n_classes);
    free(r.id.text);
    free(r.last.text);
    return good && !scan->reason;
}
