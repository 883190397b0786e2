/* TIFF files in memory, built tag by tag: what a test wants to be wrong with a directory it says by one tag. */
#ifndef ML_TESTS_TIFF_MADE_H
#define ML_TESTS_TIFF_MADE_H

#include "unit.h"

#include "io/source.h"

/* Types of values, and tags, as TIFF 6.0 numbers them. */
enum {
    TIFF_BYTE = 1,
    TIFF_ASCII = 2,
    TIFF_SHORT = 3,
    TIFF_LONG = 4,
    TIFF_RATIONAL = 5,
    TIFF_DOUBLE = 12,
    TIFF_IFD = 13,
    TIFF_LONG8 = 16,
    TIFF_IFD8 = 18
};
enum {
    TIFF_SUBFILE = 254,
    TIFF_OLD_SUBFILE = 255,
    TIFF_WIDTH = 256,
    TIFF_HEIGHT = 257,
    TIFF_BITS = 258,
    TIFF_COMPRESSION = 259,
    TIFF_PHOTOMETRIC = 262,
    TIFF_OFFSETS = 273,
    TIFF_SAMPLES = 277,
    TIFF_ROWS = 278,
    TIFF_SIZES = 279,
    TIFF_PLANAR = 284,
    TIFF_COLORS = 320,
    TIFF_TILE_WIDTH = 322,
    TIFF_TILE_HEIGHT = 323,
    TIFF_TILE_OFFSETS = 324,
    TIFF_TILE_SIZES = 325,
    TIFF_EXTRA = 338,
    TIFF_FORMAT = 339,
    TIFF_SCALE = 33550,
    TIFF_TIE = 33922,
    TIFF_TRANSFORM = 34264,
    TIFF_NO_DATA = 42113
};

/* A tag: `count` times the value, or the values, or the bytes of a text. */
typedef struct tiff_tag {
    uint16_t tag, type;
    uint64_t count, value;
    const uint64_t *values;
    const char *text;
} tiff_tag;

enum { TIFF_MOST_TAGS = 24, TIFF_MOST_BYTES = 1 << 14, TIFF_DATA = 16, TIFF_DATA_BYTES = 256 };

/* A directory before it is written, its tags in order. */
typedef struct tiff_page {
    size_t n;
    tiff_tag tags[TIFF_MOST_TAGS];
} tiff_page;

/* A file: its head, at TIFF_DATA so many bytes 0, 1, 2, ... for samples, then directories. */
typedef struct tiff_made {
    bool is_big_endian, is_big; /* numbers; and the file is a BigTIFF */
    size_t n, next;             /* bytes; where the place of the next directory is written */
    uint8_t bytes[TIFF_MOST_BYTES];
} tiff_made;

/* Puts the tag in the place of that of the same number, or among the others. */
static inline void tiff_set(tiff_page *page, tiff_tag tag)
{
    size_t at = 0;
    while (at < page->n && page->tags[at].tag < tag.tag)
        at++;
    if (at == page->n || page->tags[at].tag != tag.tag) {
        ck_assert(page->n < TIFF_MOST_TAGS);
        for (size_t i = page->n++; i > at; i--) /* (valgrind takes glibc's memmove of known size for a memcpy) */
            page->tags[i] = page->tags[i - 1];
    }
    page->tags[at] = tag;
}

/* 4 x 2 gray pixels of 8 bits in one strip, which is not compressed. */
static inline tiff_page tiff_gray(void)
{
    static const tiff_tag tags[] = {{.tag = TIFF_WIDTH, .type = TIFF_SHORT, .count = 1, .value = 4},
                                    {.tag = TIFF_HEIGHT, .type = TIFF_SHORT, .count = 1, .value = 2},
                                    {.tag = TIFF_BITS, .type = TIFF_SHORT, .count = 1, .value = 8},
                                    {.tag = TIFF_COMPRESSION, .type = TIFF_SHORT, .count = 1, .value = 1},
                                    {.tag = TIFF_PHOTOMETRIC, .type = TIFF_SHORT, .count = 1, .value = 1},
                                    {.tag = TIFF_OFFSETS, .type = TIFF_LONG, .count = 1, .value = TIFF_DATA},
                                    {.tag = TIFF_ROWS, .type = TIFF_SHORT, .count = 1, .value = 2},
                                    {.tag = TIFF_SIZES, .type = TIFF_LONG, .count = 1, .value = 8}};
    tiff_page page = {0};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        tiff_set(&page, tags[i]);
    return page;
}

static inline void tiff_put(tiff_made *t, size_t at, uint64_t value, size_t size)
{
    ck_assert(at + size <= TIFF_MOST_BYTES);
    for (size_t i = 0; i < size; i++)
        t->bytes[at + (t->is_big_endian ? size - 1 - i : i)] = (uint8_t)(value >> 8 * i);
}

static inline void tiff_begin(tiff_made *t, bool is_big_endian, bool is_big)
{
    *t =
        (tiff_made){.is_big_endian = is_big_endian, .is_big = is_big, .n = TIFF_DATA + TIFF_DATA_BYTES, .next = is_big ? 8 : 4};
    memset(t->bytes, is_big_endian ? 'M' : 'I', 2);
    tiff_put(t, 2, is_big ? 43 : 42, 2);
    if (is_big)
        tiff_put(t, 4, 8, 2);
    for (size_t i = 0; i < TIFF_DATA_BYTES; i++)
        t->bytes[TIFF_DATA + i] = (uint8_t)i;
}

static inline size_t tiff_value_bytes(unsigned type)
{
    static const uint8_t sizes[] = {[TIFF_BYTE] = 1,     [TIFF_ASCII] = 1,  [TIFF_SHORT] = 2, [TIFF_LONG] = 4, [TIFF_IFD] = 4,
                                    [TIFF_RATIONAL] = 8, [TIFF_DOUBLE] = 8, [TIFF_LONG8] = 8, [TIFF_IFD8] = 8};
    return type < sizeof sizes ? sizes[type] : 0;
}

static inline void tiff_put_values(tiff_made *t, const tiff_tag *tag, size_t at)
{
    size_t size = tiff_value_bytes(tag->type);
    for (size_t i = 0; i < tag->count; i++)
        tiff_put(t, at + i * size, tag->text ? (uint8_t)tag->text[i] : tag->values ? tag->values[i] : tag->value, size);
}

/* Writes a directory behind all that there is. */
static inline void tiff_add(tiff_made *t, const tiff_page *page)
{
    size_t wide = t->is_big ? 8 : 4, far[TIFF_MOST_TAGS];
    for (size_t i = 0; i < page->n; i++) {
        size_t size = (size_t)page->tags[i].count * tiff_value_bytes(page->tags[i].type);
        far[i] = size > wide ? t->n : 0;
        if (far[i]) {
            tiff_put_values(t, &page->tags[i], far[i]);
            t->n += size + size % 2;
        }
    }
    tiff_put(t, t->next, t->n, wide);
    tiff_put(t, t->n, page->n, t->is_big ? 8 : 2);
    t->n += t->is_big ? 8 : 2;
    for (size_t i = 0; i < page->n; i++, t->n += 4 + 2 * wide) {
        const tiff_tag *tag = &page->tags[i];
        tiff_put(t, t->n, tag->tag, 2);
        tiff_put(t, t->n + 2, tag->type, 2);
        tiff_put(t, t->n + 4, tag->count, wide);
        if (far[i])
            tiff_put(t, t->n + 4 + wide, far[i], wide);
        else
            tiff_put_values(t, tag, t->n + 4 + wide);
    }
    t->next = t->n;
    tiff_put(t, t->n, 0, wide);
    t->n += wide;
}

static inline ml_source tiff_source(const tiff_made *t) { return ml_source_memory("made.tif", t->bytes, t->n); }

/* A file of one directory. */
static inline ml_source tiff_of(tiff_made *t, const tiff_page *page, bool is_big_endian, bool is_big)
{
    tiff_begin(t, is_big_endian, is_big);
    tiff_add(t, page);
    return tiff_source(t);
}

#endif
