/* Record streams: header, images, the last line with its exact sums.
 *
 * Covers: src/stream/reader.c src/stream/head_reader.c src/stream/image_reader.c src/stream/exact_reader.c
 * src/stream/record_reader.c src/stream/losses_reader.c src/stream/said_reader.c src/stream/reading.c
 * src/stream/agreement.c src/json/scan.c */
#include "repair.h"

#include "base/text.h"
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

/* The settings of a plain stream, which others are compared with; made once. */
static ml_stream_head plain;

static void clear_plain(void) { ml_stream_head_clear(&plain); }

static const ml_settings *plain_settings(void)
{
    static const char line[] =
        "{\"maskloss\":{\"version\":\"0\",\"schema\":1},\"settings\":{\"mask\":[0],\"ignore\":[255],\"weights\":[1,1],"
        "\"activation\":\"none\",\"epsilon\":1e-07,\"absent\":\"skip\",\"average\":\"all\",\"losses\":[{\"key\":\"cce\","
        "\"name\":\"cce\"}]},\"classes\":[{\"index\":0,\"name\":\"a\",\"labels\":[0]},{\"index\":1,\"name\":\"b\","
        "\"labels\":[1]}],\"views\":[\"raw\"]}\n";
    if (plain.version)
        return &plain.settings;
    ml_stream stream = ml_stream_memory("plain", line, sizeof line - 1);
    ml_error error = ML_ERROR_INIT;
    bool found;
    FUZZ_CHECK(ml_stream_read_head(&stream, &error, &plain, &found) == ML_OK && found && atexit(clear_plain) == 0);
    ml_stream_close(&stream);
    return &plain.settings;
}

/* Settings agree with themselves, and whether they do with others does not depend on who is asked. */
static void check_agreement(const ml_settings *settings)
{
    static const ml_agreement ways[] = {ML_AGREE_TO_MERGE, ML_AGREE_TO_COMPARE};
    const ml_settings *other = plain_settings();
    for (size_t w = 0; w < ML_COUNT(ways); w++) {
        ml_error error = ML_ERROR_INIT, one = ML_ERROR_INIT, two = ML_ERROR_INIT;
        FUZZ_CHECK(ml_settings_agree(ways[w], settings, "a", settings, "a", &error) == ML_OK);
        fuzz_check_error(ml_settings_agree(ways[w], settings, "a", other, "b", &one), &one);
        fuzz_check_error(ml_settings_agree(ways[w], other, "b", settings, "a", &two), &two);
        FUZZ_CHECK(one.status == two.status);
    }
    const char *key;
    for (size_t i = 0; (key = ml_settings_difference(settings, other, i)); i++) {
        char *text = ml_setting_text(key, settings);
        FUZZ_CHECK(text && ml_utf8_valid(text, strlen(text)));
        free(text);
    }
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
        check_agreement(&head.settings);
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
