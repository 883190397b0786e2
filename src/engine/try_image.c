/* Tries images; see try_image.h. */
#include "engine/try_image.h"

#include "base/memory.h"
#include "engine/evaluate_image.h"
#include "engine/image_names.h"
#include "engine/pair_files.h"
#include "observe/maps/kinds.h"

#include <stdlib.h>
#include <string.h>

/* An evaluation of the pixels alone: no more losses than there must be, no measures, no maps. */
typedef struct trial {
    const ml_grouping *grouping;
    ml_job job;
    ml_set set;
    atomic_bool stop;   /* never set */
    bool has_evaluated; /* an image, whatever its photo is like */
    ml_worker worker;
} trial;

/* On failure, too, the trial's set is to be cleared. */
static ml_status begin(const ml_trying *trying, const ml_classes *classes, ml_error *error, trial *t)
{
    t->grouping = trying->grouping;
    t->job = *trying->job;
    t->job.n_observers = 0;
    atomic_init(&t->stop, false);
    ml_status status = ml_losses_parse("cce", NULL, error, &t->set.losses);
    if (!status)
        status = ml_set_make_settings(&t->set, &t->job, classes, error);
    if (!status)
        status = ml_kernel_choose(t->job.kernel, error, &t->set.settings.kernel);
    t->set.settings.activation = t->job.input.activation;
    return status ? status : ml_worker_init(&t->job, &t->set.settings, NULL, &t->stop, error, &t->worker);
}

/* Whether the image has the group that it is to have. */
static ml_status check_group(const trial *t, size_t image, ml_error *error)
{
    const ml_open_pair *opened = &t->worker.opened;
    ml_image_names names;
    if (!ml_group_rule_groups(&t->grouping->rule))
        return ML_OK;
    ml_status status = ml_image_names_init(opened->pair, opened->roles.is_batch, image, error, &names);
    if (status)
        return status;
    status = ml_grouping_name(t->grouping, names.id, names.truth ? names.truth : names.prediction, error, &names.group);
    ml_image_names_clear(&names);
    return status;
}

/* Whether pictures are drawn over the photos: an image whose photo cannot be read then fails. */
static bool shows_photos(const ml_job *job)
{
    return job->report.form->shows_pictures || (job->maps.kinds && strstr(job->maps.kinds, ml_map_overlay.name));
}

/* Reads the photo of the image that has been evaluated. */
static ml_status check_photo(const trial *t, const ml_outcome *outcome, ml_error *error)
{
    const char *path = t->worker.opened.pair->photo;
    ml_photo *photo = NULL;
    if (!path || !shows_photos(&t->job))
        return ML_OK;
    ml_status status = ml_photo_open(path, outcome->width, outcome->height, &t->job.input.limits, error, &photo);
    if (status)
        return status;
    uint8_t *row = ml_alloc(outcome->width, sizeof *row);
    status = row ? ML_OK : ml_fail_memory(error, "a row of a photo");
    for (size_t y = 0; y < outcome->height && !status; y++)
        status = ml_photo_read_row(photo, error, row);
    free(row);
    ml_photo_close(photo);
    return status;
}

static ml_status evaluate(trial *t, size_t image, ml_error *error)
{
    ml_outcome outcome = {.status = ML_OK};
    ml_status status = check_group(t, image, error);
    if (!status)
        status = ml_evaluate_image(&t->worker, NULL, image, &outcome, error);
    t->has_evaluated = t->has_evaluated || !status;
    if (!status)
        status = check_photo(t, &outcome, error);
    ml_outcome_clear(&outcome);
    return status;
}

/* The class of missing truths is one of these, or the pair has its truth. */
static bool has_class_of_truth(const trial *t, const ml_classes *classes, const ml_pair *pair)
{
    const char *name = t->job.input.missing_truth;
    return pair->truth || !name || ml_classes_find(classes, name, strlen(name)) < classes->n;
}

/* Evaluates the image or, one after the other, those of the pair until one is good. */
static ml_status evaluate_any(trial *t, ml_pair *pair, size_t image, ml_error *error, bool *is_good)
{
    ml_status status = pair->mark ? ML_OK : ml_pair_mark(pair, t->set.settings.classes, error, &pair->mark);
    if (!status)
        status = ml_worker_open(&t->worker, pair, error);
    if (status)
        return status;
    const size_t n = t->worker.opened.roles.n_images;
    const size_t first = image == ML_ANY_IMAGE ? 0 : image, end = image == ML_ANY_IMAGE ? n : image + 1;
    for (size_t i = first; i < end && i < n && !*is_good; i++) {
        ml_error_clear(error);
        status = evaluate(t, i, error);
        *is_good = !status;
        if (status && status != ML_E_INPUT)
            break;
    }
    return status;
}

ml_status ml_try_image(const void *trying, const ml_classes *classes, ml_pair *pair, size_t image, ml_error *error,
                       bool *is_good)
{
    trial t = {.grouping = NULL};
    bool is_one = false;
    ml_status status = begin(trying, classes, error, &t);
    const bool is_tried = !status && has_class_of_truth(&t, classes, pair);
    if (is_tried)
        status = evaluate_any(&t, pair, image, error, &is_one);
    ml_worker_clear(&t.worker);
    ml_set_clear(&t.set);
    if (status && status != ML_E_INPUT)
        return status;
    if (is_tried && status && image == ML_ANY_IMAGE && !t.has_evaluated) {
        free(pair->failure);
        if (!(pair->failure = ml_strdup(error->text)))
            return ml_fail_memory(error, "an error");
    }
    ml_error_clear(error);
    *is_good = is_one;
    return ML_OK;
}
