/* The worst images; see worst.h. */
#include "engine/worst.h"

#include "base/memory.h"
#include "core/find.h"

#include <stdlib.h>
#include <string.h>

static void destroy(void *thing)
{
    ml_kept_image *kept = thing;
    free(kept->id);
    free(kept->group);
    free(kept->truth);
    free(kept->prediction);
    ml_record_clear(&kept->record);
    free(kept->scales);
    for (size_t k = 0; k < kept->n_links; k++)
        free(kept->links[k].path);
    free(kept->links);
    ml_thumbnail_set_clear(&kept->thumbnails);
    free(kept);
}

/* A copy of numbers; NULL without memory. */
static double *copy_numbers(const double *from, size_t n)
{
    double *copy = ml_alloc(n, sizeof *copy);
    if (copy && n > 0)
        memcpy(copy, from, n * sizeof *copy);
    return copy;
}

static ml_kept_image *create(const ml_image_result *image, const ml_record *record, const ml_again *again, ml_error *error)
{
    ml_kept_image *kept = ml_alloc(1, sizeof *kept);
    if (!kept) {
        ml_fail_memory(error, "the worst images");
        return NULL;
    }
    kept->width = image->width;
    kept->height = image->height;
    kept->id = ml_strdup(image->id);
    kept->group = image->group ? ml_strdup(image->group) : NULL;
    kept->truth = image->truth ? ml_strdup(image->truth) : NULL;
    kept->prediction = ml_strdup(image->prediction);
    bool has_scales = again && again->scales;
    if (again)
        kept->again = *again;
    kept->again.scales = kept->scales = has_scales ? copy_numbers(again->scales, again->n_scales) : NULL;
    if (!kept->id || (has_scales && !kept->scales) || (image->group && !kept->group) || (image->truth && !kept->truth) ||
        !kept->prediction || ml_record_init_copy(record, error, &kept->record)) {
        ml_fail_memory(error, "the worst images");
        destroy(kept);
        return NULL;
    }
    return kept;
}

static char *default_by(const ml_settings *settings)
{
    const ml_losses *losses = settings->losses;
    size_t loss = 0;
    for (size_t l = 0; l < losses->n; l++)
        if (strcmp(losses->items[l].key, "cce") == 0)
            loss = l;
    const char *const keys[] = {ml_view_names[ml_leading_view(settings)], "losses", losses->items[loss].key, "mean"};
    return ml_path_text(keys, ML_COUNT(keys));
}

ml_status ml_by_init(const char *path, const ml_settings *settings, ml_error *error, ml_by *by)
{
    ml_path keys = {0};
    ml_by made = {.text = path ? ml_strdup(path) : default_by(settings)};
    if (!made.text)
        return ml_fail_memory(error, "a path");
    made.is_turned = *made.text == '-';
    ml_status status = ml_path_parse("by", made.text + made.is_turned, error, &keys);
    if (!status)
        status = ml_find_asked(settings, ML_IN_IMAGE, &keys, "by", made.text, error, &made.figure);
    ml_path_clear(&keys);
    if (status)
        ml_by_clear(&made);
    else
        *by = made;
    return status;
}

void ml_by_clear(ml_by *by)
{
    free(by->text);
    *by = (ml_by){0};
}

ml_status ml_worst_init(const ml_report_choice *choice, const ml_settings *settings, ml_error *error, ml_worst *worst)
{
    size_t by_form = choice->all_images ? 0 : choice->form->n_worst;
    ml_worst made = {.ranking = {choice->n_worst ? choice->n_worst : by_form, .destroy = destroy}};
    if ((made.ranking.n_wanted == 0 && choice->form->n_worst == 0 && !choice->by) || choice->summary) {
        *worst = (ml_worst){0};
        return ML_OK;
    }
    ml_status status = ml_by_init(choice->by, settings, error, &made.by);
    if (!status)
        *worst = made;
    return status;
}

void ml_worst_clear(ml_worst *worst)
{
    ml_ranking_clear(&worst->ranking);
    ml_by_clear(&worst->by);
    *worst = (ml_worst){0};
}

ml_status ml_worst_offer(ml_worst *worst, const ml_image_result *image, const ml_record *record, const ml_again *again,
                         ml_error *error)
{
    const ml_subject subject = ml_subject_image(image);
    double figure = ml_figure_value(&worst->by.figure, &subject);
    figure = worst->by.is_turned ? -figure : figure;
    if (!ml_ranking_takes(&worst->ranking, figure))
        return ML_OK;
    ml_kept_image *kept = create(image, record, again, error);
    return kept ? ml_ranking_add(&worst->ranking, figure, kept, error) : error->status;
}

/* Reports one image, whose figures have been computed. */
static ml_status report_image(const ml_kept_image *kept, const ml_report_form *form, ml_report *report,
                              const ml_figures *figures, ml_error *error)
{
    ml_picture_link *links = ml_alloc(kept->n_links, sizeof *links);
    if (!links)
        return ml_fail_memory(error, "the worst images");
    for (size_t k = 0; k < kept->n_links; k++)
        links[k] = (ml_picture_link){kept->links[k].kind, kept->links[k].path};
    const ml_pictures pictures = {kept->thumbnails.n, kept->thumbnails.items, kept->n_links, links};
    const ml_image_result image = {.id = kept->id,
                                   .group = kept->group,
                                   .truth = kept->truth,
                                   .prediction = kept->prediction,
                                   .width = kept->width,
                                   .height = kept->height,
                                   .figures = figures,
                                   .pictures = pictures.n + pictures.n_links > 0 ? &pictures : NULL};
    form->image(report, &image);
    free(links);
    return ML_OK;
}

ml_status ml_worst_report(const ml_worst *worst, const ml_report_form *form, ml_report *report, ml_figures *figures,
                          ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t i = 0; i < worst->ranking.n && !status; i++) {
        const ml_kept_image *kept = worst->ranking.items[i].thing;
        ml_figures_compute(&kept->record, figures);
        status = report_image(kept, form, report, figures, error);
    }
    return status;
}
