/* Columns of the text report; see text_parts.h. */
#include "output/text_parts.h"

#include <math.h>
#include <string.h>

size_t ml_text_n_views(const ml_settings *settings)
{
    size_t n = 0;
    for (int v = 0; v < ML_N_VIEWS; v++)
        n += settings->views[v];
    return n;
}

void ml_text_figure(ml_out *out, int columns, double x)
{
    int room = columns - 1;
    if (!isfinite(x))
        ml_out_printf(out, " %*s", room, "-");
    else if (fabs(x) < 100)
        ml_out_printf(out, " %*.*f", room, room < 9 ? room - 2 : 6, x);
    else
        ml_out_printf(out, " %*.*g", room, fabs(x) < 1e6 ? room - 2 : room - 7, x);
}

void ml_text_count(ml_out *out, int columns, uint64_t n) { ml_out_printf(out, "%*llu", columns, (unsigned long long)n); }

void ml_text_view_names(ml_out *out, const ml_settings *settings, int columns)
{
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v])
            ml_out_printf(out, "%*s", columns, ml_view_names[v]);
}

void ml_text_group(ml_out *out, const ml_settings *settings, int columns, const char *title, const char *short_title)
{
    int wide = (int)ml_text_n_views(settings) * columns;
    ml_out_printf(out, " %*.*s", wide - 1, wide - 1, (int)strlen(title) < wide ? title : short_title);
}
