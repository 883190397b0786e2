/* Gates; see gates.h. */
#include "engine/gates.h"

#include "base/number.h"

#include <math.h>

enum { MAX_NAMED = 10 };

ml_status ml_gates_status(const ml_verdicts *verdicts, ml_status others, const ml_listener *listener, ml_error *error)
{
    ml_error gates = ML_ERROR_INIT;
    size_t n_named = 0;
    if (verdicts->n_failed == 0)
        return others;
    ml_fail(&gates, ML_E_GATE, "%zu of %zu gate%s fail%s", verdicts->n_failed, verdicts->n, verdicts->n == 1 ? "" : "s",
            verdicts->n_failed == 1 ? "s" : "");
    for (size_t g = 0; g < verdicts->n; g++) {
        const ml_verdict *verdict = &verdicts->items[g];
        char number[ML_NUMBER_TEXT_SIZE] = "null";
        if (verdict->holds)
            continue;
        if (++n_named > MAX_NAMED) {
            ml_error_add(&gates, "; and %zu more", verdicts->n_failed - MAX_NAMED);
            break;
        }
        if (isfinite(verdict->value))
            ml_number_text(verdict->value, number);
        ml_error_add(&gates, "%s %s (is %s)", n_named == 1 ? ":" : ";", verdict->gate->text, number);
    }
    if (others > ML_E_GATE)
        ml_tell(listener, ML_MESSAGE_WARNING, gates.text);
    else
        *error = gates;
    return others > ML_E_GATE ? others : ML_E_GATE;
}
