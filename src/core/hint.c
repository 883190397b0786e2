/* What hints are called; see hint.h. */
#include "core/hint.h"

const char *const ml_hint_names[ML_N_HINTS] = {
    [ML_HINT_HARD] = "hard",
    [ML_HINT_ODD_SUMS] = "odd-sums",
    [ML_HINT_LOOKS_LIKE_PROBABILITIES] = "looks-like-probabilities",
    [ML_HINT_NO_DATA] = "no-data",
    [ML_HINT_UNKNOWN_LABELS] = "unknown-labels",
    [ML_HINT_READ_BY_COLOR] = "read-by-color",
    [ML_HINT_SLICE] = "slices-2d",
};
