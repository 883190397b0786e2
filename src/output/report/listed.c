/* Lists of measures; see listed.h. */
#include "output/report/listed.h"

#include "core/walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Adds a column as it is shown. */
static void add_column(ml_listed *listed, const ml_column *column)
{
    const size_t cell = column->cell;
    ml_listed_column *to = &listed->columns[listed->n_columns];
    if (column->kind == ML_KIND_BOX) {
        to[0] = (ml_listed_column){"rows", ML_KIND_BOX, cell, cell + 2};
        to[1] = (ml_listed_column){"columns", ML_KIND_BOX, cell + 1, cell + 3};
        listed->n_columns += 2;
    } else {
        *to = (ml_listed_column){column->key, column->kind, cell, cell};
        listed->n_columns++;
    }
}

bool ml_listed_find(const ml_settings *settings, size_t k, const ml_set_lists *lists, ml_listed *listed)
{
    ml_walk walk = ml_walk_begin(settings, ML_IN_SET);
    ml_step step;
    while ((step = ml_walk_next(&walk)) != ML_STEP_END) {
        const ml_catalogue_row *row = walk.figure.row;
        if (step != ML_STEP_FIGURE || !row->list || walk.figure.of[ML_OVER_MEASURES] != (int)k)
            continue;
        *listed = (ml_listed){.title = row->title,
                              .key = row->key,
                              .list = ml_set_lists_find(lists, settings->measures->items[k].key),
                              .classes = settings->classes};
        for (const ml_column *column = row->columns; column->key; column++)
            if (column->kind != ML_KIND_IMAGE)
                add_column(listed, column);
        for (const ml_column *column = row->columns; column->key; column++)
            if (column->kind == ML_KIND_IMAGE)
                add_column(listed, column);
        return true;
    }
    return false;
}

const char *ml_listed_text(const ml_listed *listed, const ml_listed_column *column, const uint64_t *row,
                           char text[ML_LISTED_TEXT_SIZE])
{
    const uint64_t first = row[column->first], last = row[column->last];
    if (column->kind == ML_KIND_CLASS)
        return first == ML_ROW_NOTHING ? "no class" : listed->classes->items[first].name;
    if (first == last)
        snprintf(text, ML_LISTED_TEXT_SIZE, "%" PRIu64, first);
    else
        snprintf(text, ML_LISTED_TEXT_SIZE, "%" PRIu64 "-%" PRIu64, first, last);
    return text;
}

/* The list of measure k among those of a record; NULL: it has none. */
static const ml_slot *find_list(const ml_record *record, const char *key)
{
    for (size_t s = 0; s < record->n_slots; s++)
        if (record->slots[s].part.kind == ML_PART_LIST && strcmp(record->slots[s].part.group, key) == 0)
            return &record->slots[s];
    return NULL;
}

size_t ml_listed_of_image(const ml_figures *figures, size_t k, const uint64_t *rows[ML_LISTED_OF_IMAGE])
{
    const ml_settings *settings = figures->settings;
    const ml_record *record = &figures->views[ML_VIEW_RAW].view.record;
    const ml_slot *slot = find_list(record, settings->measures->items[k].key);
    const ml_rows *list = slot ? &record->lists[slot->first] : NULL;
    size_t n = 0;
    for (size_t i = 0; list && i < list->n; i++) {
        const uint64_t *row = ml_rows_at(list, i);
        size_t at = n;
        if (settings->masked[row[0]])
            continue;
        for (; at > 0 && ml_row_compare_mixed(&slot->part, "", row, "", rows[at - 1]) < 0; at--)
            if (at < ML_LISTED_OF_IMAGE)
                rows[at] = rows[at - 1];
        if (at < ML_LISTED_OF_IMAGE)
            rows[at] = row;
        n += n < ML_LISTED_OF_IMAGE;
    }
    return n;
}
