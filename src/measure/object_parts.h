/* The parts of the record that the measure `objects` adds: how many objects there are, by size. */
#ifndef ML_MEASURE_OBJECT_PARTS_H
#define ML_MEASURE_OBJECT_PARTS_H

#include "core/measure.h"
#include "core/record.h"

/* Sizes of objects, each with a part of the record that has a row per true class. Behind them, the objects too small to be
 * counted, in a part of one column. */
enum {
    ML_OBJECTS_SMALL,
    ML_OBJECTS_MEDIUM,
    ML_OBJECTS_LARGE,
    ML_N_OBJECT_SIZES,
    ML_OBJECTS_LEFT_OUT = ML_N_OBJECT_SIZES,
    ML_N_OBJECT_PARTS
};

/* The pixels of the least object that counts. */
static inline uint64_t ml_objects_min(const ml_measure *measure) { return (uint64_t)measure->params[0]; }

/* The columns of a size: objects, those of which a pixel is decided right, and those of which at least half of the pixels are.
 */
enum { ML_OBJECTS_THERE, ML_OBJECTS_FOUND, ML_OBJECTS_HALF, ML_N_OBJECT_NUMBERS };

/* The size of an object of so many pixels, at least 1. */
int ml_object_size(uint64_t n_pixels);

/* As ml_measure_kind's make_part. */
void ml_objects_make_part(const ml_measure *measure, size_t i, ml_part *part);

/* A part of a record, of the measure with this key: [n_classes][columns]. */
uint64_t *ml_objects_numbers(const ml_record *record, const char *key, int part);

#endif
