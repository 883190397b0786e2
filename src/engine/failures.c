/* Going on after a faulty image; see failures.h. */
#include "engine/failures.h"

#include "io/destination.h"

enum { MAX_TOLD = 10 };

void ml_failures_tell(const ml_faults *faults, const ml_listener *listener)
{
    for (size_t i = 0; i < faults->n && i < MAX_TOLD; i++)
        ml_tell(listener, ML_MESSAGE_WARNING, faults->items[i].message);
}

ml_status ml_failures_add(ml_faults *faults, const char *id, size_t number, const ml_listener *listener, ml_error *error)
{
    ml_status status = ml_faults_add(faults, id, error->text, number, error);
    if (status)
        return status;
    if (faults->n <= MAX_TOLD)
        ml_tell(listener, ML_MESSAGE_WARNING, error->text);
    ml_error_clear(error);
    return ML_OK;
}

ml_status ml_failures_status(const ml_faults *faults, ml_error *error)
{
    if (faults->n == 0)
        return ML_OK;
    ml_fail(error, ML_E_INPUT, "%zu error%s", faults->n, faults->n == 1 ? "" : "s");
    if (faults->n > MAX_TOLD)
        ml_error_add(error, ", of which the first %d are above", MAX_TOLD);
    ml_error_add(error, ": the result is incomplete");
    return error->status;
}

ml_status ml_failures_report(ml_status status, void (*fail)(ml_out *out, const char *reason), bool may_be_input, ml_out *out,
                             ml_error *error)
{
    ml_error other = ML_ERROR_INIT;
    const bool is_written = out->n > 0 || out->spill.n > 0 || out->status;
    if (!fail || is_written || (status != ML_E_INPUT && status != ML_E_SYSTEM))
        return status;
    if (may_be_input) {
        ml_error_add(error, " (%s may be an input and is left as it is)", out->path);
        return status;
    }
    fail(out, error->text);
    ml_status written = ml_out_commit(out, &other);
    if (written)
        ml_error_add(error, "; and %s", other.text);
    return written > status ? written : status;
}
