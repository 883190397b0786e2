/* Outputs that are inputs; see overwriting.h. */
#include "engine/overwriting.h"

#include "engine/pair_files.h"
#include "input/image_file.h"
#include "input/pairs/image_path.h"
#include "input/shipped_sets.h"
#include "io/look.h"

/* The output, if it is a file that would be replaced, which is looked for among others. */
typedef struct search {
    bool is_replaced;
    struct stat file;
    bool found;
    ml_status status; /* without memory nothing is known of the others */
    ml_error *error;
} search;

static search search_for_output(const ml_job *job, ml_error *error)
{
    search s = {.error = error};
    bool is_there = false;
    if (job->report.output)
        s.status = ml_look(job->report.output, error, &is_there, &s.file);
    if (s.status == ML_E_INPUT) /* of an output */
        s.status = error->status = ML_E_SYSTEM;
    s.is_replaced = is_there && S_ISREG(s.file.st_mode);
    return s;
}

/* Whether anything is left to be found. */
static bool goes_on(const search *s) { return s->is_replaced && !s->found && !s->status; }

/* Looks at a file; NULL: it could not be named for lack of memory. */
static void look(void *context, const char *path)
{
    search *s = context;
    struct stat info;
    bool is_there = false;
    if (!goes_on(s))
        return;
    s->status = path ? ml_look(path, s->error, &is_there, &info) : ml_fail_memory(s->error, "a path");
    if (s->status == ML_E_INPUT) { /* it is told when it is read, as a fault of its own */
        ml_error_clear(s->error);
        s->status = ML_OK;
    }
    s->found = is_there && info.st_dev == s->file.st_dev && info.st_ino == s->file.st_ino;
}

/* Looks at the file into which the text, the location of an image, leads. */
static void look_into(search *s, const char *text)
{
    ml_image_path at;
    if (!goes_on(s))
        return;
    s->status = ml_image_path_parse(text, NULL, s->error, &at);
    if (s->status == ML_E_INPUT) {
        ml_error_clear(s->error);
        s->status = ML_OK;
    } else if (!s->status) {
        look(s, at.file);
        ml_image_path_clear(&at);
    }
}

/* A usage error if the output, which is `what`, has been found. */
static ml_status judge(const search *s, const ml_job *job, const char *what)
{
    if (!s->status && s->found)
        return ml_fail(s->error, ML_E_USAGE, "--output: %s is %s", job->report.output, what);
    return s->status;
}

ml_status ml_refuse_overwriting_images(const ml_job *job, ml_error *error)
{
    search s = search_for_output(job, error);
    if (job->classes.name && !ml_shipped_sets_is_name(job->classes.name))
        look(&s, job->classes.name);
    for (size_t i = 0; i < job->n_inputs; i++)
        look_into(&s, job->inputs[i]);
    return judge(&s, job, "one of the inputs");
}

bool ml_output_may_be_input(const ml_job *job)
{
    ml_error ignored = ML_ERROR_INIT;
    search s = search_for_output(job, &ignored);
    if (!s.is_replaced)
        return s.status != ML_OK;
    if (ml_may_be_image_file(job->report.output))
        return true;
    ml_job_each_file(job, look, &s);
    for (size_t i = 0; i < job->n_inputs; i++)
        look_into(&s, job->inputs[i]);
    return s.found || s.status; /* in doubt nothing is overwritten */
}

ml_status ml_refuse_overwriting_pairs(const ml_job *job, const ml_inputs *inputs, ml_error *error)
{
    search s = search_for_output(job, error);
    ml_job_each_file(job, look, &s);
    for (size_t i = 0; i < inputs->pairs.n && goes_on(&s); i++)
        ml_pair_each_file(&inputs->pairs.items[i], &inputs->classes, look, &s);
    return judge(&s, job, "an input of this evaluation");
}

ml_status ml_refuse_overwriting_streams(const ml_job *job, ml_error *error)
{
    search s = search_for_output(job, error);
    if (job->grouping.by == ML_GROUP_LIST)
        look(&s, job->grouping.text);
    for (size_t i = 0; i < job->n_inputs; i++)
        look(&s, job->inputs[i]);
    return judge(&s, job, "one of the streams");
}
