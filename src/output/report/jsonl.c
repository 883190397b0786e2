/* The record stream: a header line, a line per image with its record, a last line with the aggregate, errors and gates. Each
 * line is written as soon as it is complete, so that what was cut off is valid up to its last whole line. Without images
 * (--summary), or with only some (--worst), the last line carries the sums exactly. src/stream/reader.h reads it;
 * its schema is in data/result.schema.json. */
#include "core/walk.h"
#include "output/report/report.h"
#include "stream/writer.h"
#include "json/parts.h"
#include "json/settings.h"

static void begin_line(ml_report *report)
{
    report->json = (ml_json){.out = report->out, .compact = true};
    ml_json_object(&report->json, NULL, ML_JSON_INLINE);
}

static void end_line(ml_report *report)
{
    ml_json_end(&report->json);
    ml_out_line(report->out);
}

static void write_shards(ml_json *json, const ml_shards *shards)
{
    ml_json_object(json, "shard", ML_JSON_INLINE);
    ml_json_count(json, "of", shards->of);
    ml_json_array(json, "have", ML_JSON_INLINE);
    for (size_t k = 0; k < shards->of; k++)
        if (shards->have[k])
            ml_json_count(json, NULL, k);
    ml_json_end(json);
    ml_json_end(json);
}

void ml_jsonl_report_begin(ml_report *report)
{
    begin_line(report);
    ml_json_head(&report->json, report->settings);
    ml_json_settings(&report->json, ML_JSON_IN_STREAMS, report->settings);
    if (report->shards.of > 0)
        write_shards(&report->json, &report->shards);
    ml_json_selection(&report->json, report->n_worst, report->by);
    end_line(report);
}

void ml_jsonl_report_image(ml_report *report, const ml_image_result *image)
{
    begin_line(report);
    ml_json_image(&report->json, image, ML_IN_LINE);
    ml_json_object(&report->json, "record", ML_JSON_INLINE);
    ml_stream_write_parts(&report->json, &image->figures->views[ML_VIEW_RAW].view.record, NULL);
    ml_json_end(&report->json);
    end_line(report);
}

/* [sum, least, largest, number] */
static void write_spread(ml_json *json, const char *key, const ml_spread *spread)
{
    ml_json_array(json, key, ML_JSON_INLINE);
    ml_stream_write_fixed(json, &spread->sum);
    ml_json_number(json, NULL, spread->min);
    ml_json_number(json, NULL, spread->max);
    ml_json_count(json, NULL, spread->n_images);
    ml_json_end(json);
}

/* The images' means, in all views that are computed. */
static void write_exact_means(ml_json *json, const ml_aggregate *aggregate)
{
    ml_walk walk = ml_walk_begin(aggregate->settings, ML_IN_EXACT);
    ml_step step;
    while ((step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE)
            write_spread(json, ml_walk_key(&walk), &aggregate->means[walk.figure.mean]);
        else if (step == ML_STEP_OPEN)
            ml_json_object(json, ml_walk_key(&walk), ML_JSON_INLINE);
        else
            ml_json_end(json);
}

/* The aggregate as it was summed up: what a merge without images needs. */
static void write_exact(ml_json *json, const ml_aggregate *aggregate)
{
    const ml_tally *tally = &aggregate->pooled;
    ml_json_object(json, "exact", ML_JSON_INLINE);
    ml_json_count(json, "total", tally->counts.n_pixels);
    ml_json_count(json, "ignored", tally->counts.n_ignored);
    ml_json_count(json, "bad", tally->counts.n_bad);
    ml_stream_write_parts(json, &tally->counts, tally->summed);
    write_exact_means(json, aggregate);
    ml_json_end(json);
}

void ml_jsonl_report_end(ml_report *report, const ml_set_result *set)
{
    ml_json *json = &report->json;
    begin_line(report);
    ml_json_object(json, "aggregate", ML_JSON_INLINE);
    ml_json_aggregate(json, set);
    if (report->summary || report->n_worst > 0)
        write_exact(json, set->aggregate);
    ml_json_end(json);
    ml_json_tail(json, set);
    end_line(report);
}
