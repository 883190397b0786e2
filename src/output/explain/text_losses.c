/* An explanation for reading: what the pixel costs, what it adds to the soft counts, and its gradients. */
#include "output/explain/text_cells.h"

#include "output/text.h"

#include <stdio.h>

enum { KEY_COLUMNS = 16, FACTOR_COLUMNS = 10, SIDE_BY_SIDE = 4 };

static const char *name_of(const ml_explained *x, size_t c) { return x->settings->classes->items[c].name; }

/* The cost is the same in both views, unless the true class is masked. */
void ml_explanation_text_losses(const ml_explained *x, ml_out *out)
{
    if (x->n_losses == 0)
        return;
    ml_cells_heading(out, KEY_COLUMNS + 2, "costs");
    ml_cells_title(out, FACTOR_COLUMNS, "factor");
    ml_cells_title(out, ML_CELLS_NUMBER, x->settings->masked[x->y] ? "masked" : "raw, masked");
    ml_out_text(out, "\n");
    for (size_t l = 0; l < x->n_losses; l++) {
        const ml_explained_loss *loss = &x->losses[l];
        char factor[32];
        snprintf(factor, sizeof factor, "%.4g", loss->factor);
        ml_out_text(out, "  ");
        ml_text_label(out, KEY_COLUMNS, loss->loss->key);
        ml_cells_title(out, FACTOR_COLUMNS, factor);
        ml_cells_number(out, loss->masked);
        if (loss->raw > loss->masked)
            ml_out_printf(out, "  %s: would cost %.3g in raw", x->state == ML_PIXEL_FORGIVEN ? "forgiven" : "masked",
                          loss->raw);
        ml_out_text(out, "\n");
    }
}

/* What is added to the three counts of the classes shown, as far as it is something. */
static void write_counts(const ml_explained *x, ml_view_kind view, ml_out *out)
{
    for (size_t i = 0; i < x->n_shown; i++) {
        const ml_soft_counts adds = ml_explained_adds(x, view, x->shown[i]);
        if (!(adds.tp > 0 || adds.fp > 0 || adds.fn > 0))
            continue;
        ml_cells_name(out, name_of(x, x->shown[i]));
        ml_cells_number(out, adds.tp);
        ml_cells_number(out, adds.fp);
        ml_cells_number(out, adds.fn);
        ml_out_text(out, "\n");
    }
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
    ml_cells_name(out, ml_explained_n_stored(x, class, &first) > 1 ? text : name_of(x, class));
}

/* n gradients from the first on side by side, of what is stored of the classes shown. */
static void write_block(const ml_explained *x, size_t first, size_t n, ml_out *out)
{
    for (size_t l = first; l < first + n; l++)
        ml_cells_title(out, ML_CELLS_NUMBER, x->gradients[l].loss->key);
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
