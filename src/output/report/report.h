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
    size_t n_worst; /* without --worst: 0: all images are reported, in order; else only so many */
    void (*begin)(ml_report *report);
    void (*image)(ml_report *report, const ml_image_result *image); /* not called for summaries */
    void (*end)(ml_report *report, const ml_set_result *set);
} ml_report_form;

/* The table of forms; the first is the default. */
enum { ML_N_REPORT_FORMS = 6 };
extern const ml_report_form ml_report_forms[ML_N_REPORT_FORMS];

/* Frees what a form holds, where its end was never reached. */
void ml_report_clear(ml_report *report);

/* The forms, each in its own file. Failures of output show when it is committed. */
void ml_json_report_begin(ml_report *report);
void ml_json_report_image(ml_report *report, const ml_image_result *image);
void ml_json_report_end(ml_report *report, const ml_set_result *set);
void ml_junit_report_begin(ml_report *report);
void ml_junit_report_image(ml_report *report, const ml_image_result *image);
void ml_junit_report_end(ml_report *report, const ml_set_result *set);
void ml_markdown_report_begin(ml_report *report);
void ml_markdown_report_image(ml_report *report, const ml_image_result *image);
void ml_markdown_report_end(ml_report *report, const ml_set_result *set);
void ml_jsonl_report_begin(ml_report *report);
void ml_jsonl_report_image(ml_report *report, const ml_image_result *image);
void ml_jsonl_report_end(ml_report *report, const ml_set_result *set);
void ml_text_report_begin(ml_report *report);
void ml_text_report_image(ml_report *report, const ml_image_result *image);
void ml_text_report_end(ml_report *report, const ml_set_result *set);
void ml_tsv_report_begin(ml_report *report);
void ml_tsv_report_image(ml_report *report, const ml_image_result *image);
void ml_tsv_report_end(ml_report *report, const ml_set_result *set);

#endif
