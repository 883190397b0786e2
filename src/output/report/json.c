/* The JSON report: one walk over settings, images and aggregate. Its schema is data/result.schema.json. */
#include "output/report/report.h"
#include "json/parts.h"
#include "json/settings.h"

static void begin(ml_report *report)
{
    ml_json *json = &report->json;
    *json = (ml_json){.out = report->out};
    ml_json_object(json, NULL, ML_JSON_LINES);
    ml_json_head(json, report->settings);
    ml_json_selection(json, report->n_worst, report->by);
    if (!report->summary)
        ml_json_array(json, "images", ML_JSON_LINES);
}

static void add_image(ml_report *report, const ml_image_result *image)
{
    ml_json *json = &report->json;
    ml_json_object(json, NULL, ML_JSON_LINES);
    ml_json_image(json, image, ML_IN_IMAGE);
    ml_json_end(json);
}

static void begin_groups(ml_report *report)
{
    if (!report->summary)
        ml_json_end(&report->json);
    ml_json_array(&report->json, "groups", ML_JSON_LINES);
}

static void add_group(ml_report *report, const ml_group_result *group)
{
    ml_json *json = &report->json;
    if (report->n_groups++ == 0)
        begin_groups(report);
    ml_json_object(json, NULL, ML_JSON_LINES);
    ml_json_group(json, group);
    ml_json_end(json);
}

static void end(ml_report *report, const ml_set_result *set)
{
    ml_json *json = &report->json;
    ml_note notes[ML_MAX_NOTES];
    if (set->groups && report->n_groups == 0)
        begin_groups(report);
    if (!report->summary || set->groups)
        ml_json_end(json);
    ml_json_object(json, "aggregate", ML_JSON_LINES);
    ml_json_aggregate(json, set);
    ml_json_end(json);
    ml_json_errors(json, set->faults);
    ml_json_notes(json, notes, ml_notes_find(set, notes));
    ml_json_gates(json, set->verdicts);
    ml_json_end(json);
}

const ml_report_form ml_json_form = {.name = "json", .begin = begin, .image = add_image, .group = add_group, .end = end};
