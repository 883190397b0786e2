/* Holds keys; see key.h. */
#include "input/pairs/key.h"

#include "base/text.h"
#include "input/pairs/file_name.h"

#include <stdlib.h>
#include <string.h>

void ml_key_clear(ml_key *key)
{
    free(key->text);
    free(key->truth_file);
    free(key->truth_shown);
    for (size_t p = 0; p < key->n_truth_planes; p++)
        free(key->truth_planes[p].path);
    free(key->truth_planes);
    free(key->fault);
    free(key->first_file);
    free(key->plane_base);
    free(key->planes);
    *key = (ml_key){.text = NULL};
}

void ml_keys_clear(ml_keys *keys)
{
    for (size_t k = 0; k < keys->n; k++)
        ml_key_clear(&keys->items[k]);
    free(keys->items);
    free(keys->passed_over);
    ml_faults_clear(&keys->extra);
    *keys = (ml_keys){0};
}

ml_status ml_keys_pass_over(ml_keys *keys, const char *directory, const char *path, ml_error *error)
{
    keys->knows_passed_over = keys->knows_passed_over || ml_is_named_as(path, 0);
    if (keys->n_passed_over++ == 0 && !(keys->passed_over = ml_path_join(directory, path)))
        return ml_fail_memory(error, "a path");
    return ML_OK;
}

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
