/* The lines of record streams; see writer.h. */
#include "stream/writer.h"

#include "io/out_lines.h"
#include "stream/layout.h"
#include "stream/writing.h"
#include "json/parts.h"
#include "json/settings.h"

static ml_json begin_line(ml_out *out)
{
    ml_json json = {.out = out, .compact = true};
    ml_json_object(&json, NULL, ML_JSON_INLINE);
    return json;
}

/* Ends the line that begins with byte `start` of what is collected with its check sum. */
static void end_line(ml_json *json, size_t start)
{
    const ml_out *out = json->out;
    char crc[ML_STREAM_CRC_DIGITS + 1];
    if (out->status)
        return;
    ml_stream_crc_text(out->memory + start, out->n - start, crc);
    ml_json_string(json, ML_STREAM_CRC_KEY, crc);
    ml_json_end(json);
    ml_out_line(json->out);
}

static void write_shards(ml_json *json, ml_shards shards)
{
    ml_json_object(json, "shard", ML_JSON_INLINE);
    ml_json_count(json, "of", shards.of);
    ml_json_array(json, "have", ML_JSON_INLINE);
    for (size_t k = 0; k < shards.of; k++)
        if (shards.have[k])
            ml_json_count(json, NULL, k);
    ml_json_end(json);
    ml_json_end(json);
}

void ml_stream_write_head(ml_out *out, const ml_settings *settings, ml_shards shards, size_t n_worst, const char *by)
{
    const size_t start = out->n;
    ml_json json = begin_line(out);
    ml_json_head(&json, settings);
    ml_json_settings(&json, ML_JSON_IN_STREAMS, settings);
    if (shards.of > 0)
        write_shards(&json, shards);
    ml_json_selection(&json, n_worst, by);
    end_line(&json, start);
}

void ml_stream_write_image(ml_out *out, const ml_image_result *image)
{
    const size_t start = out->n;
    ml_json json = begin_line(out);
    ml_json_image(&json, image, ML_IN_LINE);
    ml_json_object(&json, "record", ML_JSON_INLINE);
    ml_stream_write_parts(&json, &image->figures->views[ML_VIEW_RAW].view.record);
    ml_json_end(&json);
    end_line(&json, start);
}

void ml_stream_write_end(ml_out *out, const ml_set_result *set, bool with_exact)
{
    const size_t start = out->n;
    ml_json json = begin_line(out);
    ml_json_object(&json, ML_STREAM_LAST_KEY, ML_JSON_INLINE);
    ml_json_aggregate(&json, set);
    if (with_exact)
        ml_stream_write_exact(&json, set->aggregate);
    ml_json_end(&json);
    ml_json_errors(&json, set->faults);
    ml_json_gates(&json, set->verdicts);
    end_line(&json, start);
}
