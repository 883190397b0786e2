/* The worst images; see worst.h. */
#include "command/worst.h"

#include "base/memory.h"
#include "output/find.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ml_worst_image {
    double figure;
    char *id, *truth, *prediction;
    size_t width, height;
    ml_record record;
};

static void destroy(ml_worst_image *kept)
{
    if (!kept)
        return;
    free(kept->id);
    free(kept->truth);
    free(kept->prediction);
    ml_record_clear(&kept->record);
    free(kept);
}

static ml_worst_image *create(const ml_image_result *image, const ml_record *record, double figure, ml_error *error)
{
    ml_worst_image *kept = ml_alloc(1, sizeof *kept);
    if (!kept) {
        ml_fail_memory(error, "the worst images");
        return NULL;
    }
    kept->figure = figure;
    kept->width = image->width;
    kept->height = image->height;
    kept->id = ml_strdup(image->id);
    kept->truth = ml_strdup(image->truth);
    kept->prediction = ml_strdup(image->prediction);
    if (!kept->id || !kept->truth || !kept->prediction ||
        ml_record_init(record->n_classes, record->n_sums, error, &kept->record)) {
        ml_fail_memory(error, "the worst images");
        destroy(kept);
        return NULL;
    }
    ml_record_copy(record, &kept->record);
    return kept;
}

/* The path that images are sorted by unless --by says another: the masked view's cce, or where the options leave that out the
 * first loss of the first view that there is. */
static char *default_by(const ml_settings *settings)
{
    const ml_losses *losses = settings->losses;
    int view = ML_VIEW_MASKED;
    size_t loss = 0;
    for (int v = ML_N_VIEWS; v-- > 0 && !settings->views[view];)
        view = settings->views[v] ? v : view;
    for (size_t l = 0; l < losses->n; l++)
        if (strcmp(losses->items[l].key, "cce") == 0)
            loss = l;
    const char *const keys[] = {ml_view_names[view], "losses", losses->items[loss].key, "mean"};
    return ml_path_text(keys, ML_COUNT(keys));
}

ml_status ml_worst_init(const ml_arguments *arguments, size_t fallback, const ml_figures *empty, ml_error *error,
                        ml_worst *worst)
{
    const ml_image_result image = {.id = "", .truth = "", .prediction = "", .figures = empty};
    ml_worst made = {.n_wanted = arguments->n_worst ? arguments->n_worst : fallback};
    if (made.n_wanted == 0 || arguments->summary) {
        *worst = (ml_worst){0};
        return ML_OK;
    }
    if (!(made.by_text = arguments->by ? ml_strdup(arguments->by) : default_by(empty->settings)))
        return ml_fail_memory(error, "a path");
    made.lowest = *made.by_text == '-';
    ml_status status = ml_path_parse("by", made.by_text + made.lowest, error, &made.by);
    if (!status)
        status = ml_find_check(ml_members_of_image, &image, &made.by, "by", made.by_text, error);
    if (status)
        ml_worst_clear(&made);
    else
        *worst = made;
    return status;
}

void ml_worst_clear(ml_worst *worst)
{
    for (size_t i = 0; i < worst->n; i++)
        destroy(worst->items[i]);
    free(worst->items);
    free(worst->by_text);
    ml_path_clear(&worst->by);
    *worst = (ml_worst){0};
}

ml_status ml_worst_offer(ml_worst *worst, const ml_image_result *image, const ml_record *record, ml_error *error)
{
    double figure = (double)NAN;
    bool found = ml_find(ml_members_of_image, image, &worst->by, &figure);
    size_t low = 0, high = worst->n;
    if (!found || isnan(figure))
        return ML_OK;
    figure = worst->lowest ? -figure : figure;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (worst->items[middle]->figure >= figure)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == worst->n_wanted)
        return ML_OK;
    ml_worst_image *kept = create(image, record, figure, error);
    if (!kept)
        return error->status;
    if (worst->n == worst->n_wanted) {
        destroy(worst->items[--worst->n]);
    } else {
        ml_worst_image **longer = realloc(worst->items, (worst->n + 1) * sizeof(ml_worst_image *));
        if (!longer) {
            destroy(kept);
            return ml_fail_memory(error, "the worst images");
        }
        worst->items = longer;
    }
    memmove(worst->items + low + 1, worst->items + low, (worst->n - low) * sizeof(ml_worst_image *));
    worst->items[low] = kept;
    worst->n++;
    return ML_OK;
}

void ml_worst_report(const ml_worst *worst, const ml_report_form *form, ml_report *report, ml_figures *figures)
{
    for (size_t i = 0; i < worst->n; i++) {
        const ml_worst_image *kept = worst->items[i];
        const ml_image_result image = {kept->id, kept->truth, kept->prediction, kept->width, kept->height, figures};
        ml_figures_compute(&kept->record, figures);
        form->image(report, &image);
    }
}
