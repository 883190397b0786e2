/* The record stream, as a form of reports; see stream/writer.h. Without images (--summary), or with only some (--worst), it
 * carries the sums exactly. */
#include "output/report/report.h"
#include "stream/writer.h"

static void begin(ml_report *report)
{
    ml_stream_write_head(report->out, report->settings, report->shards, report->n_worst, report->by);
}

static void add_image(ml_report *report, const ml_image_result *image) { ml_stream_write_image(report->out, image); }

static void end(ml_report *report, const ml_set_result *set)
{
    ml_stream_write_end(report->out, set, report->summary || report->n_worst > 0);
}

const ml_report_form ml_jsonl_form = {.name = "jsonl", .by_line = true, .begin = begin, .image = add_image, .end = end};
