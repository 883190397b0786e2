/* inspect: directories; see inspect_folder.h. Files are read one after the other, and of each kind the sum is kept. */
#include "command/inspect_folder.h"

#include "base/memory.h"
#include "cli/messages.h"
#include "input/contents_read.h"
#include "input/contents_sum.h"
#include "input/pairs/file_name.h"
#include "io/directory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One directory that is read. */
typedef struct reading {
    const ml_job *job;
    const ml_classes *classes;
    ml_json *json; /* NULL: text */
    ml_inspected_folder folder;
} reading;

static void destroy_kind(ml_inspected_kind *kind)
{
    for (size_t s = 0; s < kind->n_sizes; s++)
        free(kind->sizes[s].first);
    free(kind->first);
    free(kind->first_bad);
    ml_contents_clear(&kind->contents);
    free(kind);
}

static void clear_folder(ml_inspected_folder *folder)
{
    for (size_t k = 0; k < folder->n_kinds; k++)
        destroy_kind(folder->kinds[k]);
    for (size_t i = 0; i < ML_INSPECT_NAMES; i++)
        free(folder->unreadable[i]);
    ml_contents_clear(&folder->labels);
    free(folder->passed_over);
    free(folder->other_kind);
}

/* Keeps the first of several names. */
static ml_status keep_name(char **kept, const char *name, ml_error *error)
{
    if (*kept)
        return ML_OK;
    *kept = ml_strdup(name);
    return *kept ? ML_OK : ml_fail_memory(error, "a name");
}

static ml_status add_size(ml_inspected_kind *kind, size_t height, size_t width, const char *name, ml_error *error)
{
    size_t s = 0;
    while (s < kind->n_sizes && (kind->sizes[s].height != height || kind->sizes[s].width != width))
        s++;
    if (s == ML_INSPECT_SIZES) {
        kind->n_other_sizes++;
        return ML_OK;
    }
    if (s == kind->n_sizes) {
        kind->sizes[s] = (ml_inspected_size){height, width, 0, NULL};
        kind->n_sizes++;
    }
    kind->sizes[s].n_files++;
    return keep_name(&kind->sizes[s].first, name, error);
}

/* Adds a file to its kind, which may be a new one; *contents are taken over. */
static ml_status add_contents(ml_inspected_folder *folder, const char *name, ml_contents *contents, ml_error *error)
{
    size_t k = 0;
    while (k < folder->n_kinds && !ml_contents_alike(&folder->kinds[k]->contents, contents))
        k++;
    if (k == ML_INSPECT_KINDS) {
        folder->n_other_kinds++;
        ml_contents_clear(contents);
        return keep_name(&folder->other_kind, name, error);
    }
    const size_t height = contents->height, width = contents->width;
    const bool is_bad = ml_contents_first_bad(contents) != NULL;
    if (k < folder->n_kinds) {
        ml_contents_add(&folder->kinds[k]->contents, contents);
        ml_contents_clear(contents);
    } else {
        if (!(folder->kinds[k] = ml_alloc(1, sizeof *folder->kinds[k]))) {
            ml_contents_clear(contents);
            return ml_fail_memory(error, "the kinds of files");
        }
        folder->kinds[k]->contents = *contents;
        folder->n_kinds++;
    }
    ml_inspected_kind *kind = folder->kinds[k];
    kind->n_files++;
    ml_status status = keep_name(&kind->first, name, error);
    if (!status && is_bad)
        status = keep_name(&kind->first_bad, name, error);
    return status ? status : add_size(kind, height, width, name, error);
}

/* What is wrong with a file is said of the first few, and in JSON of each. */
static ml_status add_unreadable(reading *r, const char *name, const char *path, const ml_error *reason, ml_error *error)
{
    ml_inspected_folder *folder = &r->folder;
    if (r->json) {
        ml_json_object(r->json, NULL, ML_JSON_INLINE);
        ml_json_name(r->json, "file", path);
        ml_json_name(r->json, "error", reason->text);
        ml_json_end(r->json);
    }
    if (folder->n_unreadable++ >= ML_INSPECT_NAMES)
        return ML_OK;
    ml_say(reason->text);
    return keep_name(&folder->unreadable[folder->n_unreadable - 1], name, error);
}

static ml_status read_file(reading *r, const char *name, ml_error *error)
{
    ml_error reason = ML_ERROR_INIT;
    ml_image_path at = {0};
    ml_contents contents;
    char *path = ml_path_join(r->folder.name, name);
    ml_status status = path ? ml_image_path_parse(path, r->job->input.array, &reason, &at) : ml_fail_memory(&reason, "a path");
    if (!status)
        status = ml_contents_read(&at, &r->job->input, r->classes, &reason, &contents);
    if (status == ML_E_INPUT) {
        status = add_unreadable(r, name, path, &reason, error);
    } else if (status) {
        *error = reason;
    } else {
        r->folder.n_files++;
        status = add_contents(&r->folder, name, &contents, error);
    }
    ml_image_path_clear(&at);
    free(path);
    return status;
}

static int by_size(const void *a, const void *b)
{
    const ml_inspected_size *x = a, *y = b;
    if (x->n_files != y->n_files)
        return x->n_files > y->n_files ? -1 : 1;
    return strcmp(x->first, y->first);
}

static int by_kind(const void *a, const void *b)
{
    const ml_inspected_kind *x = *(ml_inspected_kind *const *)a, *y = *(ml_inspected_kind *const *)b;
    if (x->n_files != y->n_files)
        return x->n_files > y->n_files ? -1 : 1;
    return strcmp(x->first, y->first);
}

static void sort(ml_inspected_folder *folder)
{
    for (size_t k = 0; k < folder->n_kinds; k++)
        qsort(folder->kinds[k]->sizes, folder->kinds[k]->n_sizes, sizeof folder->kinds[k]->sizes[0], by_size);
    qsort(folder->kinds, folder->n_kinds, sizeof(ml_inspected_kind *), by_kind);
}

static bool are_labels(const ml_contents *contents)
{
    return contents->looks == ML_LOOKS_LABELS || contents->looks == ML_LOOKS_FLOAT_LABELS;
}

/* Counts the labels of all kinds together, each as its kind is read. */
static ml_status sum_labels(reading *r, ml_error *error)
{
    ml_contents *sum = &r->folder.labels;
    sum->options = &r->job->input;
    sum->classes = r->classes;
    ml_status status = ml_contents_count_labels(sum, error);
    for (size_t k = 0; k < r->folder.n_kinds && !status; k++) {
        const ml_contents *kind = &r->folder.kinds[k]->contents;
        if (!are_labels(kind))
            continue;
        r->folder.n_label_kinds++;
        for (size_t counted = 0; counted < ML_N_SMALL_LABELS; counted++) {
            int64_t label = kind->labels.counts[counted] > 0 ? ml_contents_label(kind, counted) : -1;
            if (label >= 0 && label < ML_N_SMALL_LABELS)
                sum->labels.counts[label] += kind->labels.counts[counted];
        }
        sum->labels.n_large += kind->labels.n_large;
        sum->labels.largest = kind->labels.largest > sum->labels.largest ? kind->labels.largest : sum->labels.largest;
        sum->labels.n_no_label += kind->labels.n_no_label;
        sum->labels.n_no_data += kind->labels.n_no_data;
    }
    return status;
}

static ml_status read_all(reading *r, const ml_listing *listing, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t i = 0; i < listing->n && !status; i++) {
        const char *name = listing->paths[i];
        if (ml_is_named_as(name, 0)) {
            status = read_file(r, name, error);
        } else {
            r->folder.n_passed_over++;
            status = keep_name(&r->folder.passed_over, name, error);
        }
    }
    if (status)
        return status; /* and some kind may have no name yet */
    sort(&r->folder);
    return sum_labels(r, error);
}

/* The status of a directory that has been read. */
static ml_status judge(const ml_inspected_folder *folder, ml_error *error)
{
    if (folder->n_unreadable > ML_INSPECT_NAMES)
        return ml_fail(error, ML_E_INPUT, "%s: %llu files cannot be read; the first %d are named above", folder->name,
                       (unsigned long long)folder->n_unreadable, ML_INSPECT_NAMES);
    if (folder->n_unreadable > 0)
        return ML_E_INPUT; /* all has been said */
    if (folder->n_files == 0)
        return ml_fail(error, ML_E_INPUT, "%s: has no file of a kind that is read", folder->name);
    return ML_OK;
}

ml_status ml_inspect_folder(const char *directory, const ml_job *job, const ml_classes *classes, ml_json *json, ml_out *out,
                            ml_error *error)
{
    reading r = {.job = job, .classes = classes, .json = json, .folder = {.name = directory}};
    ml_listing listing;
    ml_status status = ml_directory_list(directory, true, error, &listing);
    if (status)
        return status;
    if (json) {
        ml_json_object(json, NULL, ML_JSON_LINES);
        ml_json_name(json, "directory", directory);
        ml_json_array(json, "errors", ML_JSON_LINES);
    }
    status = read_all(&r, &listing, error);
    if (status) {
        /* what is known is not all, and nobody is told */
    } else if (json) {
        ml_json_end(json);
        ml_inspect_print_folder_json(json, &r.folder, &job->classes.ignored);
        ml_json_end(json);
    } else {
        ml_inspect_print_folder_text(out, &r.folder, &job->classes.ignored);
    }
    if (!status)
        status = judge(&r.folder, error);
    ml_listing_clear(&listing);
    clear_folder(&r.folder);
    return status;
}
