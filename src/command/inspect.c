/* maskloss inspect: says how each file would be read, what it holds, and which options it needs. */
#include "command/inspect_folder.h"
#include "command/inspect_forms.h"

#include "base/memory.h"
#include "command/run.h"
#include "engine/class_choice.h"
#include "engine/overwriting.h"
#include "input/contents_read.h"
#include "io/destination.h"
#include "io/kept_open.h"
#include "json/settings.h"

#include <stdlib.h>
#include <string.h>

/* An inspection: all that outlives a file. */
typedef struct ml_inspection {
    const ml_job *job;
    const ml_classes *classes; /* NULL without --classes */
    ml_out *out;
    ml_json json;
    ml_error *error; /* what ends it: without memory there is no going on to the next file */
} ml_inspection;

static bool is_json(const ml_inspection *in) { return strcmp(in->job->report.form->name, "json") == 0; }

/* What cannot be read is said; it makes the exit status. */
static ml_status report(ml_inspection *in, const char *name, const ml_error *reason)
{
    if (reason->status == ML_E_SYSTEM) {
        *in->error = *reason;
        return reason->status;
    }
    ml_say(reason->text);
    if (!is_json(in))
        return reason->status;
    ml_json_object(&in->json, NULL, ML_JSON_INLINE);
    ml_json_name(&in->json, "file", name);
    ml_json_name(&in->json, "error", reason->text);
    ml_json_end(&in->json);
    return reason->status;
}

/* `array_option` is what eval needs to take this array of its archive; NULL: nothing. */
static ml_status inspect_image(ml_inspection *in, const char *name, const ml_image_path *at, const char *array_option)
{
    ml_error reason = ML_ERROR_INIT;
    ml_contents contents;
    if (ml_contents_read(at, &in->job->input, in->classes, &reason, &contents))
        return report(in, name, &reason);
    const ml_advice advice = ml_advice_on(&contents, &in->job->classes.ignored, array_option);
    if (is_json(in))
        ml_inspect_print_json(&in->json, name, &contents, &advice);
    else
        ml_inspect_print_text(in->out, name, &contents, &advice);
    ml_contents_clear(&contents);
    return ML_OK;
}

/* One array of an archive; eval must be told to take it, unless it would do so. */
static ml_status inspect_array(ml_inspection *in, const ml_image_path *at, const ml_array_keys *keys, const ml_array_key *key)
{
    ml_error ignored = ML_ERROR_INIT;
    ml_image_path array = *at;
    const ml_array_key *taken = NULL;
    char *name = ml_format("%s:%s", at->file, key->key), *option = ml_format("--array=%s", key->key);
    ml_status status = name && option ? ML_OK : ml_fail_memory(in->error, "a name");
    array.array = key->key;
    if (!status) {
        bool is_taken = ml_array_keys_choose(at->file, keys, NULL, &ignored, &taken) == ML_OK && taken == key;
        status = inspect_image(in, name, &array, is_taken ? NULL : option);
    }
    free(option);
    free(name);
    return status;
}

static ml_status inspect_folder(ml_inspection *in, const char *name)
{
    ml_error reason = ML_ERROR_INIT;
    ml_status status = ml_inspect_folder(name, in->job, in->classes, is_json(in) ? &in->json : NULL, in->out, &reason);
    if (status == ML_E_SYSTEM)
        *in->error = reason;
    else if (reason.text[0])
        ml_say(reason.text);
    return status;
}

/* A file, all arrays of an archive, or a directory. */
static ml_status inspect_file(ml_inspection *in, const char *name)
{
    ml_error reason = ML_ERROR_INIT;
    ml_image_path at;
    ml_array_keys keys = {0};
    ml_status worst = ML_OK;
    bool is_folder = false;
    if (ml_image_path_parse(name, in->job->input.array, &reason, &at))
        return report(in, name, &reason);
    if (ml_contents_is_folder(at.file, &reason, &is_folder))
        worst = report(in, name, &reason);
    else if (is_folder)
        worst = inspect_folder(in, name);
    else if (ml_contents_list(&at, &reason, &keys))
        worst = report(in, name, &reason);
    else if (keys.n == 0)
        worst = inspect_image(in, name, &at, NULL);
    for (size_t i = 0; i < keys.n && worst != ML_E_SYSTEM; i++) {
        ml_status status = inspect_array(in, &at, &keys, &keys.items[i]);
        worst = status > worst ? status : worst;
    }
    ml_array_keys_clear(&keys);
    ml_image_path_clear(&at);
    return worst;
}

/* All files are inspected, if memory does not lack; the worst of what happened is the exit status. A file that the output
 * replaces is left as it is where something could not be inspected. */
static ml_status inspect_all(ml_inspection *in)
{
    ml_status worst = ML_OK;
    in->json = (ml_json){.out = in->out};
    if (is_json(in)) {
        ml_json_object(&in->json, NULL, ML_JSON_LINES);
        ml_json_version(&in->json);
        ml_json_array(&in->json, "files", ML_JSON_LINES);
    }
    for (size_t i = 0; i < in->job->n_inputs && worst != ML_E_SYSTEM; i++) {
        ml_status status = inspect_file(in, in->job->inputs[i]);
        worst = status > worst ? status : worst;
    }
    if (is_json(in)) {
        ml_json_end(&in->json);
        ml_json_end(&in->json);
    }
    if (worst == ML_E_SYSTEM || (worst && in->out->target))
        return worst;
    ml_status status = ml_out_commit(in->out, in->error);
    return status > worst ? status : worst;
}

ml_status ml_inspect_run(ml_arguments *arguments, ml_error *error)
{
    ml_job *job = &arguments->job;
    ml_out out;
    ml_classes classes = {0};
    if (job->n_inputs == 0)
        return ml_fail(error, ML_E_USAGE, "inspect: a file is wanted (see maskloss help inspect)");
    ml_status status = ml_refuse_overwriting_images(job, error);
    if (!status)
        status = ml_out_open(job->report.output, error, &out);
    if (status)
        return status;
    if (job->classes.name)
        status = ml_class_choice_read(&job->classes, error, &classes);
    if (!status && job->classes.name)
        status = ml_class_choice_index(&job->classes, error, &classes);
    if (!status && !(job->input.limits.kept = ml_kept_open_create()))
        status = ml_fail_memory(error, "archives");
    if (!status) {
        ml_inspection in = {
            .job = job, .classes = job->classes.name ? &classes : NULL, .out = &out, .json = {.out = &out}, .error = error};
        status = inspect_all(&in);
    }
    ml_kept_open_destroy(job->input.limits.kept);
    ml_classes_clear(&classes);
    ml_out_close(&out);
    return status;
}
