/* Names of map files: which an image's map has, whether two would have one, and whether one is an input. */
#ifndef ML_ENGINE_MAP_NAMES_H
#define ML_ENGINE_MAP_NAMES_H

#include "engine/inputs.h"
#include "observe/maps/maps.h"

/* A file that is an input. */
typedef struct ml_input_file {
    uint64_t device, number;
} ml_input_file;

/* The name of an image's map below the directory of maps: the id without a / before it and components . and .., then the kind,
 * in which bytes other than letters, digits, _ . = - are written -. A usage error where nothing of the id is left. Freed with
 * free. */
ml_status ml_map_file_name(const char *id, const ml_map *map, ml_error *error, char **name) ML_MUST_USE;

/* A usage error where two maps of the pairs would have one name, or one would have none. */
ml_status ml_map_names_check(const ml_pairs *pairs, const ml_maps *maps, ml_error *error) ML_MUST_USE;

/* The files that the job reads, and the one it writes if that is there, sorted. On failure nothing is held. */
ml_status ml_input_files_find(const ml_job *job, const ml_inputs *inputs, ml_error *error, size_t *n,
                              ml_input_file **files) ML_MUST_USE;
bool ml_input_files_have(const ml_input_file *files, size_t n, uint64_t device, uint64_t number);

#endif
