/* What a directory of a TIFF says of its samples besides how they are stored: their palette, which value stands for no data,
 * and where the image lies on the ground. */
#ifndef ML_FORMAT_TIFF_FACTS_H
#define ML_FORMAT_TIFF_FACTS_H

#include "format/raster.h"
#include "format/tiff_entries.h"

/* As in ml_raster_header; n = 0: there is none of at most ML_RASTER_MAX_PALETTE entries. What is beyond n is 0. */
typedef struct ml_tiff_palette {
    unsigned n;
    uint8_t entries[ML_RASTER_MAX_PALETTE][3];
    bool has_no_color[ML_RASTER_MAX_PALETTE];
} ml_tiff_palette;

/* Reads the palette of samples of so many bits; one that is not there, or of another length, is an error. */
ml_status ml_tiff_read_palette(const ml_tiff_entries *entries, unsigned bits, ml_error *error,
                               ml_tiff_palette *palette) ML_MUST_USE;

/* Fills in the value of no data and the ground, as far as the directory tells. */
ml_status ml_tiff_read_facts(const ml_tiff_entries *entries, ml_error *error, ml_file_facts *facts) ML_MUST_USE;

#endif
