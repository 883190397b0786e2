/* Groups of images; see groups.h. */
#include "core/groups.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_SLOTS = 64, MAX_NAMED = 10 };

ml_status ml_groups_init(const ml_settings *settings, size_t n_means, ml_error *error, ml_groups *groups)
{
    *groups = (ml_groups){.settings = settings};
    ml_status status = ml_tally_init(settings, error, &groups->pooled);
    if (!status)
        status = ml_presence_init(settings->classes->n, error, &groups->presence);
    if (!status && !(groups->means = ml_alloc(n_means, sizeof *groups->means)))
        status = ml_fail_memory(error, "the groups");
    if (status)
        ml_groups_clear(groups);
    return status;
}

void ml_groups_clear(ml_groups *groups)
{
    for (size_t g = 0; g < groups->n; g++) {
        free(groups->items[g].name);
        ml_packed_clear(&groups->items[g].sum);
    }
    free(groups->items);
    free(groups->slots);
    free(groups->means);
    ml_tally_clear(&groups->pooled);
    ml_presence_clear(&groups->presence);
    *groups = (ml_groups){0};
}

/* FNV-1a (Fowler, Noll & Vo). */
static uint64_t hash(const char *name)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (; *name; name++)
        h = (h ^ (unsigned char)*name) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

/* The slot that has the name, or else that it belongs into. */
static size_t find_slot(const ml_groups *groups, const char *name)
{
    size_t at = (size_t)hash(name) % groups->n_slots;
    while (groups->slots[at] && strcmp(groups->items[groups->slots[at] - 1].name, name) != 0)
        at = at + 1 < groups->n_slots ? at + 1 : 0;
    return at;
}

/* Makes room for another name: less than half of the slots are ever taken. */
static ml_status make_slot(ml_groups *groups, ml_error *error)
{
    size_t n_slots = groups->n_slots ? groups->n_slots : LEAST_SLOTS;
    if (2 * (groups->n + 1) <= groups->n_slots)
        return ML_OK;
    while (n_slots < 2 * (groups->n + 1))
        n_slots *= 2;
    size_t *slots = ml_alloc(n_slots, sizeof *slots);
    if (!slots)
        return ml_fail_memory(error, "the groups");
    free(groups->slots);
    groups->slots = slots;
    groups->n_slots = n_slots;
    for (size_t g = 0; g < groups->n; g++)
        slots[find_slot(groups, groups->items[g].name)] = g + 1;
    return ML_OK;
}

/* The group with this name, which is made where there is none. */
static ml_status find_or_make(ml_groups *groups, const char *name, ml_error *error, size_t *g)
{
    ml_status status = make_slot(groups, error);
    if (status)
        return status;
    size_t slot = find_slot(groups, name);
    if (groups->slots[slot] == 0) {
        bool none_is_open = groups->open == groups->n;
        char *copy = ml_strdup(name);
        if (!copy || !ml_grow(&groups->items, &groups->capacity, groups->n, sizeof *groups->items)) {
            free(copy);
            return ml_fail_memory(error, "the groups");
        }
        groups->items[groups->n] = (ml_group){.name = copy, .number = groups->n};
        groups->n++;
        groups->slots[slot] = groups->n;
        groups->open += none_is_open;
    }
    *g = groups->slots[slot] - 1;
    return ML_OK;
}

/* Puts away what is open. */
static ml_status put_away(ml_groups *groups, ml_error *error)
{
    size_t g = groups->open;
    if (g == groups->n)
        return ML_OK;
    groups->open = groups->n;
    return ml_packed_put(&groups->items[g].sum, &groups->pooled, &groups->presence, error);
}

static void take_out(ml_groups *groups, size_t g)
{
    ml_packed_take(&groups->items[g].sum, &groups->pooled, &groups->presence);
    groups->open = g;
}

ml_status ml_groups_add(ml_groups *groups, const char *name, const ml_record *record, const ml_figures *figures,
                        ml_error *error)
{
    size_t g = 0;
    ml_status status = find_or_make(groups, name, error, &g);
    if (!status && groups->open != g) {
        status = put_away(groups, error);
        if (!status)
            take_out(groups, g);
    }
    if (status)
        return status;
    groups->items[g].n_images++;
    ml_presence_add(&groups->presence, figures);
    return ml_tally_add_record(&groups->pooled, record, error);
}

static int compare_names(const void *a, const void *b)
{
    const ml_group *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static int compare_with_name(const void *name, const void *group)
{
    const ml_group *g = group;
    return strcmp(name, g->name);
}

ml_status ml_groups_sort(ml_groups *groups, ml_error *error)
{
    ml_status status = put_away(groups, error);
    if (!status && groups->n > 0)
        qsort(groups->items, groups->n, sizeof *groups->items, compare_names);
    return status;
}

const ml_record *ml_groups_record(ml_groups *groups, size_t g)
{
    take_out(groups, g);
    return ml_tally_finish(&groups->pooled);
}

size_t ml_groups_find(const ml_groups *groups, const char *name)
{
    const ml_group *found =
        groups->n ? bsearch(name, groups->items, groups->n, sizeof *groups->items, compare_with_name) : NULL;
    return found ? (size_t)(found - groups->items) : groups->n;
}

ml_status ml_groups_renumber(const ml_groups *groups, size_t *numbers, size_t n, ml_error *error)
{
    size_t *sorted = ml_alloc(groups->n, sizeof *sorted);
    if (!sorted)
        return ml_fail_memory(error, "the groups");
    for (size_t g = 0; g < groups->n; g++)
        sorted[groups->items[g].number] = g;
    for (size_t i = 0; i < n; i++)
        numbers[i] = sorted[numbers[i]];
    free(sorted);
    return ML_OK;
}

static ml_status fail_group(const ml_groups *groups, const ml_gate *gate, ml_error *error)
{
    ml_fail(error, ML_E_INPUT, "--%s: '%s': there is no such group; there %s", gate->option, gate->text,
            groups->n == 1 ? "is" : "are");
    for (size_t g = 0; g < groups->n && g < MAX_NAMED; g++)
        ml_error_add(error, "%s \"%s\"", g ? "," : "", groups->items[g].name);
    if (groups->n > MAX_NAMED)
        ml_error_add(error, ", and %zu more", groups->n - MAX_NAMED);
    if (groups->n == 0)
        ml_error_add(error, " none");
    return error->status;
}

ml_status ml_groups_check_gates(const ml_groups *groups, const ml_gates *gates, ml_error *error)
{
    for (size_t g = 0; g < gates->n; g++) {
        const char *name = ml_path_group(&gates->items[g].path);
        if (name && ml_groups_find(groups, name) == groups->n)
            return fail_group(groups, &gates->items[g], error);
    }
    return ML_OK;
}

ml_status ml_groups_average(ml_groups *groups, size_t g, const ml_aggregate *aggregate, const ml_figures *figures,
                            ml_error *error)
{
    const ml_subject group = {.figures = figures, .n_images = groups->items[g].n_images};
    for (size_t m = 0; m < aggregate->n_means; m++) {
        const ml_figure *figure = &aggregate->averaged[m];
        double x = ml_figure_part(figure, &group);
        if (!ml_group_spread_add(&groups->means[m], x, ml_figure_better(figure), groups->items[g].name))
            return ml_fail(error, ML_E_SYSTEM, "the mean of a figure over the groups overflows");
    }
    return ML_OK;
}
