/* The record: what an image (or a set) is reduced to, once. Everything printed is a function of it; it knows no mask, no
 * weight and no alpha. And the tally, in which a record is summed up exactly. */
#ifndef ML_CORE_RECORD_H
#define ML_CORE_RECORD_H

#include "base/error.h"
#include "base/fixed.h"
#include "core/hint.h"
#include "core/rows.h"
#include "core/settings.h"

/* A part in its place. */
typedef struct ml_slot {
    ml_part part;
    size_t n_rows, n_columns;
    size_t first; /* where its first row begins in `counted` or `summed`; the others follow. Of a list, which has no rows here,
                     its place among `lists` */
} ml_slot;

/* Its parts are hard, none, soft and the sums of the pointwise losses, then those that the settings list. Matrices are
 * row-major, rows = truth, columns = decision or predicted class. */
typedef struct ml_record {
    size_t n_slots;
    ml_slot *slots; /* [n_slots] in the order of a stream */
    size_t n_classes;
    uint64_t n_pixels;  /* all */
    uint64_t n_ignored; /* including bad ones */
    uint64_t n_bad;
    ml_hints hints; /* of an image; 0 in a tally, which does not tell whose they would be */
    bool *has_row;  /* [n_classes] whether row y of hard and soft may have anything but 0. All of them, unless who fills the
                       record  knows better: images have few of many classes, and what costs a step per cell goes by this */
    size_t n_counted, n_summed;
    uint64_t *counted; /* [n_counted] the parts that are counts */
    double *summed;    /* [n_summed] the parts that are sums */
    size_t n_lists;
    const ml_rows *lists; /* [n_lists] the parts that are lists: own_lists, or borrowed (ml_record_copy) */
    ml_rows *own_lists;   /* [n_lists] */
    /* In these, for those who know them: */
    uint64_t *hard; /* [n_classes][n_classes] numbers of valid pixels */
    uint64_t *none; /* [n_classes] valid pixels whose decision is no class */
    double *soft;   /* [n_classes][n_classes] sums of p */
    double *sums;   /* [n_sums of the losses][n_classes] sums of the pointwise losses per true class, unweighted */
} ml_record;

/* An empty record of the parts that follow from the settings, of which only classes, losses, epsilon and parts are looked at.
 * Borrows their names. On failure nothing is held. */
ml_status ml_record_init(const ml_settings *settings, ml_error *error, ml_record *record) ML_MUST_USE;
void ml_record_clear(ml_record *record);

/* A record with the parts and the numbers of another. On failure nothing is held. */
ml_status ml_record_init_copy(const ml_record *from, ml_error *error, ml_record *record) ML_MUST_USE;

/* to = from; the two have the same parts. Costs the rows that the two have. Lists are borrowed from `from`, where they have to
 * stay as long as somebody looks at them in `to`. */
void ml_record_copy(const ml_record *from, ml_record *to);

/* The place of a part; NULL when there is none. It is the same in all records and tallies of the same settings. */
const ml_slot *ml_record_find(const ml_record *record, const char *group, const char *name);

/* The counts of a part, which there has to be. */
uint64_t *ml_record_counts(const ml_record *record, const char *group, const char *name);

/* Row y of a part. */
ml_row ml_record_row(const ml_record *record, const ml_slot *slot, size_t y);

/* The cells of hard and of soft, which come first among what is counted and what is summed. */
static inline size_t ml_record_cells(const ml_record *record) { return record->n_classes * record->n_classes; }

/* Number of valid pixels of true class y. */
uint64_t ml_record_support(const ml_record *record, size_t y);

/* Empties the record's own lists. */
void ml_record_clear_lists(ml_record *record);

/* What is impossible about the numbers of a record that was read; NULL if nothing is. And about its lists, which are of an
 * image of this size, or of several that are not larger. */
const char *ml_record_fault(const ml_record *record);
const char *ml_record_list_fault(const ml_record *record, uint64_t width, uint64_t height);

/* A record under construction: `counts` holds everything countable, and lists of one image; the sums are exact and associative.
 */
typedef struct ml_tally {
    ml_record counts; /* its sums are filled by ml_tally_finish */
    ml_fixed *summed; /* [counts.n_summed] */
    ml_fixed *soft;   /* in it: [n_classes][n_classes] */
    ml_fixed *sums;   /* in it: [n_sums of the losses][n_classes] */
} ml_tally;

/* As ml_record_init. */
ml_status ml_tally_init(const ml_settings *settings, ml_error *error, ml_tally *tally) ML_MUST_USE;
void ml_tally_clear(ml_tally *tally);

/* Back to an empty record, of which any row may be filled. Costs the rows that there were. */
void ml_tally_reset(ml_tally *tally);

/* Adds an image's record, but for its lists, to the set's. An overflow is an error (ML_E_SYSTEM), never a wrap; the tally is
 * then spoilt. */
ml_status ml_tally_add_record(ml_tally *tally, const ml_record *record, ml_error *error) ML_MUST_USE;

/* Adds what another tally of the same settings holds, but for lists: exact, in any order. Overflow as above. */
ml_status ml_tally_add(ml_tally *tally, const ml_tally *other, ml_error *error) ML_MUST_USE;

/* Rounds the sums to doubles, once, and returns the record, which the tally keeps and owns. */
const ml_record *ml_tally_finish(ml_tally *tally);

#endif
