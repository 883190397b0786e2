/* What the values of options can be; see choices.h. */
#include "tables/choices.h"

#include "core/loss.h"
#include "core/settings.h"
#include "input/shipped_sets.h"
#include "measure/measures.h"

#include <string.h>

/* The rest of a placeholder X[,X]..., behind its first X. */
static const char *const list_start = "[,";

static void add_word(ml_choices *choices, const char *text, size_t n)
{
    if (choices->n_words < ML_MAX_CHOICES)
        choices->words[choices->n_words] = (ml_choice_word){text, n};
    choices->n_words++;
}

static void add_file(ml_choices *choices) { choices->files = true; }

static void add_directory(ml_choices *choices) { choices->directories = true; }

static void add_class_sets(ml_choices *choices)
{
    choices->ending = "json";
    for (size_t s = 0; s < ml_n_shipped_sets; s++)
        add_word(choices, ml_shipped_sets[s].name, strlen(ml_shipped_sets[s].name));
}

static void add_losses(ml_choices *choices)
{
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        add_word(choices, ml_loss_kinds[k].name, strlen(ml_loss_kinds[k].name));
    add_word(choices, "all", strlen("all"));
}

static void add_measures(ml_choices *choices)
{
    for (size_t k = 0; k < ml_n_measure_kinds; k++)
        add_word(choices, ml_measure_kinds[k]->name, strlen(ml_measure_kinds[k]->name));
    add_word(choices, "all", strlen("all"));
}

static void add_views(ml_choices *choices)
{
    for (size_t v = 0; v < ML_N_VIEWS; v++)
        add_word(choices, ml_view_names[v], strlen(ml_view_names[v]));
}

/* What a part in capitals stands for. */
static const struct {
    const char *name;
    void (*add)(ml_choices *choices);
} parts[] = {
    {"FILE", add_file},   {"DIR", add_directory}, {"NAME", add_class_sets},
    {"SPEC", add_losses}, {"VIEW", add_views},    {"MEASURE", add_measures},
};

/* Takes one part, n bytes. */
static void add_part(ml_choices *choices, const char *part, size_t n)
{
    static const char small[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = strcspn(part, list_start);
    if (length > n)
        length = n;
    if (n > 0 && strspn(part, small) == n) {
        add_word(choices, part, n);
        return;
    }
    for (size_t p = 0; p < ML_COUNT(parts); p++)
        if (strlen(parts[p].name) == length && memcmp(parts[p].name, part, length) == 0) {
            parts[p].add(choices);
            choices->list |= length < n;
        }
}

ml_status ml_choices_read(const ml_option_value *value, ml_error *error, ml_choices *choices)
{
    ml_choices found = {0};
    for (size_t i = 0; value->names && value->names(i); i++)
        add_word(&found, value->names(i), strlen(value->names(i)));
    for (const char *part = value->placeholder; part;) {
        size_t n = strcspn(part, "|");
        add_part(&found, part, n);
        part = part[n] ? part + n + 1 : NULL;
    }
    if (found.n_words > ML_MAX_CHOICES)
        return ml_fail(error, ML_E_SYSTEM, "a value can be %zu words, more than %d: raise ML_MAX_CHOICES", found.n_words,
                       ML_MAX_CHOICES);
    *choices = found;
    return ML_OK;
}
