/* maskloss inspect: says how each file would be read, what it holds, and which options it needs. */
#include "command/inspect.h"

#include "base/memory.h"
#include "command/command.h"
#include "command/setup.h"
#include "input/npz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void advise(ml_advice *a, const char *option)
{
    if (a->n < ML_ADVICE_MAX_OPTIONS)
        snprintf(a->options[a->n++], ML_ADVICE_OPTION_SIZE, "%s", option);
}

long ml_inspect_scaled(const ml_survey *s, size_t sample)
{
    if (!s->has_two_readings)
        return -1;
    if (s->png.color == ML_PNG_PALETTE)
        return sample < s->png.n_palette ? s->png.gray_value[sample] : -1;
    return (long)(sample * 255 / ((1u << s->png.bit_depth) - 1));
}

void ml_inspect_known(const ml_inspection *in, const ml_survey *s, bool *raw, bool *scaled)
{
    *raw = *scaled = in->classes != NULL;
    for (size_t label = 0; label < ML_N_LABELS && in->classes; label++) {
        if (s->labels.counts[label] == 0)
            continue;
        long value = ml_inspect_scaled(s, label);
        *raw = *raw && in->classes->class_of[label] != ML_NONE;
        *scaled = *scaled && value >= 0 && in->classes->class_of[value] != ML_NONE;
    }
}

ml_advice ml_inspect_advice(const ml_inspection *in, const ml_survey *s)
{
    ml_advice a = {.role = "PREDICTION"};
    bool raw, scaled;
    switch (s->looks) {
    case ML_LOOKS_LABELS:
        a.role = "TRUTH or hard PREDICTION";
        ml_inspect_known(in, s, &raw, &scaled);
        if (s->has_two_readings && in->classes && raw == scaled)
            advise(&a, "--samples=raw|scaled");
        if (s->labels.counts[255] > 0 && (!in->classes || in->classes->class_of[255] == ML_NONE))
            advise(&a, "--ignore=255");
        break;
    case ML_LOOKS_COLORS:
        a.role = "TRUTH or hard PREDICTION";
        if (!in->classes)
            advise(&a, "--classes=SET");
        break;
    case ML_LOOKS_PLANE: a.role = "plane of one class in a PREDICTION"; break;
    case ML_LOOKS_ONEHOT:
        a.role = "TRUTH or PREDICTION";
        advise(&a, "--truth-layout=onehot");
        break;
    case ML_LOOKS_NOTHING: a.role = "neither TRUTH nor PREDICTION as it is"; break;
    case ML_LOOKS_LOGITS: advise(&a, "--activation=softmax|sigmoid"); break;
    case ML_LOOKS_BINARY_LOGITS: advise(&a, "--activation=sigmoid"); break;
    default: break;
    }
    if (s->is_doubtful)
        advise(&a, "--layout=hwc|chw");
    if (!s->is_png && s->range.has_bad)
        advise(&a, "--bad-pixels=ignore");
    return a;
}

const char *ml_inspect_byte_order(const ml_npy_header *npy)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return npy->elem_size_bytes == 1 ? "none" : (first == 1) != npy->swapped ? "little" : "big";
}

static bool is_json(const ml_inspection *in) { return strcmp(in->arguments->form->name, "json") == 0; }

static ml_status inspect_location(ml_inspection *in, const char *name, const ml_location *at, ml_error *error)
{
    ml_survey survey;
    ml_status status = ml_survey_file(at, &in->arguments->input, in->classes, error, &survey);
    if (status)
        return status;
    (is_json(in) ? ml_inspect_print_json : ml_inspect_print_text)(in, name, &survey);
    ml_survey_clear(&survey);
    return ML_OK;
}

/* The keys of the arrays, if the file is an archive and none of them is asked for. */
static ml_status list_archive(const ml_location *at, ml_error *error, ml_npz_keys *keys)
{
    ml_source source;
    ml_status status = at->array ? ML_OK : ml_source_open(at->file, error, &source);
    if (status || at->array)
        return status;
    if (ml_npz_is(&source))
        status = ml_npz_list(&source, error, keys);
    ml_source_close(&source);
    return status;
}

/* A file, or all arrays of an archive. */
static ml_status inspect_file(ml_inspection *in, const char *name, ml_error *error)
{
    ml_location at;
    ml_npz_keys keys = {0};
    ml_status status = ml_location_parse(name, error, &at);
    if (status)
        return status;
    status = list_archive(&at, error, &keys);
    if (!status && keys.n == 0)
        status = inspect_location(in, name, &at, error);
    for (size_t i = 0; i < keys.n && !status; i++) {
        const ml_location array = {.file = at.file, .array = keys.items[i].key};
        char *array_name = ml_format("%s:%s", at.file, keys.items[i].key);
        status = array_name ? inspect_location(in, array_name, &array, error) : ml_fail_memory(error, "a name");
        free(array_name);
    }
    ml_npz_keys_clear(&keys);
    ml_location_clear(&at);
    return status;
}

/* All files are inspected; what cannot be read is said, and makes the exit status. */
static ml_status inspect_all(ml_inspection *in, ml_error *error)
{
    const ml_arguments *arguments = in->arguments;
    ml_status worst = ML_OK;
    in->json = (ml_json){.out = in->out};
    if (is_json(in)) {
        ml_json_object(&in->json, NULL, ML_JSON_LINES);
        ml_json_object(&in->json, "maskloss", ML_JSON_INLINE);
        ml_json_string(&in->json, "version", ML_VERSION);
        ml_json_end(&in->json);
        ml_json_array(&in->json, "files", ML_JSON_LINES);
    }
    for (size_t i = 0; i < arguments->n_operands; i++) {
        ml_error reason = ML_ERROR_INIT;
        ml_status status = inspect_file(in, arguments->operands[i], &reason);
        if (!status)
            continue;
        worst = status > worst ? status : worst;
        ml_say(reason.text);
        if (!is_json(in))
            continue;
        ml_json_object(&in->json, NULL, ML_JSON_INLINE);
        ml_json_name(&in->json, "file", arguments->operands[i]);
        ml_json_name(&in->json, "error", reason.text);
        ml_json_end(&in->json);
    }
    if (is_json(in)) {
        ml_json_end(&in->json);
        ml_json_end(&in->json);
    }
    ml_status status = ml_out_commit(in->out, error);
    return status > worst ? status : worst;
}

ml_status ml_inspect_run(ml_arguments *arguments, ml_error *error)
{
    ml_out out;
    ml_classes classes = {0};
    if (arguments->n_operands == 0)
        return ml_fail(error, ML_E_USAGE, "inspect: a file is wanted (see maskloss help inspect)");
    if (strcmp(arguments->form->name, "json") != 0 && strcmp(arguments->form->name, "text") != 0)
        return ml_fail(error, ML_E_USAGE, "inspect: --format: '%s' is none of text, json", arguments->form->name);
    ml_status status = ml_out_open(arguments->output, error, &out);
    if (status)
        return status;
    if (arguments->classes)
        status = ml_setup_classes(arguments, error, &classes);
    if (!status) {
        ml_inspection in = {arguments, arguments->classes ? &classes : NULL, &out, {.out = &out}};
        status = inspect_all(&in, error);
    }
    ml_classes_clear(&classes);
    ml_out_close(&out);
    return status;
}
