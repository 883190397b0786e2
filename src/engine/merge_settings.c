/* How a merge scores: the streams' settings with what the options change; see merge.h. */
#include "engine/merge.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static bool same_numbers(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] < b[i] || a[i] > b[i])
            return false;
    return true;
}

/* The losses of the options, or those of the streams, whose keys are what --loss takes. */
static ml_status set_losses(ml_merge *merge, ml_error *error)
{
    const ml_arguments *arguments = merge->arguments;
    const ml_losses *have = &merge->head.losses;
    const double *smooth = arguments->has_smooth ? &arguments->smooth : have->has_smooth ? &have->smooth : NULL;
    char *specs = NULL;
    for (size_t l = 0; l < have->n && !arguments->losses; l++) {
        char *longer = specs ? ml_format("%s,%s", specs, have->items[l].key) : ml_strdup(have->items[l].key);
        free(specs);
        if (!(specs = longer))
            return ml_fail_memory(error, "the losses");
    }
    ml_status status = ml_losses_parse(specs ? specs : arguments->losses, smooth, error, &merge->losses);
    free(specs);
    return status ? status : ml_losses_check(&merge->losses, merge->head.classes.n, error);
}

/* Whether the streams have the sums that the losses are made of. */
static ml_status check_sums(const ml_merge *merge, ml_error *error)
{
    const ml_losses *have = &merge->head.losses;
    for (size_t s = 0; s < merge->losses.n_sums; s++) {
        size_t h = 0;
        while (h < have->n_sums && strcmp(have->sums[h].key, merge->losses.sums[s].key) != 0)
            h++;
        if (h < have->n_sums)
            continue;
        ml_fail(error, ML_E_USAGE, "--loss: %s needs the pixels, of which the streams have only the sums of",
                merge->losses.sums[s].key);
        for (h = 0; h < have->n_sums; h++)
            ml_error_add(error, "%s %s", h ? "," : "", have->sums[h].key);
        ml_error_add(error, "; give it to eval");
        return error->status;
    }
    return ML_OK;
}

/* Whether the streams have a loss with this key and these parameters. */
static bool has_loss(const ml_losses *have, const ml_loss *loss)
{
    for (size_t l = 0; l < have->n; l++) {
        const ml_loss *other = &have->items[l];
        if (strcmp(other->key, loss->key) == 0)
            return same_numbers(other->params, loss->params, ml_loss_n_params(loss->kind));
    }
    return false;
}

/* What has changed such that the means over the images need the images' records; NULL: nothing. */
static const char *needs_records(const ml_merge *merge)
{
    const ml_settings *now = &merge->settings, *then = &merge->head.settings;
    size_t n = merge->head.classes.n;
    if (memcmp(now->masked, then->masked, n * sizeof *now->masked) != 0)
        return "--mask";
    if (merge->arguments->weighing != ML_WEIGHTS_GIVEN || !same_numbers(now->weights, then->weights, n))
        return "--weights";
    if (memcmp(now->averaged, then->averaged, n * sizeof *now->averaged) != 0)
        return "--average";
    if (now->absent != then->absent)
        return "--absent";
    if (now->views[ML_VIEW_EXCLUDED] && !then->views[ML_VIEW_EXCLUDED])
        return "--views";
    for (size_t l = 0; l < merge->losses.n; l++)
        if (!has_loss(&merge->head.losses, &merge->losses.items[l]))
            return merge->arguments->has_smooth ? "--smooth" : "--loss";
    return NULL;
}

/* Adds the images of one stream to the weigher, from its file. */
static ml_status weigh_stream(const ml_merge *merge, const char *path, ml_error *error, ml_record *record, ml_weigher *weigher)
{
    ml_stream stream;
    ml_stream_head head;
    bool found;
    size_t width, height;
    ml_status status = ml_stream_open(path, true, 1 << 20, 1 << 30, error, &stream);
    if (status)
        return status;
    if (!(status = ml_stream_read_head(&stream, error, &head, &found)) && found)
        ml_stream_head_clear(&head);
    while (!status && found && !(status = ml_stream_next(&stream, error)) && stream.event == ML_STREAM_IMAGE) {
        status = ml_stream_read_image(&stream, &merge->losses, error, record, &width, &height);
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
static ml_status weigh(ml_merge *merge, ml_error *error)
{
    ml_record record = {0};
    ml_weigher weigher = {0};
    ml_status status = ml_record_init(merge->head.classes.n, merge->losses.n_sums, error, &record);
    if (!status)
        status = ml_weigher_init(merge->head.classes.n, error, &weigher);
    for (size_t i = 0; i < merge->n && !status; i++) {
        if (!merge->streams[i].lines.is_regular)
            status = ml_fail(error, ML_E_USAGE, "--weights=%s: reads the streams twice, which %s cannot be",
                             ml_weighing_names[merge->arguments->weighing], merge->streams[i].name);
        else
            status = weigh_stream(merge, merge->arguments->operands[i], error, &record, &weigher);
    }
    if (!status)
        status = ml_weigher_finish(&weigher, merge->arguments->weighing, error, merge->settings.weights);
    ml_weigher_clear(&weigher);
    ml_record_clear(&record);
    return status;
}

ml_status ml_merge_set(ml_merge *merge, ml_error *error)
{
    const ml_settings *then = &merge->head.settings;
    ml_settings *now = &merge->settings;
    size_t n = merge->head.classes.n;
    ml_status status = set_losses(merge, error);
    if (!status)
        status = check_sums(merge, error);
    if (!status)
        status = ml_settings_init(&merge->head.classes, &merge->losses, error, now);
    if (status)
        return status;
    memcpy(now->masked, then->masked, n * sizeof *now->masked);
    memcpy(now->weights, then->weights, n * sizeof *now->weights);
    memcpy(now->averaged, then->averaged, n * sizeof *now->averaged);
    memcpy(now->views, then->views, sizeof now->views);
    now->average = then->average;
    now->absent = then->absent;
    now->activation = then->activation;
    now->epsilon = then->epsilon;
    status = ml_arguments_apply(merge->arguments, error, now);
    if (!status && merge->arguments->weighing != ML_WEIGHTS_GIVEN)
        status = weigh(merge, error);
    merge->needs_records = needs_records(merge);
    return status;
}
