/* Gates; see gates.h. */
#include "command/gates.h"

#include "base/number.h"
#include "command/command.h"
#include "output/find.h"

#include <math.h>

enum { MAX_NAMED = 10 };

ml_status ml_report_prepare(const ml_arguments *arguments, ml_aggregate *empty, ml_figures *figures, ml_error *error,
                            ml_worst *worst, ml_report *report)
{
    const ml_gates *gates = &arguments->gates;
    const ml_faults no_faults = {0};
    const ml_verdicts no_verdicts = {0};
    const ml_set_result set = {empty, figures, 0, &no_faults, &no_verdicts};
    ml_status status = ML_OK;
    ml_figures_compute(ml_tally_finish(&empty->pooled), figures);
    for (size_t g = 0; g < gates->n && !status; g++)
        status = ml_find_check(ml_members_of_aggregate, &set, &gates->items[g].path, "gate", gates->items[g].text, error);
    if (!status)
        status = ml_worst_init(arguments, arguments->form->n_worst, figures, error, worst);
    if (status)
        return status;
    report->n_worst = worst->ranking.n_wanted;
    report->by = worst->by_text;
    return ML_OK;
}

static double find(const ml_gate *gate, const void *set)
{
    double value = (double)NAN;
    return ml_find(ml_members_of_aggregate, set, &gate->path, &value) ? value : (double)NAN;
}

ml_status ml_gates_judge(const ml_gates *gates, const ml_set_result *set, ml_error *error, ml_verdicts *verdicts)
{
    return ml_verdicts_init(gates, find, set, error, verdicts);
}

ml_status ml_gates_status(const ml_verdicts *verdicts, ml_status others, ml_error *error)
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
        ml_say(gates.text);
    else
        *error = gates;
    return others > ML_E_GATE ? others : ML_E_GATE;
}
