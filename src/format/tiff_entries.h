/* The entries of one directory of a TIFF: where they are, how many values each has, and these values. */
#ifndef ML_FORMAT_TIFF_ENTRIES_H
#define ML_FORMAT_TIFF_ENTRIES_H

#include "io/source.h"

/* How the file is written. */
typedef struct ml_tiff_order {
    const ml_source *source;
    bool is_big_endian;
    bool is_big_tiff; /* offsets and counts of 8 bytes */
} ml_tiff_order;

typedef struct ml_tiff_entry {
    uint16_t tag, type;
    uint64_t count;
    uint64_t place; /* of the first value in the file */
} ml_tiff_entry;

typedef struct ml_tiff_entries {
    ml_tiff_order order;
    size_t n;
    ml_tiff_entry *items;
    uint64_t next;      /* offset of the next directory, 0: this is the last */
    uint64_t own_bytes; /* of the directory itself */
    uint64_t far_bytes; /* of values that lie elsewhere */
} ml_tiff_entries;

/* Reads the head of the file; *first is the offset of the first directory. */
ml_status ml_tiff_order_read(const ml_source *source, ml_error *error, ml_tiff_order *order, uint64_t *first) ML_MUST_USE;

/* Reads the directory at the offset. That one of its values lies beyond the file is an error. On failure nothing is held. */
ml_status ml_tiff_entries_read(const ml_tiff_order *order, uint64_t offset, ml_error *error,
                               ml_tiff_entries *entries) ML_MUST_USE;
void ml_tiff_entries_clear(ml_tiff_entries *entries);

/* The first entry of the tag, NULL for none. */
const ml_tiff_entry *ml_tiff_find(const ml_tiff_entries *entries, uint16_t tag);

/* Values first .. first + n - 1 of an entry of whole numbers >= 0, n <= ML_TIFF_AT_ONCE; an entry of others, and one that has
 * not so many, is an error. */
enum { ML_TIFF_AT_ONCE = 512 };
ml_status ml_tiff_integers(const ml_tiff_entries *entries, const ml_tiff_entry *entry, uint64_t first, size_t n,
                           ml_error *error, uint64_t *values) ML_MUST_USE;

/* The only value of a tag, or `otherwise` where there is no such entry. Values beyond 32 bits, and several that differ, are
 * errors. */
ml_status ml_tiff_one(const ml_tiff_entries *entries, uint16_t tag, uint32_t otherwise, ml_error *error,
                      uint32_t *value) ML_MUST_USE;

/* The first n doubles of a tag; *found is false where there are not so many. */
ml_status ml_tiff_doubles(const ml_tiff_entries *entries, uint16_t tag, size_t n, ml_error *error, bool *found,
                          double *values) ML_MUST_USE;

/* The text of a tag, cut to fit; *found is false where there is none. */
ml_status ml_tiff_text(const ml_tiff_entries *entries, uint16_t tag, size_t size, ml_error *error, bool *found,
                       char *text) ML_MUST_USE;

#endif
