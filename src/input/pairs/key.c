/* Keys of truths; see key.h. */
#include "input/pairs/key.h"

#include "base/memory.h"
#include "base/text.h"
#include "format/registry.h"
#include "input/pairs/image_path.h"

#include <stdlib.h>
#include <string.h>

bool ml_is_named_as(const char *path, unsigned uses)
{
    return ml_file_format_is(ml_file_format_of_name(path, strlen(path)), uses);
}

size_t ml_key_length(const char *path, const char *suffix)
{
    size_t n = strlen(path), cut = suffix ? strlen(suffix) : 0;
    if (suffix) /* it may hold a slash: then what is left is the name of a directory */
        return ml_ends_with(path, suffix) && n > cut && path[n - cut - 1] != '/' ? n - cut : SIZE_MAX;
    const char *name = path + ml_name_start(path, n), *dot = strrchr(name, '.');
    size_t extension = ml_file_extension_length(path, n); /* that of .nii.gz has two dots */
    if (extension > 0 && path + n - extension > name)
        return n - extension;
    return dot && dot > name ? (size_t)(dot - path) : n;
}

size_t ml_name_start(const char *path, size_t n)
{
    while (n > 0 && path[n - 1] != '/')
        n--;
    return n;
}

ml_status ml_stem_take(const char *path, const char *prefix, const char *suffix, ml_error *error, ml_stem *stem)
{
    size_t start = ml_name_start(path, strlen(path)), n_cut = prefix ? strlen(prefix) : 0;
    const char *rest = path + start + n_cut;
    *stem = (ml_stem){.text = path, .n = SIZE_MAX, .n_cut = n_cut};
    if (n_cut == 0) {
        stem->n = ml_key_length(path, suffix);
        return ML_OK;
    }
    if (strncmp(path + start, prefix, n_cut) != 0 || *rest == '\0' || *rest == '.')
        return ML_OK;
    if (!(stem->own = ml_format("%.*s%s", (int)start, path, rest)))
        return ml_fail_memory(error, "a key");
    stem->text = stem->own;
    stem->n = ml_key_length(stem->text, suffix);
    if (stem->n == SIZE_MAX) {
        free(stem->own);
        stem->own = NULL;
    }
    return ML_OK;
}

void ml_name_list_note(ml_name_list *list, const char *name)
{
    if (list->n < ML_MAX_LISTED)
        list->names[list->n] = name;
    list->n++;
}

void ml_name_list_add_to(const ml_name_list *list, ml_error *error)
{
    for (size_t i = 0; i < list->n && i < ML_MAX_LISTED; i++)
        ml_error_add(error, "%s%s", i ? ", " : " ", list->names[i]);
    if (list->n > ML_MAX_LISTED)
        ml_error_add(error, ", and %zu more", list->n - ML_MAX_LISTED);
}

void ml_keys_clear(ml_keys *keys)
{
    for (size_t k = 0; k < keys->n; k++) {
        free(keys->items[k].text);
        free(keys->items[k].truth_file);
        free(keys->items[k].fault);
        free(keys->items[k].first_file);
        free(keys->items[k].plane_base);
        free(keys->items[k].planes);
    }
    free(keys->items);
    free(keys->passed_over);
    ml_faults_clear(&keys->extra);
    *keys = (ml_keys){0};
}

ml_status ml_keys_pass_over(ml_keys *keys, const char *directory, const char *path, ml_error *error)
{
    if (keys->n_passed_over++ == 0 && !(keys->passed_over = ml_path_join(directory, path)))
        return ml_fail_memory(error, "a path");
    return ML_OK;
}

static int compare_keys(const void *a, const void *b) { return strcmp(((const ml_key *)a)->text, ((const ml_key *)b)->text); }

ml_key *ml_keys_get(const ml_keys *keys, const char *text, size_t n)
{
    size_t low = 0, high = keys->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(keys->items[middle].text, text, n);
        if (order == 0 && keys->items[middle].text[n] != '\0')
            order = 1;
        if (order == 0)
            return &keys->items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static ml_status add_key(ml_keys *keys, size_t *capacity, const char *text, size_t n, const char *file, ml_error *error)
{
    if (!ml_grow(&keys->items, capacity, keys->n, sizeof *keys->items))
        return ml_fail_memory(error, "the keys");
    ml_key *key = &keys->items[keys->n++];
    *key = (ml_key){.text = ml_strndup(text, n), .truth_file = ml_strdup(file)};
    return key->text && key->truth_file ? ML_OK : ml_fail_memory(error, "the keys");
}

ml_status ml_key_of_file(const char *text, bool name_only, const char *prefix, const char *suffix, ml_error *error, char **key)
{
    ml_image_path at;
    ml_stem stem = {.own = NULL};
    ml_status status = ml_image_path_parse(text, NULL, error, &at);
    if (status)
        return status;
    const char *name = at.file + (name_only ? ml_name_start(at.file, strlen(at.file)) : 0);
    status = ml_stem_take(name, prefix, NULL, error, &stem);
    if (status) {
        ml_image_path_clear(&at);
        return status;
    }
    if (stem.n == SIZE_MAX)
        stem.text = name;
    size_t n = ml_key_length(stem.text, suffix);
    if (n == SIZE_MAX)
        n = ml_key_length(stem.text, NULL);
    char *made = at.has_index ? ml_format("%.*s[%zu]", (int)n, stem.text, at.index) : ml_strndup(stem.text, n);
    free(stem.own);
    ml_image_path_clear(&at);
    if (!made)
        return ml_fail_memory(error, "a key");
    *key = made;
    return ML_OK;
}

ml_status ml_keys_from_file(const char *truth, const ml_pairing *pairing, ml_error *error, ml_keys *keys)
{
    char *text = NULL;
    size_t capacity = 0;
    ml_status status = ml_key_of_file(truth, true, pairing->truth_prefix, pairing->truth_suffix, error, &text);
    if (!status)
        status = add_key(keys, &capacity, text, strlen(text), truth, error);
    if (status)
        ml_keys_clear(keys);
    free(text);
    return status;
}

static ml_status check_unique(const ml_keys *keys, const char *directory, bool by_name, ml_error *error)
{
    for (size_t k = 1; k < keys->n; k++) {
        const char *a = keys->items[k - 1].truth_file, *b = keys->items[k].truth_file;
        if (strcmp(keys->items[k - 1].text, keys->items[k].text) != 0)
            continue;
        ml_fail(error, ML_E_INPUT, "%s: %s and %s have the same key \"%s\": ", directory, a, b, keys->items[k].text);
        if (by_name && strcmp(a + ml_name_start(a, strlen(a)), b + ml_name_start(b, strlen(b))) == 0)
            ml_error_add(error, "with --match=name each truth needs a name of its own");
        else
            ml_error_add(error, "choose with --truth-suffix");
        return error->status;
    }
    return ML_OK;
}

static ml_status no_truth(const char *directory, const ml_pairing *pairing, ml_error *error)
{
    char formats[ML_FORMATS_TEXT_SIZE];
    const char *prefix = pairing->truth_prefix, *suffix = pairing->truth_suffix;
    if (prefix || suffix)
        return ml_fail(error, ML_E_INPUT, "%s: holds no truth: no file %s%s%s%s%s", directory, prefix ? "begins with " : "",
                       prefix ? prefix : "", prefix && suffix ? " and " : "", suffix ? "ends in " : "", suffix ? suffix : "");
    return ml_fail(error, ML_E_INPUT, "%s: holds no truth: no %s below it", directory,
                   ml_formats_text(ML_FORMAT_TRUTH, " or ", formats));
}

ml_status ml_keys_from_truths(const ml_listing *truths, const char *directory, const ml_pairing *pairing, ml_error *error,
                              ml_keys *keys)
{
    ml_keys made = {0};
    size_t capacity = 0;
    ml_status status = ML_OK;
    for (size_t i = 0; i < truths->n && !status; i++) {
        const char *path = truths->paths[i];
        ml_stem stem;
        status = ml_stem_take(path, pairing->truth_prefix, pairing->truth_suffix, error, &stem);
        if (status || stem.n == SIZE_MAX)
            continue;
        size_t start = pairing->by_name ? ml_name_start(stem.text, stem.n) : 0;
        if (pairing->truth_suffix || ml_is_named_as(path, ML_FORMAT_TRUTH))
            status = add_key(&made, &capacity, stem.text + start, stem.n - start, path, error);
        else
            status = ml_keys_pass_over(&made, directory, path, error);
        free(stem.own);
    }
    if (!status && made.n == 0)
        status = no_truth(directory, pairing, error);
    if (status == ML_E_INPUT && !pairing->truth_prefix && !pairing->truth_suffix)
        (void)ml_listing_add_foreign(truths, directory, NULL, pairing, error);
    if (!status) {
        qsort(made.items, made.n, sizeof *made.items, compare_keys);
        status = ml_keys_drop_yielding(&made, directory, error);
    }
    if (!status)
        status = check_unique(&made, directory, pairing->by_name, error);
    if (status)
        ml_keys_clear(&made);
    else
        *keys = made;
    return status;
}
