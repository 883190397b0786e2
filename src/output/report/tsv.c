/* The TSV report: one figure a line, in long form, for pandas, R and awk. Columns: id (empty for the set, of a group its name),
 * view (empty where none applies), class (empty where it is of all), figure (its path in the JSON report, below the view and
 * without the class, behind "group." of groups) and value (empty where JSON has null). The matrices, which would need two
 * classes, are left out. */
#include "output/report/report.h"

#include "base/number.h"
#include "core/walk.h"
#include "output/tsv.h"

#include <math.h>
#include <string.h>

/* The keys of a path, but for the view and the class, with dots between them. */
static void write_path(ml_out *out, const char *before, const ml_walk *walk)
{
    bool first = true;
    ml_out_text(out, before);
    for (size_t k = 0; k < walk->n_keys; k++) {
        ml_over over = ml_walk_over(walk, k);
        if (over == ML_OVER_VIEWS || over == ML_OVER_CLASSES)
            continue;
        ml_out_text(out, first ? "" : ".");
        ml_out_text(out, walk->keys[k]);
        first = false;
    }
}

static void write_figure(ml_out *out, const char *id, const char *before, const ml_walk *walk, const ml_subject *subject)
{
    const ml_figure *figure = &walk->figure;
    int view = figure->of[ML_OVER_VIEWS], class = figure->of[ML_OVER_CLASSES];
    char text[ML_NUMBER_TEXT_SIZE];
    ml_tsv_field(out, id);
    ml_out_text(out, "\t");
    ml_out_text(out, view == ML_OF_NONE ? "" : ml_view_names[view]);
    ml_out_text(out, "\t");
    ml_tsv_field(out, class == ML_OF_NONE ? "" : walk->settings->classes->items[class].name);
    ml_out_text(out, "\t");
    write_path(out, before, walk);
    ml_out_text(out, "\t");
    size_t n = 0;
    if (figure->row->count) {
        n = ml_integer_write(figure->row->count(subject, figure), text);
    } else {
        double x = figure->row->number(subject, figure);
        n = isfinite(x) ? ml_number_write(x, text) : 0;
    }
    text[n++] = '\n';
    ml_out_bytes(out, text, n);
}

/* All figures that are numbers: of an image, a group, whose names have "group." before them, or with an empty id the set. */
static void write_figures(ml_out *out, const char *id, const char *before, const ml_subject *subject, ml_scope scope)
{
    ml_walk walk = ml_walk_begin(subject->figures->settings, scope);
    ml_step step;
    while ((step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE && ml_catalogue_is_number(walk.figure.row))
            write_figure(out, id, before, &walk, subject);
}

/* A gate: 1 where it holds, else 0. */
static void write_gates(ml_out *out, const ml_verdicts *verdicts)
{
    for (size_t g = 0; g < verdicts->n; g++) {
        ml_out_text(out, "\t\t\tgates.");
        ml_tsv_field(out, verdicts->items[g].gate->text);
        ml_out_printf(out, "\t%d\n", verdicts->items[g].holds);
    }
}

static void begin(ml_report *report) { ml_out_text(report->out, "id\tview\tclass\tfigure\tvalue\n"); }

static void add_image(ml_report *report, const ml_image_result *image)
{
    const ml_subject subject = ml_subject_image(image);
    write_figures(report->out, image->id, "", &subject, ML_IN_IMAGE);
}

static void add_group(ml_report *report, const ml_group_result *group)
{
    const ml_subject subject = ml_subject_group(group);
    write_figures(report->out, group->name, "group.", &subject, ML_IN_GROUP);
}

static void end(ml_report *report, const ml_set_result *set)
{
    const ml_subject subject = ml_subject_set(set);
    write_figures(report->out, "", "", &subject, ML_IN_TABLE);
    write_gates(report->out, set->verdicts);
}

const ml_report_form ml_tsv_form = {.name = "tsv", .begin = begin, .image = add_image, .group = add_group, .end = end};
