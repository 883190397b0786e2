/* Keys of arrays; see array_keys.h. */
#include "format/array_keys.h"

#include "base/memory.h"
#include "base/suggest.h"

#include <stdlib.h>
#include <string.h>

/* How many keys an error lists. */
enum { MAX_LISTED = 10 };

void ml_array_keys_clear(ml_array_keys *keys)
{
    for (size_t i = 0; i < keys->n; i++)
        free(keys->items[i].key);
    free(keys->items);
    free(keys->sorted);
    *keys = (ml_array_keys){0};
}

static void add_keys(const ml_array_keys *keys, ml_error *error)
{
    for (size_t i = 0; i < keys->n && i < MAX_LISTED; i++)
        ml_error_add(error, "%s%s", i ? ", " : "", keys->items[i].key);
    if (keys->n > MAX_LISTED)
        ml_error_add(error, " and %zu more", keys->n - MAX_LISTED);
}

ml_status ml_array_keys_add(ml_array_keys *keys, size_t *capacity, const char *key, size_t n, uint64_t member, ml_error *error)
{
    char *copy = ml_strndup(key, n);
    if (!copy || !ml_grow(&keys->items, capacity, keys->n, sizeof *keys->items)) {
        free(copy);
        return ml_fail_memory(error, "an archive");
    }
    keys->items[keys->n++] = (ml_array_key){copy, member};
    return ML_OK;
}

static int compare(const void *a, const void *b)
{
    const ml_array_key *const *x = a, *const *y = b;
    return strcmp((*x)->key, (*y)->key);
}

ml_status ml_array_keys_sort(ml_array_keys *keys, ml_error *error)
{
    if (!(keys->sorted = ml_alloc(keys->n, sizeof *keys->sorted)))
        return ml_fail_memory(error, "an archive");
    for (size_t i = 0; i < keys->n; i++)
        keys->sorted[i] = &keys->items[i];
    qsort(keys->sorted, keys->n, sizeof *keys->sorted, compare);
    return ML_OK;
}

static int compare_name(const void *name, const void *item)
{
    const ml_array_key *const *key = item;
    return strcmp(name, (*key)->key);
}

static const ml_array_key *find(const ml_array_keys *keys, const char *name)
{
    const ml_array_key **found = bsearch(name, keys->sorted, keys->n, sizeof *keys->sorted, compare_name);
    return found ? *found : NULL;
}

ml_status ml_array_keys_choose(const char *name, const ml_array_keys *keys, const char *key, ml_error *error,
                               const ml_array_key **chosen)
{
    static const char *const usual[] = {"probabilities", "softmax", "arr_0"};
    const ml_array_key *found = key ? find(keys, key) : keys->n == 1 ? &keys->items[0] : NULL;
    for (size_t u = 0; !key && !found && u < ML_COUNT(usual); u++)
        found = find(keys, usual[u]);
    if (found) {
        *chosen = found;
        return ML_OK;
    }
    if (!key) {
        ml_fail(error, ML_E_INPUT, "%s: holds %zu arrays, ", name, keys->n);
        add_keys(keys, error);
        ml_error_add(error, "; say which with --array=KEY");
        return error->status;
    }
    ml_suggestion meant = {.word = key, .n = strlen(key)};
    ml_fail(error, ML_E_INPUT, "%s: holds no array called %s; it holds ", name, key);
    add_keys(keys, error);
    for (size_t i = 0; i < keys->n; i++)
        ml_suggest(&meant, keys->items[i].key);
    if (meant.best)
        ml_error_add(error, "; did you mean %s?", meant.best);
    return error->status;
}
