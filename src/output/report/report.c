/* A report in progress; see report.h. */
#include "output/report/report.h"

#include "core/note.h"

bool ml_report_hides_loss(const ml_set_result *set, size_t loss)
{
    const ml_settings *settings = set->figures->settings;
    const ml_loss_kind *kind = settings->losses->items[loss].kind;
    return (kind->weighted_mean && !ml_settings_are_weighted(settings)) || (kind->pixels && ml_note_hides_losses(set));
}

void ml_report_clear(ml_report *report)
{
    ml_out_close(&report->part);
    ml_group_rows_clear(&report->groups);
    ml_html_kept_clear(&report->html);
}
