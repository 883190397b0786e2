/* The comparison as TSV: a figure a line, then (with their ids) the images that got worse and those that got better, then the
 * gates, whose candidate is 1 where they hold, else 0. What is not defined is empty. */
#include "output/comparison/comparison.h"

#include "base/number.h"
#include "output/tsv.h"

#include <math.h>

static void number(ml_out *out, double x)
{
    char text[ML_NUMBER_TEXT_SIZE];
    ml_out_text(out, "\t");
    ml_out_text(out, isfinite(x) ? ml_number_text(x, text) : "");
}

static void write_figure(const ml_compared *f, ml_out *out)
{
    ml_out_text(out, "\t");
    ml_tsv_field(out, f->path);
    number(out, f->baseline);
    number(out, f->candidate);
    number(out, f->delta);
    number(out, f->rel);
    number(out, f->mean_delta);
    number(out, f->interval.low);
    number(out, f->interval.high);
    if (ml_figure_is_mean(&f->figure))
        ml_out_printf(out, "\t%zu\n", f->n_images);
    else
        ml_out_text(out, "\t\n");
}

static void write_images(const ml_changed_images *images, const char *by, ml_out *out)
{
    for (size_t i = 0; i < images->n; i++) {
        const ml_changed *image = images->items[i];
        ml_tsv_field(out, image->id);
        ml_out_text(out, "\t");
        ml_tsv_field(out, by);
        number(out, image->baseline);
        number(out, image->candidate);
        number(out, image->candidate - image->baseline);
        ml_out_text(out, "\t\t\t\t\t\n");
    }
}

void ml_comparison_tsv(const ml_comparison *comparison, ml_out *out)
{
    ml_out_text(out, "id\tfigure\tbaseline\tcandidate\tdelta\trel\tmean_delta\tlow\thigh\timages\n");
    for (size_t f = 0; f < comparison->n_figures; f++)
        write_figure(&comparison->figures[f], out);
    write_images(&comparison->worse, comparison->by, out);
    write_images(&comparison->better, comparison->by, out);
    for (size_t g = 0; g < comparison->verdicts->n; g++) {
        ml_out_text(out, "\tgates.");
        ml_tsv_field(out, comparison->verdicts->items[g].gate->text);
        ml_out_printf(out, "\t\t%d\t\t\t\t\t\t\n", comparison->verdicts->items[g].holds);
    }
}
