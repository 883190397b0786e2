/* What the name of a file says; see file_name.h. */
#include "input/pairs/file_name.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "format/registry.h"
#include "input/pairs/image_path.h"

#include <stdlib.h>
#include <string.h>

bool ml_is_named_as(const char *path, unsigned uses)
{
    return ml_file_format_is(ml_file_format_of_name(path, strlen(path)), uses);
}

bool ml_yields(const char *path) { return ml_is_named_as(path, ML_FORMAT_YIELDS); }

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

uint16_t ml_mask_class(const char *text, size_t n, const ml_classes *classes)
{
    uint64_t index;
    if (!classes)
        return ml_integer_parse(text, n, ML_MAX_CLASSES - 1, &index) ? (uint16_t)index : (uint16_t)ML_NONE;
    size_t c = ml_classes_find(classes, text, n);
    return c < classes->n ? (uint16_t)c : (uint16_t)ML_NONE;
}

uint16_t ml_plane_class(const char *text, size_t n, const ml_classes *classes)
{
    uint64_t channel;
    if (!classes || !classes->class_of_channel)
        return ml_mask_class(text, n, classes);
    return ml_integer_parse(text, n, classes->n_channels - 1, &channel) ? (uint16_t)channel : (uint16_t)ML_NONE;
}

size_t ml_plane_base(const char *path, const ml_pairing *pairing)
{
    size_t n = ml_key_length(path, pairing->prediction_suffix); /* where there is no prefix; partner.h proposes one */
    size_t at = n == SIZE_MAX || !ml_is_named_as(path, ML_FORMAT_PLANE) ? 0 : n;
    while (at > 0 && path[at - 1] != '/' && path[at - 1] != '_')
        at--;
    return at > 1 && ml_plane_class(path + at, n - at, pairing->classes) != ML_NONE ? at - 1 : SIZE_MAX;
}
