/* Output forms. A form is a row of three functions; a new one is one walk over results, in a file of its own. */
#ifndef ML_OUTPUT_REPORT_REPORT_H
#define ML_OUTPUT_REPORT_REPORT_H

#include "output/report/group_rows.h"
#include "output/report/html_kept.h"
#include "json/writer.h"

typedef struct ml_report {
    ml_out *out;
    const ml_settings *settings;
    ml_shards shards;
    bool summary;     /* no per-image part */
    size_t n_worst;   /* only so many images are reported, the worst first; 0: all, in order */
    const char *by;   /* the path of the figure that says which; borrowed */
    ml_figure figure; /* that one */
    ml_json json;     /* state of the JSON form */
    ml_out part;      /* Markdown, text, HTML: rows of images, until what stands above them is written; closed at the end */
    uint64_t n_images_left_out;
    uint64_t n_images;         /* text: that were reported */
    uint64_t n_missing_shards; /* HTML, junit: that were accepted to be missing */
    const char *failure;       /* junit: at the end, why the run fails, gates apart; NULL: it does not; borrowed */
    uint64_t n_groups;         /* JSON: that were reported */
    const char *group_by;      /* the path of the figure that says how bad a group is, a - before it: less is worse; borrowed */
    ml_figure group_figure;    /* that one */
    ml_group_rows groups;      /* Markdown, text, HTML: until what stands above them is written */
    size_t n_streams;          /* HTML: 0: an evaluation, else a merge ... */
    char *const *streams;      /* ... [n_streams] of these; borrowed */
    const char *output;        /* HTML: the file that the report goes to; NULL: standard output; borrowed */
    ml_html_kept html;         /* HTML: of the images, until what stands above them is written */
} ml_report;

typedef struct ml_report_form {
    const char *name;
    bool by_line;        /* each call's text is written at once (ml_out_line) */
    bool shows_pictures; /* of the worst images, where these are few */
    bool has_notes;      /* shows the set's notes where people read them; else somebody else has to */
    size_t n_worst;      /* without --worst: 0: all images are reported, in order; else only so many ... */
    size_t n_all;        /* ... if there are more than so many; begins anew then */
    void (*begin)(ml_report *report);
    /* The figure that says how bad an image is (NaN: not defined), of all images, in order, whichever are reported; NULL: the
     * form does not ask. Like the next, not called for summaries. */
    void (*value)(ml_report *report, double value);
    void (*image)(ml_report *report, const ml_image_result *image);
    /* Each group in order of their names, after the images; NULL: the form shows none. */
    void (*group)(ml_report *report, const ml_group_result *group);
    void (*end)(ml_report *report, const ml_set_result *set);
    void (*fail)(ml_out *out, const char *reason); /* what is written of a run without a result; NULL: nothing */
} ml_report_form;

/* The forms, each in its own file, listed in forms.c. Failures of output show when it is committed. */
extern const ml_report_form ml_text_form, ml_json_form, ml_jsonl_form, ml_tsv_form, ml_markdown_form, ml_junit_form;
extern const ml_report_form ml_html_form;

/* The form of --print, which is no name of --format. */
extern const ml_report_form ml_print_form;

/* Whether forms for reading leave a loss out, because it says nothing: one by weights that are all 1, or one per pixel of
 * labels (note.h). */
bool ml_report_hides_loss(const ml_set_result *set, size_t loss);

/* Frees what a form holds, where its end was never reached. */
void ml_report_clear(ml_report *report);

#endif
