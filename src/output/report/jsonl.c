/* The record stream, as a form of reports; see stream/writer.h. Without images (--summary), or with only some (--worst), it
 * carries the sums exactly. */
#include "output/report/report.h"
#include "stream/writer.h"

void ml_jsonl_report_begin(ml_report *report)
{
    ml_stream_write_head(report->out, report->settings, report->shards, report->n_worst, report->by);
}

void ml_jsonl_report_image(ml_report *report, const ml_image_result *image) { ml_stream_write_image(report->out, image); }

void ml_jsonl_report_end(ml_report *report, const ml_set_result *set)
{
    ml_stream_write_end(report->out, set, report->summary || report->n_worst > 0);
}
