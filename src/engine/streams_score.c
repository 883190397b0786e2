/* How the images of streams are scored: as before, with what is said to be changed; see streams.h. */
#include "engine/streams.h"

#include "base/memory.h"
#include "measure/measures.h"
#include "stream/agreement.h"

#include <stdlib.h>
#include <string.h>

/* The losses that are asked for, or those of the streams, whose keys are what --loss takes. */
static ml_status set_losses(const ml_stream_head *head, const ml_scoring *scoring, ml_error *error, ml_losses *losses)
{
    const ml_losses *have = &head->losses;
    const double *smooth = scoring->has_smooth ? &scoring->smooth : have->has_smooth ? &have->smooth : NULL;
    char *specs = NULL;
    size_t size = 0, at = 0;
    for (size_t l = 0; l < have->n; l++)
        size += strlen(have->items[l].key) + 1;
    if (!scoring->losses && !(specs = ml_alloc(size, 1)))
        return ml_fail_memory(error, "the losses");
    for (size_t l = 0; l < have->n && specs; l++) {
        size_t n = strlen(have->items[l].key);
        memcpy(specs + at, have->items[l].key, n);
        at += n;
        specs[at++] = l + 1 < have->n ? ',' : '\0';
    }
    ml_status status = ml_losses_parse(specs ? specs : scoring->losses, smooth, error, losses);
    free(specs);
    return status ? status : ml_losses_check(losses, head->classes.n, error);
}

/* Whether the streams have the sums that the losses are made of. */
static ml_status check_sums(const ml_losses *have, const ml_losses *losses, ml_error *error)
{
    for (size_t s = 0; s < losses->n_sums; s++) {
        size_t h = 0; /* mostly they are in the same order */
        while (h < have->n_sums && strcmp(have->sums[(s + h) % have->n_sums].key, losses->sums[s].key) != 0)
            h++;
        if (h < have->n_sums)
            continue;
        ml_fail(error, ML_E_USAGE, "--loss: %s needs the pixels, of which the streams have only the sums of",
                losses->sums[s].key);
        for (h = 0; h < have->n_sums; h++)
            ml_error_add(error, "%s %s", h ? "," : "", have->sums[h].key);
        ml_error_add(error, "; give it to eval");
        return error->status;
    }
    return ML_OK;
}

/* Whether the streams have a loss with this key and these parameters, most likely as the one with this index. */
static bool has_loss(const ml_losses *have, const ml_loss *loss, size_t index)
{
    for (size_t l = 0; l < have->n; l++) {
        const ml_loss *other = &have->items[(index + l) % have->n];
        if (strcmp(other->key, loss->key) == 0)
            return ml_numbers_agree(other->params, loss->params, ml_loss_n_params(loss->kind));
    }
    return false;
}

const char *ml_streams_need_records(const ml_streams *streams, const ml_scoring *scoring, const ml_set *set)
{
    const ml_settings *now = &set->settings, *then = &streams->head.settings;
    size_t n = streams->head.classes.n;
    if (memcmp(now->masked, then->masked, n * sizeof *now->masked) != 0)
        return "--mask";
    if (scoring->weighing != ML_WEIGHTS_GIVEN || !ml_numbers_agree(now->weights, then->weights, n))
        return "--weights";
    if (memcmp(now->averaged, then->averaged, n * sizeof *now->averaged) != 0)
        return "--average";
    if (now->absent != then->absent)
        return "--absent";
    if (now->empty != then->empty)
        return "--empty";
    if (now->views[ML_VIEW_EXCLUDED] && !then->views[ML_VIEW_EXCLUDED])
        return "--views";
    if (set->settings.has_groups)
        return "--group";
    for (size_t l = 0; l < set->losses.n; l++)
        if (!has_loss(&streams->head.losses, &set->losses.items[l], l))
            return scoring->has_smooth ? "--smooth" : "--loss";
    return NULL;
}

/* Adds the images of one stream to the weigher, from its file. */
static ml_status weigh_stream(const char *path, ml_error *error, ml_record *record, ml_weigher *weigher)
{
    ml_stream stream;
    bool found;
    size_t width, height;
    ml_status status = ml_stream_open(path, true, ML_STREAM_BLOCK_BYTES, error, &stream);
    if (status)
        return status;
    status = ml_stream_pass_head(&stream, error, &found);
    while (!status && found && !(status = ml_stream_next(&stream, error)) && stream.event == ML_STREAM_IMAGE) {
        status = ml_stream_read_image(&stream, error, record, &width, &height);
        if (!status && record->n_bad > 0)
            status =
                ml_fail(error, ML_E_INPUT, "--weights: %s: %s has bad pixels (%llu), whose classes the stream does not tell",
                        stream.name, stream.id.text, (unsigned long long)record->n_bad);
        for (size_t y = 0; y < record->n_classes && !status; y++)
            record->none[y] = ml_record_support(record, y);
        if (!status)
            ml_weigher_add(weigher, record->none);
    }
    if (!status && found && stream.event == ML_STREAM_END && stream.faults.n > 0)
        status = ml_fail(error, ML_E_INPUT, "--weights: %s: images failed (%zu), of which the stream does not tell the classes",
                         stream.name, stream.faults.n);
    if (!status && found && stream.event == ML_STREAM_END && stream.is_summary)
        status = ml_fail(error, ML_E_USAGE,
                         "--weights: needs records, and %s has only sums (it was made with --summary or --worst)", stream.name);
    ml_stream_close(&stream);
    return status;
}

/* Weights from the numbers of pixels: the streams are read once more, before. */
static ml_status weigh(const ml_streams *streams, ml_weighing weighing, ml_error *error, ml_set *set)
{
    size_t n_classes = streams->head.classes.n;
    ml_record record = {0};
    ml_weigher weigher = {0};
    ml_status status = ml_record_init(&set->settings, error, &record);
    if (!status)
        status = ml_weigher_init(n_classes, error, &weigher);
    for (size_t i = 0; i < streams->n && !status; i++) {
        if (!streams->items[i].lines.is_regular)
            status = ml_fail(error, ML_E_USAGE, "--weights=%s: reads the streams twice, which %s cannot be",
                             ml_weighing_names[weighing], streams->items[i].name);
        else
            status = weigh_stream(streams->paths[i], error, &record, &weigher);
    }
    if (!status)
        status = ml_weigher_finish(&weigher, weighing, error, set->settings.weights);
    ml_weigher_clear(&weigher);
    ml_record_clear(&record);
    return status;
}

/* The streams' settings. */
static void copy_settings(const ml_settings *then, ml_settings *now)
{
    size_t n = then->classes->n;
    memcpy(now->masked, then->masked, n * sizeof *now->masked);
    memcpy(now->weights, then->weights, n * sizeof *now->weights);
    now->weighing = then->weighing;
    memcpy(now->averaged, then->averaged, n * sizeof *now->averaged);
    memcpy(now->views, then->views, sizeof now->views);
    now->intervals = then->intervals;
    now->average = then->average;
    now->absent = then->absent;
    now->conventions = then->conventions;
    now->has_empty = then->has_empty;
    now->empty = then->empty;
    now->activation = then->activation;
    now->epsilon = then->epsilon;
    now->has_threshold = then->has_threshold;
    now->threshold = then->threshold;
    now->has_spacing = then->has_spacing;
    memcpy(now->spacing, then->spacing, sizeof now->spacing);
    now->no_data = then->no_data;
    memcpy(now->said, then->said, sizeof now->said);
}

/* The groups that are asked for, or those whose names the images bring. */
static ml_status set_groups(const ml_streams *streams, const ml_job *job, ml_error *error, ml_set *set)
{
    const ml_group_rule none = {.by = ML_GROUP_NONE};
    bool is_unsaid = job->grouping.by == ML_GROUP_UNSAID;
    if (is_unsaid && ml_report_choice_is_sums(&job->report))
        return ml_set_group(set, &none, false, error);
    if (is_unsaid && streams->with_groups > 0 && streams->without_groups > 0)
        return ml_fail(error, ML_E_INPUT,
                       "%s: its images have groups, but those of %s have none; --group=RULE says of all in which they are, "
                       "--group=none that there are none",
                       streams->items[streams->with_groups - 1].name, streams->items[streams->without_groups - 1].name);
    set->settings.group_rule = streams->head.settings.group_rule;
    return ml_set_group(set, &job->grouping, streams->with_groups > 0, error);
}

/* Whether the measures can be had with another mask than the streams were made with. */
static ml_status check_measures(const ml_settings *then, const ml_settings *now, ml_error *error)
{
    const bool is_other = memcmp(now->masked, then->masked, now->classes->n * sizeof *now->masked) != 0;
    for (size_t k = 0; k < now->measures->n && is_other; k++)
        if (now->measures->items[k].kind->depends_on_mask)
            return ml_fail(error, ML_E_USAGE,
                           "--mask: the measure %s depends on the mask, and needs the pixels for another one; give it to eval",
                           now->measures->items[k].key);
    return ML_OK;
}

ml_status ml_streams_score(const ml_streams *streams, const ml_job *job, ml_error *error, ml_set *set)
{
    const ml_scoring *scoring = &job->scoring;
    const ml_stream_head *head = &streams->head;
    ml_status status = set_losses(head, scoring, error, &set->losses);
    if (!status)
        status = check_sums(&head->losses, &set->losses, error);
    if (!status)
        status = ml_measures_copy(&head->measures, error, &set->measures);
    if (!status)
        status = ml_set_make_settings(set, job, &head->classes, error);
    if (status)
        return status;
    copy_settings(&head->settings, &set->settings);
    status = ml_scoring_apply(scoring, error, &set->settings);
    if (!status)
        status = check_measures(&head->settings, &set->settings, error);
    if (!status && scoring->weighing != ML_WEIGHTS_GIVEN)
        status = weigh(streams, scoring->weighing, error, set);
    if (!status)
        status = set_groups(streams, job, error, set);
    return status ? status : ml_set_begin(set, error);
}
