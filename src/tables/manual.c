/* Pieces of the manual, in mdoc: items of lists, of the losses and of the figures of the catalogue. The lists around them are
 * in the pages, where tools/tables.sh fills them in. */
#include "base/number.h"
#include "core/catalogue.h"
#include "tables/tables.h"

#include <string.h>

/* A text in which what stands in `` is a name: each on a line of its own, with the punctuation behind it. */
static void write_text(ml_out *out, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "`"), n_shown = n;
        while (n_shown > 0 && text[n_shown - 1] == ' ')
            n_shown--;
        ml_out_bytes(out, text, n_shown);
        ml_out_text(out, n_shown ? "\n" : "");
        text += n;
        if (!*text)
            break;
        size_t n_name = strcspn(++text, "`"), n_after = strspn(text + n_name + 1, ".,;:)");
        ml_out_text(out, ".Cm ");
        ml_out_bytes(out, text, n_name);
        ml_out_text(out, n_after ? " " : "");
        ml_out_bytes(out, text + n_name + 1, n_after);
        ml_out_text(out, "\n");
        text += n_name + 1 + n_after;
        text += *text == ' ';
    }
}

/* Text that stands in quotes on a line of a macro. */
static void write_literal(ml_out *out, const char *text)
{
    for (; *text; text++)
        if (*text == '^')
            ml_out_text(out, "\\(ha");
        else
            ml_out_bytes(out, text, 1);
}

/* The parameters but smooth, which all that have it share. */
static void write_parameters(ml_out *out, const ml_loss_kind *kind)
{
    char number[ML_NUMBER_TEXT_SIZE];
    for (size_t p = 0; p < ml_loss_n_params(kind); p++) {
        const ml_loss_param *param = &kind->params[p];
        if (!param->from_smooth)
            ml_out_printf(out, ".Cm %s ,\n%s, is %s%s (%s).\n", param->name, param->meaning, param->positive ? "> 0" : ">= 0",
                          param->per_class ? ", or one number per class, a/b/c" : "", ml_number_text(param->fallback, number));
    }
}

/* The losses of one sort, with formula, parameters and source. */
static void write_losses(ml_out *out, bool region)
{
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        const ml_loss_kind *kind = &ml_loss_kinds[k];
        if ((kind->pixels == NULL) != region)
            continue;
        ml_out_printf(out, ".It Cm %s\n%s:\n.Li \"", kind->name, kind->title);
        write_literal(out, kind->formula);
        ml_out_text(out, "\" .\n");
        write_parameters(out, kind);
        ml_out_printf(out, "Source: %s.\n", kind->source);
    }
}

static ml_status write_pointwise_losses(ml_out *out, ml_error *error)
{
    ML_UNUSED(error);
    write_losses(out, false);
    return ML_OK;
}

static ml_status write_region_losses(ml_out *out, ml_error *error)
{
    ML_UNUSED(error);
    write_losses(out, true);
    return ML_OK;
}

static void write_item(ml_out *out, const char *key, const char *meaning)
{
    ml_out_printf(out, ".It Cm %s\n", key);
    write_text(out, meaning);
}

/* The members of a group; of a loss, of those that are like this one. */
static void write_members(ml_out *out, const ml_catalogue_row *rows, const ml_loss_kind *kind)
{
    for (const ml_catalogue_row *row = rows; !ml_catalogue_is_end(row); row++) {
        for (int m = 0; row->over == ML_OVER_METRICS && m < ML_N_METRICS; m++)
            write_item(out, ml_metrics[m].name, ml_metrics[m].meaning);
        if (row->over == ML_OVER_NOTHING && ml_catalogue_is_of(row, kind))
            write_item(out, row->key, row->meaning);
    }
}

/* The group of this name among the rows, in a view where they have it there; of what it is repeated for, a single one. */
static const ml_catalogue_row *members(const ml_catalogue_row *rows, const char *key)
{
    const ml_catalogue_row *found = NULL;
    for (const ml_catalogue_row *row = rows; !ml_catalogue_is_end(row) && !found; row++) {
        if (row->key && strcmp(row->key, key) == 0)
            found = row->members;
        else if (row->over == ML_OVER_VIEWS)
            found = members(row->members, key);
    }
    return found && found->members ? found->members : found;
}

/* A loss of each sort that has the most figures. */
static const ml_loss_kind *example(bool region)
{
    const ml_loss_kind *found = NULL;
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        if ((region ? ml_loss_kinds[k].region != NULL : ml_loss_kinds[k].pixels != NULL) &&
            (!found || ml_loss_kinds[k].weighted_mean))
            found = &ml_loss_kinds[k];
    return found;
}

#define FIGURES(name, rows, kind)                                                                                              \
    static ml_status write_##name(ml_out *out, ml_error *error)                                                                \
    {                                                                                                                          \
        ML_UNUSED(error);                                                                                                      \
        write_members(out, rows, kind);                                                                                        \
        return ML_OK;                                                                                                          \
    }
FIGURES(pixels, members(ml_catalogue, "pixels"), NULL)
FIGURES(pointwise, members(ml_catalogue, "losses"), example(false))
FIGURES(region, members(ml_catalogue, "losses"), example(true))
FIGURES(metrics, members(ml_catalogue, "metrics"), NULL)
FIGURES(per_class, members(ml_catalogue, "per_class"), NULL)
FIGURES(forgiven, members(ml_catalogue, "forgiven"), NULL)
FIGURES(punished, members(ml_catalogue, "punished"), NULL)
FIGURES(spread, ml_catalogue_spread, NULL)
FIGURES(group_spread, ml_catalogue_group_spread, NULL)

const ml_piece ml_manual_pieces[] = {
    {"manual-pointwise-losses", write_pointwise_losses},
    {"manual-region-losses", write_region_losses},
    {"manual-figures-pixels", write_pixels},
    {"manual-figures-pointwise", write_pointwise},
    {"manual-figures-region", write_region},
    {"manual-figures-metrics", write_metrics},
    {"manual-figures-per-class", write_per_class},
    {"manual-figures-forgiven", write_forgiven},
    {"manual-figures-punished", write_punished},
    {"manual-figures-spread", write_spread},
    {"manual-figures-group-spread", write_group_spread},
    {NULL, NULL},
};
