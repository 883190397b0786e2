/* The figures of a measure; see measured.h. */
#include "output/report/measured.h"

#include "base/memory.h"
#include "core/path.h"
#include "core/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The keys of the figure that the walk is at, below the measure, with blanks between them; metrics stand for themselves. NULL
 * without memory. */
static char *make_label(const ml_walk *walk)
{
    bool is_below = false;
    char *label = ml_strdup("");
    for (size_t k = 0; k < walk->n_keys && label; k++) {
        const ml_over over = ml_walk_over(walk, k);
        if (is_below && over != ML_OVER_VIEWS && strcmp(walk->keys[k], "metrics") != 0) {
            char *longer = ml_format("%s%s%s", label, *label ? " " : "", walk->keys[k]);
            free(label);
            label = longer;
        }
        is_below |= over == ML_OVER_MEASURES;
    }
    return label;
}

/* The item of a figure, in whatever view; NULL: there is none. */
static ml_measured *find(const ml_measured_list *list, const ml_figure *figure)
{
    ml_figure of_no_view = *figure;
    of_no_view.of[ML_OVER_VIEWS] = ML_OF_NONE;
    for (size_t i = 0; i < list->n; i++)
        if (ml_figure_same(&list->items[i].figure, &of_no_view))
            return &list->items[i];
    return NULL;
}

/* Takes the value that the walk is at. False without memory. */
static bool take_value(ml_measured_list *list, const ml_walk *walk, const ml_subject *subject)
{
    const ml_figure *figure = &walk->figure;
    const int view = figure->of[ML_OVER_VIEWS];
    ml_measured *item = find(list, figure);
    if (!item) {
        if (!ml_grow(&list->items, &list->capacity, list->n, sizeof *list->items))
            return false;
        item = &list->items[list->n++];
        list->has_views |= view != ML_OF_NONE;
        *item = (ml_measured){.label = make_label(walk),
                              .figure = *figure,
                              .has_views = view != ML_OF_NONE,
                              .is_count = figure->row->count != NULL};
        item->figure.of[ML_OVER_VIEWS] = ML_OF_NONE;
    }
    const int at = item->has_views ? view : 0;
    item->values[at] = ml_figure_value(figure, subject);
    item->paths[at] = ml_path_text(walk->keys, walk->n_keys);
    return item->label && item->paths[at];
}

/* Takes the mean that the walk is at, of a figure that is there already. False without memory. */
static bool take_mean(const ml_measured_list *list, const ml_walk *walk, const ml_subject *subject)
{
    const ml_figure averaged = ml_figure_averaged(&walk->figure);
    ml_measured *item = find(list, &averaged);
    if (!item)
        return true;
    const int at = item->has_views ? averaged.of[ML_OVER_VIEWS] : 0;
    item->has_means = true;
    item->means[at] = ml_figure_value(&walk->figure, subject);
    item->mean_paths[at] = ml_path_text(walk->keys, walk->n_keys);
    return item->mean_paths[at] != NULL;
}

/* Takes the end of an interval that the walk is at, of a figure that is there already. False without memory. */
static bool take_end(ml_measured_list *list, const ml_walk *walk, const ml_subject *subject)
{
    const ml_figure bounded = ml_figure_bounded(&walk->figure);
    const int end = strcmp(ml_walk_key(walk), "low") == 0 ? 0 : 1;
    ml_measured *item = find(list, &bounded);
    if (!item)
        return true;
    const int at = item->has_views ? bounded.of[ML_OVER_VIEWS] : 0;
    list->has_intervals = item->has_interval = true;
    item->ends[end][at] = ml_figure_value(&walk->figure, subject);
    item->end_paths[end][at] = ml_path_text(walk->keys, walk->n_keys);
    return item->end_paths[end][at] != NULL;
}

/* Whether some figure is not defined of the set, and is of its image. */
static bool has_of_image_alone(const ml_measured_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        for (int v = 0; v < ML_N_VIEWS; v++) {
            const ml_measured *item = &list->items[i];
            if (item->mean_paths[v] && isnan(item->values[v]) && !isnan(item->means[v]))
                return true;
        }
    return false;
}

bool ml_measured_list_init(const ml_set_result *set, size_t k, ml_measured_list *list)
{
    const ml_subject subject = ml_subject_set(set);
    ml_walk walk = ml_walk_begin(set->figures->settings, ML_IN_SET);
    bool fits = true;
    ml_step step;
    *list = (ml_measured_list){.n = 0};
    while (fits && (step = ml_walk_next(&walk)) != ML_STEP_END) {
        const ml_figure *figure = &walk.figure;
        if (step != ML_STEP_FIGURE || !ml_catalogue_is_number(figure->row) || figure->of[ML_OVER_MEASURES] != (int)k ||
            figure->of[ML_OVER_CLASSES] != ML_OF_NONE)
            continue;
        if (set->shows_groups ? ml_figure_is_group_mean(figure) : ml_figure_is_mean(figure))
            fits = take_mean(list, &walk, &subject);
        else if (figure->bounded)
            fits = take_end(list, &walk, &subject);
        else if (!figure->averaged)
            fits = take_value(list, &walk, &subject);
    }
    list->has_means = (set->shows_groups ? set->groups->n : set->aggregate->n_images) > 1 || has_of_image_alone(list);
    list->views = list->has_views ? ml_text_all_views(set->figures->settings) : (ml_text_views){.n = 1};
    return fits;
}

void ml_measured_list_clear(ml_measured_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        free(list->items[i].label);
        for (int v = 0; v < ML_N_VIEWS; v++) {
            free(list->items[i].paths[v]);
            free(list->items[i].mean_paths[v]);
            free(list->items[i].end_paths[0][v]);
            free(list->items[i].end_paths[1][v]);
        }
    }
    free(list->items);
    *list = (ml_measured_list){.n = 0};
}
