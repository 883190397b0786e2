/* Outputs that are inputs; see overwriting.h. */
#include "engine/overwriting.h"

#include "engine/pair_files.h"
#include "input/image_file.h"
#include "input/pairs/image_path.h"
#include "input/shipped_sets.h"

#include <stdlib.h>
#include <sys/stat.h>

/* Whether the path is the same file as the one described. */
static bool is_file(const char *path, const struct stat *file)
{
    struct stat info;
    return path && stat(path, &info) == 0 && info.st_dev == file->st_dev && info.st_ino == file->st_ino;
}

/* Whether the text, the location of an image, leads into this file. */
static bool is_in_file(const char *text, const struct stat *file)
{
    ml_error ignored = ML_ERROR_INIT;
    ml_image_path at;
    if (ml_image_path_parse(text, NULL, &ignored, &at))
        return true; /* in doubt nothing is overwritten */
    bool is = is_file(at.file, file);
    ml_image_path_clear(&at);
    return is;
}

/* A file that is looked for among others. */
typedef struct search {
    const struct stat *file;
    bool found;
} search;

static void look(void *context, const char *path)
{
    search *s = context;
    s->found |= !path || is_file(path, s->file); /* in doubt nothing is overwritten */
}

/* Describes the output if it is a file that would be replaced. */
static bool is_replaced(const ml_job *job, struct stat *file)
{
    return job->report.output && stat(job->report.output, file) == 0 && S_ISREG(file->st_mode);
}

static bool is_class_file(const ml_class_choice *choice, const struct stat *file)
{
    return choice->name && !ml_shipped_sets_is_name(choice->name) && is_file(choice->name, file);
}

static bool is_group_file(const ml_group_rule *rule, const struct stat *file)
{
    return rule->by == ML_GROUP_LIST && is_file(rule->text, file);
}

static ml_status would_be_lost(const ml_job *job, const char *what, ml_error *error)
{
    return ml_fail(error, ML_E_USAGE, "--output: %s is %s", job->report.output, what);
}

ml_status ml_refuse_overwriting_images(const ml_job *job, ml_error *error)
{
    struct stat file;
    if (!is_replaced(job, &file))
        return ML_OK;
    bool input = is_class_file(&job->classes, &file);
    for (size_t i = 0; i < job->n_inputs && !input; i++)
        input = is_in_file(job->inputs[i], &file);
    return input ? would_be_lost(job, "one of the inputs", error) : ML_OK;
}

/* Whether the file is one that the evaluation names besides its pairs. */
static bool is_named(const ml_job *job, const struct stat *file)
{
    search s = {file, false};
    ml_job_each_file(job, look, &s);
    return s.found;
}

bool ml_output_may_be_input(const ml_job *job)
{
    struct stat file;
    if (!is_replaced(job, &file))
        return false;
    bool may_be = is_named(job, &file) || ml_is_image_file(job->report.output);
    for (size_t i = 0; i < job->n_inputs && !may_be; i++)
        may_be = is_in_file(job->inputs[i], &file);
    return may_be;
}

ml_status ml_refuse_overwriting_pairs(const ml_job *job, const ml_inputs *inputs, ml_error *error)
{
    struct stat file;
    if (!is_replaced(job, &file))
        return ML_OK;
    search s = {&file, is_named(job, &file)};
    for (size_t i = 0; i < inputs->pairs.n && !s.found; i++)
        ml_pair_each_file(&inputs->pairs.items[i], &inputs->classes, look, &s);
    return s.found ? would_be_lost(job, "an input of this evaluation", error) : ML_OK;
}

ml_status ml_refuse_overwriting_streams(const ml_job *job, ml_error *error)
{
    struct stat file;
    if (!is_replaced(job, &file))
        return ML_OK;
    bool input = is_group_file(&job->grouping, &file);
    for (size_t i = 0; i < job->n_inputs && !input; i++)
        input = is_file(job->inputs[i], &file);
    return input ? would_be_lost(job, "one of the streams", error) : ML_OK;
}
