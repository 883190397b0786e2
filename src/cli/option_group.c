/* --group; see option_group.h. */
#include "cli/option_group.h"

#include <string.h>

ml_status ml_take_group(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    return ml_group_rule_parse(row->name, value, error, &a->job.grouping);
}

ml_status ml_check_group(const ml_job *job, ml_error *error)
{
    const ml_group_rule *rule = &job->grouping;
    bool reads_standard = job->pairs.list && strcmp(job->pairs.list, "-") == 0;
    for (size_t i = 0; i < job->n_inputs; i++)
        reads_standard |= strcmp(job->inputs[i], "-") == 0;
    if (ml_group_rule_groups(rule) && ml_report_choice_is_sums(&job->report))
        return ml_fail(error, ML_E_USAGE,
                       "--group: a record stream of sums alone (--summary, --worst) cannot have groups; leave one of them out, "
                       "or say --group=none");
    if (rule->by == ML_GROUP_LIST && strcmp(rule->text, "-") == 0 && reads_standard)
        return ml_fail(error, ML_E_USAGE, "--group: standard input (-) can be read only once");
    return ML_OK;
}
