/* Output forms. A form is a row of three functions; a new one is one walk over results, in a file of its own. */
#ifndef ML_OUTPUT_REPORT_REPORT_H
#define ML_OUTPUT_REPORT_REPORT_H

#include "core/result.h"
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
    ml_out part;      /* Markdown, text: rows of images, until what stands above them is written; closed at the end */
    uint64_t n_images_left_out;
    uint64_t n_images; /* text: that were reported */
} ml_report;

typedef struct ml_report_form {
    const char *name;
    bool by_line;   /* each call's text is written at once (ml_out_line) */
    bool has_notes; /* shows the set's notes where people read them; else somebody else has to */
    size_t n_worst; /* without --worst: 0: all images are reported, in order; else only so many */
    void (*begin)(ml_report *report);
    void (*image)(ml_report *report, const ml_image_result *image); /* not called for summaries */
    void (*end)(ml_report *report, const ml_set_result *set);
} ml_report_form;

/* The forms, each in its own file, listed in forms.c. Failures of output show when it is committed. */
extern const ml_report_form ml_text_form, ml_json_form, ml_jsonl_form, ml_tsv_form, ml_markdown_form, ml_junit_form;

/* Frees what a form holds, where its end was never reached. */
void ml_report_clear(ml_report *report);

#endif
