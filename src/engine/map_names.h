/* Names of map files: which an image's map has, and whether two would have one. */
#ifndef ML_ENGINE_MAP_NAMES_H
#define ML_ENGINE_MAP_NAMES_H

#include "input/pairs/pair.h"
#include "observe/maps/maps.h"

/* The name of an image's map below the directory of maps: the id without a / before it and components . and .., then the kind,
 * in which bytes other than letters, digits, _ . = - are written -. A usage error where nothing of the id is left. Freed with
 * free. */
ml_status ml_map_file_name(const char *id, const ml_map *map, ml_error *error, char **name) ML_MUST_USE;

/* A usage error where two maps of the pairs would have one name, one would lie inside another, or one would have no name, or
 * too long a one. */
ml_status ml_map_names_check(const ml_pairs *pairs, const ml_maps *maps, ml_error *error) ML_MUST_USE;

#endif
