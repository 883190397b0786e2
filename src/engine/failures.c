/* Going on after a faulty image; see failures.h. */
#include "engine/failures.h"

#include "cli/messages.h"

enum { MAX_SAID = 10 };

void ml_keep_say(const ml_faults *faults)
{
    for (size_t i = 0; i < faults->n && i < MAX_SAID; i++)
        ml_say(faults->items[i].message);
}

ml_status ml_keep(ml_faults *faults, const char *id, size_t number, ml_error *error)
{
    ml_status status = ml_faults_add(faults, id, error->text, number, error);
    if (status)
        return status;
    if (faults->n <= MAX_SAID)
        ml_say(error->text);
    ml_error_clear(error);
    return ML_OK;
}

ml_status ml_keep_status(const ml_faults *faults, ml_error *error)
{
    if (faults->n == 0)
        return ML_OK;
    ml_fail(error, ML_E_INPUT, "%zu error%s", faults->n, faults->n == 1 ? "" : "s");
    if (faults->n > MAX_SAID)
        ml_error_add(error, ", of which the first %d are above", MAX_SAID);
    ml_error_add(error, ": the result is incomplete");
    return error->status;
}
