/* From colours, 0xrrggbb, to classes. A colour matches exactly or not at all. */
#ifndef ML_CORE_COLOR_TABLE_H
#define ML_CORE_COLOR_TABLE_H

#include "base/error.h"
#include "kernel/tile.h"

typedef struct ml_color_entry {
    uint32_t color;
    uint16_t class; /* class index or ML_IGNORED; ML_NONE: the entry is empty */
} ml_color_entry;

typedef struct ml_color_table {
    unsigned bits;           /* of an index into the table */
    ml_color_entry *entries; /* [1 << bits] by hash, every colour once, at least half of it empty */
} ml_color_table;

static inline uint32_t ml_color_pack(const uint8_t color[3])
{
    return (uint32_t)color[0] << 16 | (uint32_t)color[1] << 8 | color[2];
}

/* An empty table with room for n colours. On failure (memory) nothing is held. */
ml_status ml_color_table_init(size_t n, ml_error *error, ml_color_table *table) ML_MUST_USE;
void ml_color_table_clear(ml_color_table *table);

/* Enters a colour, unless it is there already. */
void ml_color_table_enter(ml_color_table *table, uint32_t color, uint16_t class);

/* The class of a colour: an index, ML_IGNORED, or ML_NONE for an unknown one. */
uint16_t ml_color_class(const ml_color_table *table, uint32_t color);

#endif
