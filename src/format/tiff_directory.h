/* What the directories of a TIFF or BigTIFF say, read without libtiff: which images there are, and what they are made of. Each
 * byte of a directory is looked at once, however they are chained, and what is not read, or could be meant in more than one
 * way, is refused here, before a decoder sees the file. */
#ifndef ML_FORMAT_TIFF_DIRECTORY_H
#define ML_FORMAT_TIFF_DIRECTORY_H

#include "format/tiff_facts.h"

/* How samples are to be understood (PhotometricInterpretation). */
enum { ML_TIFF_WHITE_IS_ZERO, ML_TIFF_BLACK_IS_ZERO, ML_TIFF_RGB, ML_TIFF_PALETTE };

/* What its bits say (SampleFormat). */
enum { ML_TIFF_UNSIGNED = 1, ML_TIFF_SIGNED, ML_TIFF_FLOAT };

enum { ML_TIFF_UNCOMPRESSED = 1 };

/* A page: an image that is neither a smaller one of another nor its mask. All numbers, so that two can be compared. */
typedef struct ml_tiff_page {
    uint32_t width, height;
    uint32_t n_samples; /* of a pixel, 1..65535 */
    uint32_t bits;      /* of a sample: 1..32, floats 16, 32 or 64, other numbers 64 too */
    uint32_t number;    /* ML_TIFF_UNSIGNED and so on */
    uint32_t photometric;
    uint32_t has_alpha; /* the last sample is opacity */
    uint32_t compression;
    uint32_t is_planar;                 /* one plane after another for the samples */
    uint32_t is_tiled;                  /* in tiles, else in strips, which are as wide as the image */
    uint32_t block_width, block_height; /* of a tile or strip, the latter at most the image's height */
    uint32_t reversed_bits;             /* the first bit of a byte is the lowest */
} ml_tiff_page;

typedef struct ml_tiff {
    ml_tiff_page page; /* all are of this kind */
    bool is_big_endian;
    size_t n_pages;
    uint64_t *offsets;       /* [n_pages] of the directories; owned */
    ml_tiff_palette palette; /* of all */
    ml_file_facts facts;     /* of the first page; what stands for no data, of all */
} ml_tiff;

/* On failure nothing is held. */
ml_status ml_tiff_read(const ml_source *source, ml_error *error, ml_tiff *tiff) ML_MUST_USE;
void ml_tiff_clear(ml_tiff *tiff);

/* Tiles or strips of a plane, side by side and below each other. */
static inline uint32_t ml_tiff_blocks_across(const ml_tiff_page *page) { return (page->width - 1) / page->block_width + 1; }
static inline uint32_t ml_tiff_blocks_down(const ml_tiff_page *page) { return (page->height - 1) / page->block_height + 1; }

/* Whether the pages are images of gray samples, palette indices or colours in whole numbers of up to 16 bits, and of which
 * kind. */
bool ml_tiff_has_rasters(const ml_tiff *tiff, ml_raster_kind *kind);

#endif
