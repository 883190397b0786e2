/* The text report's tables; see text_table.h. */
#include "output/report/text_table.h"

#include <math.h>
#include <string.h>

ml_text_views ml_text_all_views(const ml_settings *settings)
{
    static const int order[ML_N_VIEWS] = {ML_VIEW_MASKED, ML_VIEW_RAW, ML_VIEW_EXCLUDED};
    ml_text_views views = {0};
    for (int i = 0; i < ML_N_VIEWS; i++)
        if (settings->views[order[i]])
            views.items[views.n++] = order[i];
    return views;
}

void ml_text_figure(ml_out *out, size_t columns, int places, double x)
{
    int room = (int)columns - 1;
    if (!isfinite(x))
        ml_out_printf(out, " %*s", room, "-");
    else if (fabs(x) < 100)
        ml_out_printf(out, " %*.*f", room, places, x);
    else
        ml_out_printf(out, " %*.*g", room, fabs(x) < 1e6 ? room - 2 : room - 7, x);
}

size_t ml_text_view_columns(const ml_text_views *views, size_t columns)
{
    for (size_t i = 0; i < views->n; i++)
        columns = strlen(ml_view_names[views->items[i]]) + 1 > columns ? strlen(ml_view_names[views->items[i]]) + 1 : columns;
    return columns;
}

void ml_text_view_names(ml_out *out, const ml_text_views *views, size_t columns)
{
    for (size_t i = 0; i < views->n; i++)
        ml_out_printf(out, "%*s", (int)columns, ml_view_names[views->items[i]]);
}

void ml_text_title(ml_out *out, size_t columns, const char *title, const char *short_title)
{
    ml_out_printf(out, " %*.*s", (int)columns - 1, (int)columns - 1, strlen(title) < columns ? title : short_title);
}
