/* The kinds of measures there are, and -M: from text to measures. */
#ifndef ML_MEASURE_MEASURES_H
#define ML_MEASURE_MEASURES_H

#include "core/measure.h"

extern const ml_measure_kind *const ml_measure_kinds[];
extern const size_t ml_n_measure_kinds;

/* Reads SPEC[,SPEC]..., each NAME[:key=value]... or "all" (NULL: none). Errors are usage errors that name the place. On failure
 * nothing is held. */
ml_status ml_measures_parse(const char *specs, ml_error *error, ml_measures *measures) ML_MUST_USE;

/* The same measures once more. On failure nothing is held. */
ml_status ml_measures_copy(const ml_measures *from, ml_error *error, ml_measures *measures) ML_MUST_USE;

#endif
