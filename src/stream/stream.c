/* Opening and closing record streams; see stream.h. */
#include "stream/stream.h"

#include <stdlib.h>

enum { MAX_LINE_BYTES = 1 << 30 };

ml_status ml_stream_open(const char *path, bool keep_open, size_t block_bytes, ml_error *error, ml_stream *stream)
{
    ml_stream made = {0};
    ml_status status = ml_lines_open(path, keep_open, block_bytes, MAX_LINE_BYTES, error, &made.lines);
    if (status)
        return status;
    made.name = made.lines.name;
    *stream = made;
    return ML_OK;
}

ml_stream ml_stream_memory(const char *name, const void *bytes, size_t n)
{
    return (ml_stream){.name = name, .lines = ml_lines_memory(name, bytes, n)};
}

void ml_stream_close(ml_stream *stream)
{
    ml_lines_close(&stream->lines);
    free(stream->id.text);
    free(stream->last_id.text);
    free(stream->truth.text);
    free(stream->prediction.text);
    free(stream->group.text);
    free(stream->kept);
    free(stream->found);
    ml_faults_clear(&stream->faults);
    *stream = (ml_stream){.lines = {.fd = -1}};
}
