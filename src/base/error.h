/* Status codes and error text. The library never prints or exits: a fallible function returns a status and
 * describes what happened in the caller's ml_error, once, where file, place and remedy are known. */
#ifndef ML_BASE_ERROR_H
#define ML_BASE_ERROR_H

#include "base/quirks.h"

#include <stdarg.h>

/* Values are the program's exit codes; the largest of several wins. */
typedef enum ml_status {
    ML_OK = 0,
    ML_E_GATE = 1,   /* a gate fails */
    ML_E_USAGE = 2,  /* wrong command line */
    ML_E_INPUT = 3,  /* an input is unreadable, inconsistent or missing */
    ML_E_SYSTEM = 4, /* output could not be written, memory, internal */
} ml_status;

enum { ML_ERROR_TEXT_SIZE = 4096 };

/* One error: `status` is ML_OK and `text` empty until ml_fail fills them. Belongs to one thread. */
typedef struct ml_error {
    ml_status status;
    char text[ML_ERROR_TEXT_SIZE];
} ml_error;

#define ML_ERROR_INIT                                                                                                          \
    {                                                                                                                          \
        ML_OK, ""                                                                                                              \
    }

/* Fills `error` (an over-long text is cut in its middle, at "...") and returns `status`, so that a caller can write
 * `return ml_fail(error, ML_E_INPUT, "%s: ...", path);`. A later failure replaces an earlier one. */
ml_status ml_fail(ml_error *error, ml_status status, const char *format, ...) ML_PRINTF(3, 4);

/* "NAME: REASON" after a call of the system that failed on an input called `name`, the reason being that of errno. Without
 * memory or descriptors the status is ML_E_SYSTEM, as no other input would fare better; anything else is about this one:
 * ML_E_INPUT. */
ml_status ml_fail_call(ml_error *error, const char *name);

/* "out of memory": status ML_E_SYSTEM. `what` names what could not be held. */
ml_status ml_fail_memory(ml_error *error, const char *what);

/* Makes the error empty again, as after ML_ERROR_INIT: what happened has been dealt with. */
void ml_error_clear(ml_error *error);

/* Appends to the text of an error that is already set: a remedy known only further up. */
void ml_error_add(ml_error *error, const char *format, ...) ML_PRINTF(2, 3);

#endif
