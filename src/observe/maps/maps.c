/* The table of kinds of maps, and which are asked for; see maps.h. */
#include "observe/maps/maps.h"

#include "base/memory.h"
#include "observe/maps/kinds.h"

#include <stdlib.h>
#include <string.h>

static const ml_map_kind *const kinds[] = {
    &ml_map_error,  &ml_map_loss,     &ml_map_decision, &ml_map_truth, &ml_map_probability,
    &ml_map_masked, &ml_map_gradient, &ml_map_overlay,  &ml_map_photo,
};

static void clear_map(ml_map *map)
{
    free(map->name);
    ml_losses_clear(&map->losses);
}

void ml_maps_clear(ml_maps *maps)
{
    for (size_t m = 0; m < maps->n; m++)
        clear_map(&maps->items[m]);
    free(maps->items);
    *maps = (ml_maps){.n = 0};
}

bool ml_maps_have_scale(const ml_maps *maps)
{
    bool have = false;
    for (size_t m = 0; m < maps->n; m++)
        have |= maps->items[m].kind->has_scale;
    return have;
}

bool ml_maps_need_photo(const ml_maps *maps)
{
    bool need = false;
    for (size_t m = 0; m < maps->n; m++)
        need |= maps->items[m].kind->needs_photo;
    return need;
}

bool ml_maps_take_sq_error(const ml_maps *maps)
{
    bool take = false;
    for (size_t m = 0; m < maps->n; m++)
        take |= maps->items[m].kind->has_scale && maps->items[m].losses.items[0].kind->takes_sq_error;
    return take;
}

static ml_status fail_unknown(const char *text, size_t n, ml_error *error)
{
    ml_fail(error, ML_E_USAGE, "--kinds: unknown kind '%.*s'; there are", (int)n, text);
    for (size_t k = 0; k < ML_COUNT(kinds); k++) {
        static const char *const behind[] = {"", ":CLASS", "[:LOSS]", ":LOSS"};
        if (!kinds[k]->is_internal)
            ml_error_add(error, "%s %s%s", k ? "," : "", kinds[k]->name, behind[kinds[k]->argument]);
    }
    return error->status;
}

static const ml_map_kind *find_kind(const char *text, size_t n, bool internal)
{
    for (size_t k = 0; k < ML_COUNT(kinds); k++)
        if (strlen(kinds[k]->name) == n && memcmp(kinds[k]->name, text, n) == 0 && (internal || !kinds[k]->is_internal))
            return kinds[k];
    return NULL;
}

/* The loss of a map, as --loss takes it. */
static ml_status parse_loss(const char *spec, const ml_settings *settings, const double *smooth, ml_error *error, ml_map *map)
{
    ml_error why = ML_ERROR_INIT;
    ml_status status = ml_losses_parse(spec, smooth, &why, &map->losses);
    if (!status)
        status = ml_losses_check(&map->losses, settings->classes->n, &why);
    if (status == ML_E_USAGE) {
        const char *text = strncmp(why.text, "--loss: ", 8) == 0 ? why.text + 8 : why.text;
        return ml_fail(error, ML_E_USAGE, "--kinds: %s: %s", map->name, text);
    }
    if (status) {
        *error = why;
        return status;
    }
    if (map->losses.n != 1)
        return ml_fail(error, ML_E_USAGE, "--kinds: %s: a map is of one loss; --list-losses tells their names", map->name);
    if (map->kind->argument == ML_MAP_OF_POINTWISE_LOSS && !map->losses.items[0].kind->pixels)
        return ml_fail(error, ML_E_USAGE, "--kinds: %s: %s is no loss of single pixels; gradient:%s shows where it comes from",
                       map->name, map->losses.items[0].key, map->losses.items[0].key);
    return ML_OK;
}

/* What stands behind the kind's name; NULL: nothing. */
static ml_status parse_argument(const char *argument, const ml_settings *settings, const double *smooth, ml_error *error,
                                ml_map *map)
{
    const ml_map_kind *kind = map->kind;
    switch (kind->argument) {
    case ML_MAP_OF_NOTHING:
        return argument ? ml_fail(error, ML_E_USAGE, "--kinds: %s: nothing stands behind %s", map->name, kind->name) : ML_OK;
    case ML_MAP_OF_CLASS:
        if (!argument)
            return ml_fail(error, ML_E_USAGE, "--kinds: %s: of which class? %s:%s", map->name, kind->name,
                           settings->classes->items[0].name);
        map->class = ml_classes_find(settings->classes, argument, strlen(argument));
        return map->class < settings->classes->n
                   ? ML_OK
                   : ml_classes_fail_no_class(settings->classes, "--kinds", argument, strlen(argument), error);
    case ML_MAP_OF_LOSS:
        if (!argument)
            return ml_fail(error, ML_E_USAGE, "--kinds: %s: of which loss? %s:cce", map->name, kind->name);
        break;
    case ML_MAP_OF_POINTWISE_LOSS: break;
    }
    return parse_loss(argument ? argument : "cce", settings, smooth, error, map);
}

static ml_status parse_map(const char *text, size_t n, const ml_settings *settings, const double *smooth, bool internal,
                           ml_error *error, ml_map *map)
{
    const char *colon = memchr(text, ':', n);
    size_t n_name = colon ? (size_t)(colon - text) : n;
    ml_map made = {.kind = find_kind(text, n_name, internal)};
    if (!made.kind)
        return fail_unknown(text, n_name, error);
    if (!(made.name = ml_strndup(text, n)))
        return ml_fail_memory(error, "the kinds of maps");
    ml_status status = parse_argument(colon ? made.name + n_name + 1 : NULL, settings, smooth, error, &made);
    if (status)
        clear_map(&made);
    else
        *map = made;
    return status;
}

static bool has(const ml_maps *maps, const char *text, size_t n)
{
    bool found = false;
    for (size_t m = 0; m < maps->n; m++)
        found |= strlen(maps->items[m].name) == n && memcmp(maps->items[m].name, text, n) == 0;
    return found;
}

ml_status ml_maps_parse(const char *text, const ml_settings *settings, const double *smooth, bool internal, ml_error *error,
                        ml_maps *maps)
{
    ml_maps made = {0};
    size_t capacity = 0, n;
    ml_status status = ML_OK;
    for (const char *at = text; !status; at += n + 1) {
        at += strspn(at, " ");
        n = strcspn(at, ",");
        size_t n_item = n;
        while (n_item > 0 && at[n_item - 1] == ' ')
            n_item--;
        if (!has(&made, at, n_item)) {
            if (!ml_grow(&made.items, &capacity, made.n, sizeof *made.items))
                status = ml_fail_memory(error, "the kinds of maps");
            if (!status)
                status = parse_map(at, n_item, settings, smooth, internal, error, &made.items[made.n]);
            made.n += !status;
        }
        if (at[n] == '\0')
            break;
    }
    if (status)
        ml_maps_clear(&made);
    else
        *maps = made;
    return status;
}
