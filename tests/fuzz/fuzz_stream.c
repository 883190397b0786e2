/* Record streams: header, images, the last line with its exact sums. */
#include "fuzz.h"

#include "stream/agreement.h"
#include "stream/reader.h"

const char ml_fuzz_name[] = "stream";

enum { MAX_CLASSES = 64 };

/* Reads what comes behind the header. */
static void read_lines(ml_stream *stream, const ml_stream_head *head)
{
    ml_error error = ML_ERROR_INIT;
    ml_record record;
    size_t width, height;
    if (ml_record_init(&head->settings, &error, &record))
        abort();
    ml_status status;
    while (!(status = ml_stream_next(stream, &error)) && stream->event == ML_STREAM_IMAGE) {
        status = ml_stream_read_image(stream, &error, &record, &width, &height);
        if (status)
            break;
        FUZZ_CHECK(!ml_record_fault(&record) && record.n_pixels == (uint64_t)width * height);
    }
    if (!status && stream->event == ML_STREAM_END && stream->is_summary) {
        ml_aggregate aggregate;
        if (ml_aggregate_init(&head->settings, &error, &aggregate))
            abort();
        status = ml_stream_read_exact(stream, &error, &aggregate);
        ml_aggregate_clear(&aggregate);
    }
    fuzz_check_error(status, &error);
    ml_record_clear(&record);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_stream stream = ml_stream_memory("fuzzed", bytes, n);
    ml_stream_head head;
    ml_error error = ML_ERROR_INIT;
    bool found;
    ml_status status = ml_stream_read_head(&stream, &error, &head, &found);
    fuzz_check_error(status, &error);
    if (!status && found) {
        fuzz_check_error(ml_settings_agree(ML_AGREE_TO_MERGE, &head.settings, "a", &head.settings, "b", &error), &error);
        if (head.classes.n <= MAX_CLASSES)
            read_lines(&stream, &head);
        ml_stream_head_clear(&head);
    }
    ml_stream_close(&stream);
    return 0;
}
