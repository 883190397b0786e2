/* Sets in progress; see set.h. */
#include "engine/set.h"

#include "base/memory.h"
#include "base/thread.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_set_make_settings(ml_set *set, const ml_job *job, const ml_classes *classes, ml_error *error)
{
    const ml_measures *measures = &set->measures;
    size_t n = measures->n_parts;
    for (size_t k = 0; k < job->n_observers; k++)
        n += job->observers[k].n_parts;
    if (!(set->parts = ml_alloc(n, sizeof *set->parts)))
        return ml_fail_memory(error, "the parts of records");
    ml_status status = ml_settings_init(classes, &set->losses, error, &set->settings);
    if (status)
        return status;
    for (size_t p = 0; p < measures->n_parts; p++)
        set->parts[set->settings.n_parts++] = measures->parts[p];
    for (size_t k = 0; k < job->n_observers; k++) {
        const ml_observer *observer = &job->observers[k];
        memcpy(set->parts + set->settings.n_parts, observer->parts, observer->n_parts * sizeof *set->parts);
        set->settings.n_parts += observer->n_parts;
    }
    set->settings.measures = measures;
    set->settings.parts = set->parts;
    return ML_OK;
}

ml_status ml_set_group(ml_set *set, const ml_group_rule *rule, bool brought, ml_error *error)
{
    if (rule->by == ML_GROUP_UNSAID) {
        set->settings.has_groups = brought;
        return ML_OK;
    }
    set->settings.has_groups = ml_group_rule_groups(rule);
    set->settings.group_rule = set->settings.has_groups ? rule->words : NULL;
    return set->grouping.rule.by == rule->by ? ML_OK : ml_grouping_open(rule, error, &set->grouping);
}

ml_status ml_set_begin(ml_set *set, ml_error *error)
{
    ml_status status = ml_record_init(&set->settings, error, &set->record);
    if (!status)
        status = ml_figures_init(&set->settings, error, &set->figures);
    if (!status)
        status = ml_aggregate_init(&set->settings, error, &set->aggregate);
    if (!status && set->settings.conventions)
        status = ml_convention_sums_init(&set->settings, error, &set->conventions);
    if (!status && set->settings.intervals)
        status = ml_pooled_init(&set->settings, 1, error, &set->pooled);
    return status || !set->settings.has_groups ? status
                                               : ml_groups_init(&set->settings, set->aggregate.n_means, error, &set->groups);
}

ml_status ml_set_group_of(const ml_set *set, const ml_image_result *image, const char *brought, const char *where,
                          ml_error *error, char **name)
{
    const ml_group_rule *rule = &set->grouping.rule;
    if (ml_group_rule_groups(rule))
        return ml_grouping_name(&set->grouping, image->id, image->truth ? image->truth : image->prediction, error, name);
    if (rule->by == ML_GROUP_UNSAID && set->settings.has_groups != (brought != NULL))
        return ml_fail(error, ML_E_INPUT,
                       "%s: the image \"%s\" has %s group, but others have %s; --group=RULE says of all in which they are, "
                       "--group=none that there are none",
                       where, image->id, brought ? "a" : "no", brought ? "none" : "one");
    char *copy = set->settings.has_groups ? ml_strdup(brought) : NULL;
    if (set->settings.has_groups && !copy)
        return ml_fail_memory(error, "the name of a group");
    *name = copy;
    return ML_OK;
}

ml_status ml_set_add(ml_set *set, const ml_image_result *image, const ml_record *record, ml_error *error)
{
    ml_status status = ml_aggregate_add(&set->aggregate, record, &set->figures, error);
    set->n_volumes += (image->truth && ml_is_volume(image->truth)) || ml_is_volume(image->prediction);
    if (status)
        return status;
    return image->group ? ml_groups_add(&set->groups, image->group, record, &set->figures, error) : ml_set_add_unit(set, error);
}

ml_status ml_set_add_unit(ml_set *set, ml_error *error)
{
    const ml_figures *const sides[] = {&set->figures};
    ml_status status = set->settings.conventions ? ml_convention_sums_add(&set->conventions, &set->figures, error) : ML_OK;
    return status || !set->settings.intervals ? status : ml_pooled_add(&set->pooled, sides, error);
}

ml_status ml_set_find_intervals(ml_set *set, size_t n_threads, ml_error *error)
{
    if (!set->settings.intervals)
        return ML_OK;
    return ml_pooled_all_intervals(&set->pooled, n_threads ? n_threads : ml_processors(), error, &set->intervals);
}

ml_group_result ml_set_open_group(ml_set *set, size_t g)
{
    ml_groups *groups = &set->groups;
    ml_figures_compute(ml_groups_record(groups, g), &set->figures);
    ml_figures_compute_constants(&set->figures);
    return (ml_group_result){groups->items[g].name, groups->items[g].n_images, &set->figures, &groups->presence};
}

void ml_set_clear(ml_set *set)
{
    ml_worst_clear(&set->worst);
    ml_report_clear(&set->report);
    ml_by_clear(&set->group_by);
    free(set->noted);
    ml_faults_clear(&set->faults);
    free(set->intervals);
    ml_pooled_clear(&set->pooled);
    ml_groups_clear(&set->groups);
    ml_grouping_clear(&set->grouping);
    ml_aggregate_clear(&set->aggregate);
    ml_convention_sums_clear(&set->conventions);
    ml_figures_clear(&set->figures);
    ml_record_clear(&set->record);
    ml_settings_clear(&set->settings);
    ml_losses_clear(&set->losses);
    ml_measures_clear(&set->measures);
    free(set->parts);
    *set = (ml_set){.n_expected = 0};
}

ml_set_result ml_set_finish(ml_set *set, const ml_verdicts *verdicts)
{
    ml_figures_compute(ml_tally_finish(&set->aggregate.pooled), &set->figures);
    ml_figures_compute_constants(&set->figures);
    return (ml_set_result){.aggregate = &set->aggregate,
                           .figures = &set->figures,
                           .conventions = set->settings.conventions ? &set->conventions : NULL,
                           .n_expected = set->n_expected,
                           .faults = &set->faults,
                           .verdicts = verdicts,
                           .intervals = set->intervals,
                           .unit = set->settings.has_groups ? "groups" : "images",
                           .n_units = set->pooled.units.n,
                           .groups = set->settings.has_groups ? &set->groups : NULL,
                           .shows_groups = set->settings.has_groups && set->n_volumes > 0};
}
