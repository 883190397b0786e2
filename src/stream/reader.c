/* Record streams, line by line; see reader.h. The header is read in head_reader.c, images in image_reader.c, the exact sums
 * in exact_reader.c, the parts of records in record_reader.c. */
#include "stream/reader.h"

#include "base/memory.h"
#include "base/text.h"
#include "stream/layout.h"
#include "stream/reading.h"

#include <stdlib.h>
#include <string.h>

/* Failure of ml_stream_decode. */
static ml_status undecoded(const ml_stream *stream, const ml_scan *scan, ml_error *error)
{
    return scan->reason ? ml_stream_wrong(stream, scan, NULL, error) : ml_fail_memory(error, "a record stream");
}

static ml_status read_fault(ml_stream *stream, ml_scan *scan, ml_error *error)
{
    ml_span id = {0}, message = {0};
    ml_stream_text id_text = {0}, message_text = {0};
    const ml_stream_member members[] = {{"id", &id}, {"message", &message}};
    ml_status status = ML_OK;
    if (!ml_stream_members(scan, members, ML_COUNT(members)))
        return ml_stream_wrong(stream, scan, NULL, error);
    if (id.n < 2 || message.n < 2 || *id.text != '"' || *message.text != '"')
        return ml_stream_wrong(stream, NULL, "errors: \"id\" and \"message\" are wanted, both texts", error);
    id = (ml_span){id.text + 1, id.n - 2};
    message = (ml_span){message.text + 1, message.n - 2};
    if (!ml_stream_decode(scan, id, true, &id_text) || !ml_stream_decode(scan, message, false, &message_text))
        status = undecoded(stream, scan, error);
    else
        status = ml_faults_add(&stream->faults, id_text.text, message_text.text, 0, error);
    free(id_text.text);
    free(message_text.text);
    return status;
}

static ml_status read_faults(ml_stream *stream, ml_span errors, ml_error *error)
{
    ml_scan scan = ml_scan_of(errors.text, errors.n);
    size_t n = 0;
    ml_status status = ML_OK;
    if (!ml_scan_open(&scan, '['))
        return ml_stream_wrong(stream, &scan, NULL, error);
    while (!status && ml_scan_element(&scan, &n))
        status = read_fault(stream, &scan, error);
    return status || !scan.reason ? status : ml_stream_wrong(stream, &scan, NULL, error);
}

/* Number of images and coverage, from the aggregate's members. */
static bool read_numbers(ml_stream *stream, ml_scan *scan, ml_span images, ml_span coverage)
{
    ml_span expected = {0}, evaluated = {0}, without_truth = {0};
    const ml_stream_member members[] = {{"expected", &expected}, {"evaluated", &evaluated}, {"without_truth", &without_truth}};
    uint64_t n_evaluated;
    *scan = ml_scan_of(coverage.text, coverage.n);
    if (!ml_stream_members(scan, members, ML_COUNT(members)))
        return false;
    *scan = ml_scan_of(images.text, images.n);
    if (!ml_scan_count(scan, INT64_MAX, &stream->n_summed))
        return false;
    *scan = ml_scan_of(expected.text, expected.n);
    if (!ml_scan_count(scan, INT64_MAX, &stream->n_expected))
        return false;
    *scan = ml_scan_of(without_truth.text, without_truth.n);
    if (without_truth.text && !stream->needs_truth && !ml_scan_count(scan, stream->n_summed, &stream->n_without_truth))
        return false;
    *scan = ml_scan_of(evaluated.text, evaluated.n);
    return ml_scan_count(scan, INT64_MAX, &n_evaluated) &&
           ml_scan_expect(scan, n_evaluated == stream->n_summed && n_evaluated <= stream->n_expected,
                          "other images were evaluated than there are");
}

static ml_status read_end(ml_stream *stream, ml_error *error)
{
    ml_span aggregate = {0}, errors = {0}, images = {0}, coverage = {0}, gates = {0}, exact = {0};
    const ml_stream_member outer[] = {{"aggregate", &aggregate}, {"errors", &errors}, {"gates", &gates}};
    const ml_stream_member inner[] = {{"images", &images}, {"coverage", &coverage}, {"exact", &exact}};
    ml_scan scan = ml_scan_of(stream->line.text, stream->line.n);
    if (!ml_stream_members(&scan, outer, ML_COUNT(outer)) || !ml_scan_finish(&scan))
        return ml_stream_wrong(stream, &scan, NULL, error);
    if (!aggregate.text || !errors.text)
        return ml_stream_wrong(stream, NULL, "neither an image nor the last line: an id, or aggregate and errors are wanted",
                               error);
    scan = ml_scan_of(aggregate.text, aggregate.n);
    if (!ml_stream_members(&scan, inner, ML_COUNT(inner)))
        return ml_stream_wrong(stream, &scan, NULL, error);
    if (!images.text || !coverage.text)
        return ml_stream_wrong(stream, NULL, "aggregate: images and coverage are wanted", error);
    if (!read_numbers(stream, &scan, images, coverage))
        return ml_stream_wrong(stream, &scan, NULL, error);
    stream->is_summary = exact.text != NULL;
    if (stream->is_selection && !stream->is_summary)
        return ml_stream_wrong(stream, NULL, "aggregate: \"exact\" is wanted where only some images have lines", error);
    stream->exact = exact;
    if (stream->is_summary ? stream->n_images > 0 : stream->n_images != stream->n_summed)
        return ml_fail(error, ML_E_INPUT, "%s:%llu: speaks of %llu images, but there are lines of %llu", stream->name,
                       (unsigned long long)stream->lines.n_lines, (unsigned long long)stream->n_summed,
                       (unsigned long long)stream->n_images);
    return read_faults(stream, errors, error);
}

/* Notes the id of an image, which comes after that of the image before. */
static ml_status take_id(ml_stream *stream, ml_scan *scan, ml_error *error)
{
    ml_span string;
    ml_stream_text kept = stream->last_id;
    stream->last_id = stream->id;
    stream->id = kept;
    if (!ml_scan_string(scan, &string) || !ml_stream_decode(scan, string, true, &stream->id))
        return undecoded(stream, scan, error);
    int order = stream->n_images > 0 ? ml_id_compare(stream->last_id.text, stream->id.text) : -1;
    if (order >= 0)
        return ml_fail(error, ML_E_INPUT, "%s:%llu: the image \"%s\" %s", stream->name,
                       (unsigned long long)stream->lines.n_lines, stream->id.text,
                       order == 0 ? "stands there twice" : "is not in order");
    stream->n_images++;
    return ML_OK;
}

/* Nothing may follow the last line. */
static ml_status check_end(ml_stream *stream, ml_error *error)
{
    const char *text;
    size_t n;
    ml_span line = stream->line;
    size_t exact = stream->exact.text ? (size_t)(stream->exact.text - line.text) : 0;
    char *copy = ml_strndup(line.text, line.n); /* looking for another line moves this one */
    if (!copy)
        return ml_fail_memory(error, "a line");
    stream->line.text = stream->kept = copy;
    if (stream->exact.text)
        stream->exact.text = copy + exact;
    ml_status status = ml_lines_next(&stream->lines, error, &text, &n);
    if (!status && (text || stream->lines.n > stream->lines.start))
        status = ml_fail(error, ML_E_INPUT, "%s:%llu: something follows the last line; streams are put together with merge",
                         stream->name, (unsigned long long)stream->lines.n_lines + !text);
    return status;
}

/* Reads a line and finds out what it is: up to the id of an image, which is left to be read. */
static ml_status next_line(ml_stream *stream, ml_error *error, ml_scan *scan)
{
    size_t n = 0;
    ml_span key, value;
    ml_status status = ml_stream_next_line(stream, error);
    if (status)
        return status;
    stream->event = ML_STREAM_CUT;
    if (!stream->line.text)
        return ML_OK;
    stream->event = ML_STREAM_END;
    *scan = ml_scan_of(stream->line.text, stream->line.n);
    if (!ml_scan_open(scan, '{'))
        return ml_stream_wrong(stream, scan, NULL, error);
    while (ml_scan_member(scan, &n, &key)) {
        if (ml_span_is(key, "id")) {
            stream->event = ML_STREAM_IMAGE;
            return ML_OK;
        }
        if (ml_span_is(key, ML_STREAM_LAST_KEY) || !ml_scan_value(scan, &value))
            break;
    }
    return scan->reason ? ml_stream_wrong(stream, scan, NULL, error) : ML_OK;
}

ml_status ml_stream_next(ml_stream *stream, ml_error *error)
{
    ml_scan scan;
    ml_status status;
    do
        status = next_line(stream, error, &scan);
    while (!status && stream->event == ML_STREAM_IMAGE && stream->is_selection);
    if (status || stream->event == ML_STREAM_CUT)
        return status;
    if (stream->event == ML_STREAM_IMAGE)
        return take_id(stream, &scan, error);
    status = read_end(stream, error);
    return status ? status : check_end(stream, error);
}
