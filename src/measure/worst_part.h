/* The list of the worst objects as a part of the record of the measure `objects`. */
#ifndef ML_MEASURE_WORST_PART_H
#define ML_MEASURE_WORST_PART_H

#include "core/record.h"
#include "measure/worst_objects.h"

/* How many objects are listed. */
static inline size_t ml_worst_n_wanted(const ml_measure *measure) { return (size_t)measure->params[1]; }

/* Makes the part; nothing where no objects are listed. */
void ml_worst_part_make(const ml_measure *measure, ml_part *part);

/* Its place in the records of the measure with this key; NULL: there is none. */
const ml_slot *ml_worst_part_find(const ml_record *record, const char *key);

#endif
