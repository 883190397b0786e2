/* Hints: what of an image only its pixels tell and its record does not, so that it travels with the record. Notes (note.h) are
 * made of them. */
#ifndef ML_CORE_HINT_H
#define ML_CORE_HINT_H

/* In the order in which they are written. */
typedef enum ml_hint {
    ML_HINT_HARD,                     /* the prediction is labels */
    ML_HINT_ODD_SUMS,                 /* a pixel's values do not sum to what they should */
    ML_HINT_LOOKS_LIKE_PROBABILITIES, /* although they are said to be something else */
    ML_HINT_NO_DATA,                  /* pixels of the truth were ignored because of a value that stands for no data */
    ML_HINT_UNKNOWN_LABELS,           /* unknown labels of the prediction count as no class */
    ML_HINT_READ_BY_COLOR,            /* samples mean the classes of their colours */
    ML_HINT_SLICE,                    /* the image is a slice of a volume, of which a measure looks at planes */
    ML_N_HINTS
} ml_hint;

/* What results call them. */
extern const char *const ml_hint_names[ML_N_HINTS];

/* A set of hints, a bit for each. */
typedef unsigned ml_hints;

static inline ml_hints ml_hint_bit(ml_hint hint) { return 1u << hint; }

#endif
