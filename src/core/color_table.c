/* Colours of classes; see color_table.h. */
#include "core/color_table.h"

#include "base/memory.h"

#include <stdlib.h>

/* The entry of a colour, or the empty one where it would stand. */
static ml_color_entry *entry_of(const ml_color_table *table, uint32_t color)
{
    const uint32_t golden = UINT32_C(0x9e3779b1); /* 2^32 divided by the golden ratio: Knuth's multiplicative hash */
    const size_t last = ((size_t)1 << table->bits) - 1;
    size_t at = (uint32_t)(color * golden) >> (32 - table->bits);
    while (table->entries[at].class != ML_NONE && table->entries[at].color != color)
        at = (at + 1) & last;
    return &table->entries[at];
}

ml_status ml_color_table_init(size_t n, ml_error *error, ml_color_table *table)
{
    ml_color_table made = {.bits = 1};
    while ((size_t)1 << made.bits < 2 * n)
        made.bits++;
    size_t n_entries = (size_t)1 << made.bits;
    if (!(made.entries = ml_alloc(n_entries, sizeof *made.entries)))
        return ml_fail_memory(error, "the colours of the class set");
    for (size_t i = 0; i < n_entries; i++)
        made.entries[i].class = ML_NONE;
    *table = made;
    return ML_OK;
}

void ml_color_table_clear(ml_color_table *table)
{
    free(table->entries);
    *table = (ml_color_table){0};
}

void ml_color_table_enter(ml_color_table *table, uint32_t color, uint16_t class)
{
    ml_color_entry *entry = entry_of(table, color);
    if (entry->class == ML_NONE)
        *entry = (ml_color_entry){color, class};
}

uint16_t ml_color_class(const ml_color_table *table, uint32_t color) { return entry_of(table, color)->class; }
