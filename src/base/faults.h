/* What is wrong with single images of a set while the others go on: of each its id and the message. */
#ifndef ML_BASE_FAULTS_H
#define ML_BASE_FAULTS_H

#include "base/error.h"

#include <stddef.h>

typedef struct ml_fault {
    char *id;      /* as the file system has it */
    char *message; /* as in an ml_error */
    size_t number; /* of the pair among all that are expected, from 0; of a prediction without truth, among these */
} ml_fault;

/* A zeroed ml_faults is empty. */
typedef struct ml_faults {
    size_t n, capacity;
    ml_fault *items;
} ml_faults;

/* Notes a fault (both texts are copied). On failure nothing is noted. */
ml_status ml_faults_add(ml_faults *faults, const char *id, const char *message, size_t number, ml_error *error) ML_MUST_USE;

/* Puts them in order of their ids (ml_id_compare), those of one id in order of their messages. */
void ml_faults_sort(ml_faults *faults);

void ml_faults_clear(ml_faults *faults);

#endif
