/* The maps that are asked for, and the table of their kinds. */
#ifndef ML_OBSERVE_MAPS_MAPS_H
#define ML_OBSERVE_MAPS_MAPS_H

#include "observe/maps/map.h"

typedef struct ml_maps {
    size_t n;
    ml_map *items; /* [n] with names that differ */
} ml_maps;

#define ML_MAPS_DEFAULT "error,loss"
#define ML_MAPS_OF_PAGES "truth,decision,error,loss"
#define ML_MAPS_OF_PAGES_WITH_PHOTOS "photo," ML_MAPS_OF_PAGES

/* Reads KIND[,KIND]... for the settings' classes; `smooth` is the losses' default (NULL: the built-in one). With `internal`,
 * kinds of pages may be among them. A kind that stands there twice counts once. Usage errors name --kinds. On failure nothing
 * is held.
 */
ml_status ml_maps_parse(const char *kinds, const ml_settings *settings, const double *smooth, bool internal, ml_error *error,
                        ml_maps *maps) ML_MUST_USE;
void ml_maps_clear(ml_maps *maps);

/* Whether one of them has a scale, or needs a photo, or looks at squared errors. */
bool ml_maps_have_scale(const ml_maps *maps);
bool ml_maps_need_photo(const ml_maps *maps);
bool ml_maps_take_sq_error(const ml_maps *maps);

#endif
