/* An explanation for reading: what the pixel costs, what it adds to the soft counts, and its gradients. */
#include "output/explain/text_cells.h"

#include "output/text.h"

#include <stdio.h>
#include <string.h>

enum {
    KEY_COLUMNS = 10,    /* of the names of pointwise losses */
    NUMBER_COLUMNS = 13, /* of what is never below 0 */
    SIDE_BY_SIDE = 4,
};

/* What a row of costs begins with; a key that is longer has lines of its own above it. */
static void write_key(ml_out *out, const char *key)
{
    const bool is_long = strlen(key) > KEY_COLUMNS - 2;
    ml_out_text(out, "  ");
    if (is_long)
        ml_cells_long(out, 4, key);
    ml_text_label(out, is_long ? KEY_COLUMNS : KEY_COLUMNS - 2, is_long ? "" : key);
}

/* A number of six digits that is not below 0. */
static void write_cost(ml_out *out, double x)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", x);
    ml_cells_title(out, NUMBER_COLUMNS, text);
}

/* The cost is the same in both views, unless the true class is masked. */
void ml_explanation_text_losses(const ml_explained *x, ml_out *out)
{
    if (x->n_losses == 0)
        return;
    ml_cells_heading(out, KEY_COLUMNS, "costs");
    ml_cells_title(out, NUMBER_COLUMNS, "factor");
    ml_cells_title(out, NUMBER_COLUMNS, x->settings->masked[x->y] ? "masked" : "raw, masked");
    ml_out_text(out, "\n");
    for (size_t l = 0; l < x->n_losses; l++) {
        const ml_explained_loss *loss = &x->losses[l];
        write_key(out, loss->loss->key);
        write_cost(out, loss->factor);
        write_cost(out, loss->masked);
        if (loss->raw > loss->masked)
            ml_out_printf(out, "  %s: would cost %.6g in raw", x->state == ML_PIXEL_FORGIVEN ? "forgiven" : "masked",
                          loss->raw);
        ml_out_text(out, "\n");
    }
}

static bool adds_something(ml_soft_counts adds) { return adds.tp > 0 || adds.fp > 0 || adds.fn > 0; }

/* Of how many classes that are not shown something is added to the counts. */
static size_t count_others(const ml_explained *x, ml_view_kind view)
{
    size_t n = 0;
    for (size_t c = 0; c < x->settings->classes->n; c++)
        n += adds_something(ml_explained_adds(x, view, c));
    for (size_t i = 0; i < x->n_shown; i++)
        n -= adds_something(ml_explained_adds(x, view, x->shown[i]));
    return n;
}

/* What is added to the three counts of the classes shown, as far as it is something. */
static void write_counts(const ml_explained *x, ml_view_kind view, ml_out *out)
{
    for (size_t i = 0; i < x->n_shown; i++) {
        const ml_soft_counts adds = ml_explained_adds(x, view, x->shown[i]);
        if (!adds_something(adds))
            continue;
        ml_cells_name_class(out, x, x->shown[i]);
        ml_cells_number(out, adds.tp);
        ml_cells_number(out, adds.fp);
        ml_cells_number(out, adds.fn);
        ml_out_text(out, "\n");
    }
    ml_cells_others(out, count_others(x, view));
}

static void write_table(const ml_explained *x, ml_view_kind view, const char *views, ml_out *out)
{
    char heading[64];
    snprintf(heading, sizeof heading, "adds, %s", views);
    ml_cells_heading(out, ML_CELLS_NAME, heading);
    ml_cells_title(out, ML_CELLS_NUMBER, "tp");
    ml_cells_title(out, ML_CELLS_NUMBER, "fp");
    ml_cells_title(out, ML_CELLS_NUMBER, "fn");
    ml_out_text(out, "\n");
    if (!ml_explained_takes_part(x, view))
        ml_out_text(out, "  nothing: it counts as ignored\n");
    write_counts(x, view, out);
}

/* A table for each view where the true class is masked; else it adds the same in all of them. */
void ml_explanation_text_adds(const ml_explained *x, ml_out *out)
{
    char views[48];
    int n = 0, last = 0, end = 0;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!x->settings->views[v])
            continue;
        if (x->settings->masked[x->y])
            write_table(x, (ml_view_kind)v, ml_view_names[v], out);
        end += snprintf(views + end, sizeof views - (size_t)end, "%s%s", n++ > 0 ? ", " : "", ml_view_names[v]);
        last = v;
    }
    if (!x->settings->masked[x->y])
        write_table(x, (ml_view_kind)last, n == ML_N_VIEWS ? "all views" : views, out);
}

/* The row of what is stored: its class, or which of its channels. */
static void name_row(const ml_explained *x, size_t k, size_t class, ml_out *out)
{
    size_t first;
    char text[32];
    snprintf(text, sizeof text, "channel %zu", k);
    if (ml_explained_n_stored(x, class, &first) > 1)
        ml_cells_name(out, text);
    else
        ml_cells_name_class(out, x, class);
}

static bool is_long(const ml_loss *loss) { return strlen(loss->key) >= ML_CELLS_NUMBER; }

/* What stands above a gradient: the loss's key, or in place of a long one its name and a number, from 1 on. */
static void write_title(ml_out *out, const ml_loss *loss, size_t number)
{
    char text[32];
    const int n = snprintf(text, sizeof text, " (%zu)", number);
    const size_t room = ML_CELLS_NUMBER - 1 - (size_t)n, wide = strlen(loss->kind->name);
    if (!is_long(loss)) {
        ml_cells_title(out, ML_CELLS_NUMBER, loss->key);
        return;
    }
    ml_out_pad(out, 1 + (wide < room ? room - wide : 0));
    ml_cells_cut(out, room, loss->kind->name);
    ml_out_text(out, text);
}

/* The keys of those that have numbers. */
static void write_legend(const ml_explained *x, size_t first, size_t n, ml_out *out)
{
    for (size_t l = first; l < first + n; l++) {
        char text[32];
        if (!is_long(x->gradients[l].loss))
            continue;
        const int columns = snprintf(text, sizeof text, "  (%zu) ", l + 1);
        ml_out_text(out, text);
        ml_cells_long(out, (size_t)columns, x->gradients[l].loss->key);
    }
}

/* n gradients from the first on side by side, of what is stored of the classes shown. */
static void write_block(const ml_explained *x, size_t first, size_t n, ml_out *out)
{
    for (size_t l = first; l < first + n; l++)
        write_title(out, x->gradients[l].loss, l + 1);
    ml_out_text(out, "\n");
    for (size_t i = 0; i < x->n_shown; i++) {
        const size_t class = x->shown[i];
        for (size_t k = 0; k < x->n_stored; k++) {
            if (ml_explained_class_of(x, k) != class)
                continue;
            name_row(x, k, class, out);
            for (size_t l = first; l < first + n; l++)
                ml_cells_number(out, x->gradients[l].by_stored[k]);
            ml_out_text(out, "\n");
        }
    }
    ml_cells_others(out, x->settings->classes->n - x->n_shown);
    write_legend(x, first, n, out);
}

void ml_explanation_text_gradients(const ml_explained *x, ml_out *out)
{
    static const char heading[] = "gradient, masked";
    if (x->is_hard || x->settings->masked[x->y]) {
        ml_cells_heading(out, sizeof heading - 1, heading);
        ml_out_text(out, x->is_hard ? "\n  none: labels have no derivative\n" : "\n  0: the pixel is masked\n");
        return;
    }
    for (size_t first = 0, n; first < x->n_gradients; first += n) {
        n = x->n_gradients - first < SIDE_BY_SIDE ? x->n_gradients - first : SIDE_BY_SIDE;
        ml_cells_heading(out, ML_CELLS_NAME, heading);
        write_block(x, first, n, out);
    }
}
