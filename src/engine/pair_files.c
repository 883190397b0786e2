/* The files behind pairs; see pair_files.h. */
#include "engine/pair_files.h"

#include "input/pairs/image_path.h"
#include "input/predict_planes.h"
#include "input/shipped_sets.h"
#include "io/file_mark.h"
#include "io/look.h"

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
#define FIRST_HASH UINT64_C(0xcbf29ce484222325)

static void mix(uint64_t *hash, uint64_t number)
{
    for (int k = 0; k < 8; k++)
        *hash = (*hash ^ (number >> 8 * k & 0xff)) * UINT64_C(0x100000001b3);
}

/* A mark in the making. */
typedef struct marking {
    uint64_t hash;
    ml_status status;
    ml_error *error;
} marking;

static void mix_mark(uint64_t *hash, const ml_file_mark *mark)
{
    mix(hash, mark->device);
    mix(hash, mark->inode);
    mix(hash, mark->size_bytes);
    mix(hash, (uint64_t)mark->seconds);
    mix(hash, (uint64_t)mark->nanoseconds);
    mix(hash, (uint64_t)mark->changed_seconds); /* which nobody can set back */
    mix(hash, (uint64_t)mark->changed_nanoseconds);
}

static void mark_file(void *context, const char *path)
{
    marking *m = context;
    bool is_there = false;
    struct stat info;
    if (m->status)
        return;
    m->status = path ? ml_look(path, m->error, &is_there, &info) : ml_fail_memory(m->error, "a path");
    mix(&m->hash, is_there);
    if (!is_there)
        return;
    const ml_file_mark mark = ml_file_mark_of(&info);
    mix_mark(&m->hash, &mark);
}

ml_status ml_pair_mark(const ml_pair *pair, const ml_classes *classes, ml_error *error, uint64_t *mark)
{
    const bool is_piped = pair->truth_pipe || pair->prediction_pipe;
    marking m = {.hash = FIRST_HASH, .error = error};
    if (!is_piped)
        ml_pair_each_file(pair, classes, mark_file, &m);
    if (!m.status)
        *mark = is_piped ? 0 : m.hash;
    return m.status;
}

/* Whether it is a file, and not memory or a member of an archive. */
static bool is_file(const ml_source *source) { return !source->ops && !source->bytes; }

ml_status ml_pair_mark_opened(const ml_open_pair *opened, ml_error *error, uint64_t *mark)
{
    const ml_labels *prediction = ml_prediction_labels(&opened->prediction);
    uint64_t hash = FIRST_HASH;
    if (!opened->has_labels || !prediction || !is_file(&opened->truth.source) || !is_file(&prediction->source) ||
        opened->pair->photo)
        return ml_pair_mark(opened->pair, NULL, error, mark);
    mix(&hash, true); /* it is there */
    mix_mark(&hash, &opened->truth.source.mark);
    mix(&hash, true);
    mix_mark(&hash, &prediction->source.mark);
    *mark = hash;
    return ML_OK;
}

ml_status ml_pair_mark_check(const ml_pair *pair, const ml_classes *classes, uint64_t mark, const char *name, ml_error *error)
{
    uint64_t now = 0;
    ml_status status = mark ? ml_pair_mark(pair, classes, error, &now) : ML_OK;
    if (status || now == mark)
        return error->status;
    return ml_fail(
        error, ML_E_INPUT,
        "%s: it, or what belongs to it, has changed since it was read first; run this again when nobody writes to it", name);
}
