/* Record streams: header, images, the last line with its exact sums.
 *
 * Covers: src/stream/reader.c src/stream/head_reader.c src/stream/image_reader.c src/stream/exact_reader.c
 * src/stream/record_reader.c src/stream/losses_reader.c src/stream/said_reader.c src/stream/reading.c src/stream/ending.c
 * src/stream/agreement.c src/json/scan.c */
#include "repair.h"

#include "stream/agreement.h"
#include "stream/reader.h"
#include "stream/writer.h"

const fuzz_target ml_fuzz = {.name = "stream", .repair = fuzz_repair_lines, .max_places = 500};

enum { MAX_CLASSES = 64 };

/* Writes the image that was read. */
static void write_image(ml_out *out, ml_stream *stream, const ml_settings *settings, const ml_record *record, size_t width,
                        size_t height)
{
    ml_error error = ML_ERROR_INIT;
    ml_figures figures;
    FUZZ_CHECK(ml_figures_init(settings, &error, &figures) == ML_OK);
    ml_figures_compute(record, &figures);
    const ml_image_result image = {.id = stream->id.text,
                                   .truth = stream->has_truth ? stream->truth.text : NULL,
                                   .prediction = stream->prediction.text,
                                   .group = ml_stream_group(stream),
                                   .width = width,
                                   .height = height,
                                   .figures = &figures};
    ml_stream_write_image(out, &image);
    ml_figures_clear(&figures);
}

/* Reads what comes behind the header; writes the images where `out` is not NULL. */
static void read_lines(ml_stream *stream, const ml_stream_head *head, ml_out *out)
{
    ml_error error = ML_ERROR_INIT;
    ml_record record;
    size_t width, height;
    FUZZ_CHECK(ml_record_init(&head->settings, &error, &record) == ML_OK);
    ml_status status;
    while (!(status = ml_stream_next(stream, &error)) && stream->event == ML_STREAM_IMAGE) {
        status = ml_stream_read_image(stream, &error, &record, &width, &height);
        if (status)
            break;
        FUZZ_CHECK(!ml_record_fault(&record) && record.n_pixels == (uint64_t)width * height);
        if (out)
            write_image(out, stream, &head->settings, &record, width, height);
    }
    if (!status && stream->event == ML_STREAM_END && stream->is_summary) {
        ml_aggregate aggregate;
        FUZZ_CHECK(ml_aggregate_init(&head->settings, &error, &aggregate) == ML_OK);
        status = ml_stream_read_exact(stream, &error, &aggregate);
        ml_aggregate_clear(&aggregate);
    }
    fuzz_check_error(status, &error);
    ml_record_clear(&record);
}

/* Reads a stream, and writes its header and images again. False: it has no header that could be read. */
static bool read_stream(const void *bytes, size_t n, ml_out *out)
{
    ml_stream stream = ml_stream_memory("fuzzed", bytes, n);
    ml_stream_head head;
    ml_error error = ML_ERROR_INIT;
    bool found = false;
    ml_status status = ml_stream_read_head(&stream, &error, &head, &found);
    fuzz_check_error(status, &error);
    found = found && !status;
    if (found) {
        fuzz_check_error(ml_settings_agree(ML_AGREE_TO_MERGE, &head.settings, "a", &head.settings, "b", &error), &error);
        bool is_small = head.classes.n <= MAX_CLASSES;
        if (is_small)
            ml_stream_write_head(out, &head.settings, ml_stream_head_shards(&head), 0, NULL);
        if (is_small)
            read_lines(&stream, &head, head.is_selection ? NULL : out);
        ml_stream_head_clear(&head);
    }
    ml_stream_close(&stream);
    return found;
}

/* What is read and written is a stream, and the same when it is read and written again. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_out once = {.path = "memory", .fd = -1}, twice = once;
    if (read_stream(bytes, n, &once) && once.n > 0) {
        FUZZ_CHECK(read_stream(once.memory, once.n, &twice));
        FUZZ_CHECK(once.n == twice.n && memcmp(once.memory, twice.memory, once.n) == 0);
    }
    ml_out_close(&once);
    ml_out_close(&twice);
    return 0;
}
