/* Maps as small pictures for pages: the pixels nearest to a coarse grid, in several sizes. */
#ifndef ML_OBSERVE_MAPS_THUMBNAILS_H
#define ML_OBSERVE_MAPS_THUMBNAILS_H

#include "core/pictures.h"
#include "observe/maps/maps.h"

/* What has become of an image's maps; a zeroed one may be cleared. */
typedef struct ml_thumbnail_set {
    size_t n;
    ml_picture *items; /* [n] owned; their titles are borrowed from the maps */
    uint8_t **bytes;   /* [n] what the PNGs of each lie in */
} ml_thumbnail_set;

void ml_thumbnail_set_clear(ml_thumbnail_set *set);

typedef struct ml_thumbnails ml_thumbnails;

/* Begins the maps of an image, all of them borrowed; scales[n] of each. On failure nothing is held. */
ml_status ml_thumbnails_open(const ml_maps *maps, const ml_settings *settings, const ml_map_image *image, const double *scales,
                             ml_error *error, ml_thumbnails **thumbnails) ML_MUST_USE;
void ml_thumbnails_close(ml_thumbnails *thumbnails);

/* Whether some of the image's pixels first .. first + n - 1 are needed. */
bool ml_thumbnails_need(const ml_thumbnails *thumbnails, size_t first, size_t n);

/* Takes a tile; those that are not needed may be left out, the others come in order. */
ml_status ml_thumbnails_take(ml_thumbnails *thumbnails, const ml_observed_tile *tile, ml_error *error) ML_MUST_USE;

/* Encodes the pictures once all have come. On failure nothing is held. */
ml_status ml_thumbnails_finish(const ml_thumbnails *thumbnails, ml_error *error, ml_thumbnail_set *set) ML_MUST_USE;

#endif
