/* The record: what an image (or a set) is reduced to, once. Everything printed is a function of it; it knows no mask, no
 * weight and no alpha. And the tally, in which a record is summed up exactly. */
#ifndef ML_CORE_RECORD_H
#define ML_CORE_RECORD_H

#include "base/error.h"
#include "base/fixed.h"

#include <stddef.h>

/* Matrices are row-major, rows = truth, columns = decision or predicted class. */
typedef struct ml_record {
    size_t n_classes;
    size_t n_sums;
    uint64_t n_pixels;  /* all */
    uint64_t n_ignored; /* including bad ones */
    uint64_t n_bad;
    uint64_t *hard; /* [n_classes][n_classes] numbers of valid pixels */
    uint64_t *none; /* [n_classes] valid pixels whose decision is no class */
    double *soft;   /* [n_classes][n_classes] sums of p */
    double *sums;   /* [n_sums][n_classes] sums of the pointwise losses per true class, unweighted; n_sums as in ml_losses */
} ml_record;

/* An empty record. On failure nothing is held. */
ml_status ml_record_init(size_t n_classes, size_t n_sums, ml_error *error, ml_record *record) ML_MUST_USE;
void ml_record_clear(ml_record *record);

/* Number of valid pixels of true class y. */
uint64_t ml_record_support(const ml_record *record, size_t y);

/* to = from; the two have the same dimensions. */
void ml_record_copy(const ml_record *from, ml_record *to);

/* A record under construction: `counts` holds everything countable, soft and sums are exact and associative. */
typedef struct ml_tally {
    ml_record counts; /* its soft and sums are filled by ml_tally_finish */
    ml_fixed *soft;   /* [n_classes][n_classes] */
    ml_fixed *sums;   /* [n_sums][n_classes] */
} ml_tally;

ml_status ml_tally_init(size_t n_classes, size_t n_sums, ml_error *error, ml_tally *tally) ML_MUST_USE;
void ml_tally_clear(ml_tally *tally);

/* Back to an empty record. */
void ml_tally_reset(ml_tally *tally);

/* Adds an image's record to the set's. An overflow of the sums is an error (ML_E_SYSTEM), never a wrap; the tally is then
 * spoilt. */
ml_status ml_tally_add_record(ml_tally *tally, const ml_record *record, ml_error *error) ML_MUST_USE;

/* Adds what another tally of the same image holds: exact, in any order. Overflow as above. */
ml_status ml_tally_add(ml_tally *tally, const ml_tally *other, ml_error *error) ML_MUST_USE;

/* Rounds the sums to doubles, once, and returns the record, which the tally keeps and owns. */
const ml_record *ml_tally_finish(ml_tally *tally);

#endif
