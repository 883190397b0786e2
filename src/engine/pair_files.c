/* The files behind pairs; see pair_files.h. */
#include "engine/pair_files.h"

#include "input/pairs/image_path.h"
#include "input/predict_planes.h"
#include "input/shipped_sets.h"

#include <stdlib.h>
#include <sys/stat.h>

static void use_location(const char *text, void (*use)(void *context, const char *path), void *context)
{
    ml_error ignored = ML_ERROR_INIT;
    ml_image_path at;
    if (ml_image_path_parse(text, NULL, &ignored, &at)) {
        use(context, ignored.status == ML_E_INPUT ? text : NULL); /* cannot be looked at, or there is no memory */
        return;
    }
    use(context, at.file);
    ml_image_path_clear(&at);
}

void ml_pair_each_file(const ml_pair *pair, const ml_classes *classes, void (*use)(void *context, const char *path),
                       void *context)
{
    if (pair->truth && pair->n_truth_planes == 0)
        use_location(pair->truth, use, context);
    for (size_t p = 0; p < pair->n_truth_planes; p++)
        use(context, pair->truth_planes[p].path);
    if (pair->n_planes == 0)
        use_location(pair->prediction, use, context);
    for (size_t c = 0; c < pair->n_planes; c++) {
        char *path = ml_plane_path(pair, classes, c);
        use(context, path);
        free(path);
    }
    if (pair->photo)
        use(context, pair->photo);
}

void ml_job_each_file(const ml_job *job, void (*use)(void *context, const char *path), void *context)
{
    if (job->classes.name && !ml_shipped_sets_is_name(job->classes.name))
        use(context, job->classes.name);
    if (job->scoring.weights)
        use(context, job->scoring.weights);
    if (job->pairs.list)
        use(context, job->pairs.list);
    if (job->grouping.by == ML_GROUP_LIST)
        use(context, job->grouping.text);
}

/* FNV-1a over numbers. */
static void mix(uint64_t *hash, uint64_t number)
{
    for (int k = 0; k < 8; k++)
        *hash = (*hash ^ (number >> 8 * k & 0xff)) * UINT64_C(0x100000001b3);
}

static void mark_file(void *context, const char *path)
{
    struct stat info;
    uint64_t *hash = context;
    bool is_there = path && stat(path, &info) == 0;
    mix(hash, is_there);
    if (!is_there)
        return;
    mix(hash, (uint64_t)info.st_dev);
    mix(hash, (uint64_t)info.st_ino);
    mix(hash, (uint64_t)info.st_size);
    mix(hash, (uint64_t)info.st_mtim.tv_sec);
    mix(hash, (uint64_t)info.st_mtim.tv_nsec);
    mix(hash, (uint64_t)info.st_ctim.tv_sec); /* which nobody can set back */
    mix(hash, (uint64_t)info.st_ctim.tv_nsec);
}

uint64_t ml_pair_mark(const ml_pair *pair, const ml_classes *classes)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    if (pair->truth_pipe || pair->prediction_pipe)
        return 0;
    ml_pair_each_file(pair, classes, mark_file, &hash);
    return hash;
}
