/* Reads JPEG through libjpeg; see jpeg_reader.h. libjpeg reports errors by a function that must not return: every call into it
 * happens in one of the small functions below that set the jump first and hold nothing of their own. */
#include "format/jpeg_reader.h"

#ifdef HAVE_LIBJPEG
#include "base/memory.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

enum { BUFFER_SIZE = 16384 };

/* Each scan is a pass over the whole image, for which a few bytes are enough; programs write fewer than a dozen, and those that
 * let people choose no more than this. */
enum { MAX_SCANS = 100 };

typedef struct reader {
    const ml_source *source;
    const ml_limits *limits;
    ml_raster_header header;
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_source_mgr input;
    struct jpeg_progress_mgr progress;
    jmp_buf jump;
    bool no_memory;      /* an allocation of libjpeg failed */
    bool broken;         /* libjpeg has given up; it must not be called again */
    uint64_t offset;     /* of the next byte to buffer */
    ml_error read_error; /* of the last failed read of the source */
    char message[JMSG_LENGTH_MAX];
    uint8_t *row;
    size_t next_row;    /* number of rows decoded so far */
    size_t row_samples; /* of a row: width times channels */
    size_t next_sample; /* in the current row; row_samples when a new row is due */
    uint8_t buffer[BUFFER_SIZE];
} reader;

/* --- What libjpeg calls --- */

static _Noreturn void give_up(reader *self)
{
    self->broken = true;
    longjmp(self->jump, 1);
}

static _Noreturn void on_error(j_common_ptr jpeg)
{
    reader *self = jpeg->client_data;
    jpeg->err->format_message(jpeg, self->message);
    self->no_memory = jpeg->err->msg_code == JERR_OUT_OF_MEMORY;
    give_up(self);
}

/* Levels below 0 are warnings: libjpeg would go on with something made up. */
static void on_message(j_common_ptr jpeg, int level)
{
    if (level < 0)
        on_error(jpeg);
}

/* Never called, because the two above do what would call it; but without it libjpeg's own would be there, which prints. */
static void on_output(j_common_ptr jpeg) { ML_UNUSED(jpeg); }

static void on_begin(j_decompress_ptr jpeg) { ML_UNUSED(jpeg); }

static boolean on_fill(j_decompress_ptr jpeg)
{
    reader *self = jpeg->client_data;
    uint64_t left = self->source->size_bytes - self->offset;
    size_t wanted = left < BUFFER_SIZE ? (size_t)left : BUFFER_SIZE;
    if (wanted == 0)
        ERREXIT(jpeg, JERR_INPUT_EOF);
    if (ml_source_read(self->source, self->offset, wanted, &self->read_error, self->buffer))
        give_up(self);
    self->offset += wanted;
    jpeg->src->next_input_byte = self->buffer;
    jpeg->src->bytes_in_buffer = wanted;
    return TRUE;
}

static void on_skip(j_decompress_ptr jpeg, long n)
{
    reader *self = jpeg->client_data;
    size_t wanted = n > 0 ? (size_t)n : 0, have = jpeg->src->bytes_in_buffer;
    size_t taken = wanted < have ? wanted : have;
    jpeg->src->next_input_byte += taken;
    jpeg->src->bytes_in_buffer -= taken;
    wanted -= taken;
    if (wanted > self->source->size_bytes - self->offset)
        ERREXIT(jpeg, JERR_INPUT_EOF);
    self->offset += wanted;
}

static void on_progress(j_common_ptr jpeg)
{
    reader *self = jpeg->client_data;
    if (self->jpeg.input_scan_number <= MAX_SCANS)
        return;
    snprintf(self->message, sizeof self->message, "it has more than %d scans", MAX_SCANS);
    give_up(self);
}

/* --- Opening --- */

/* Turns the state after a jump into an error. */
static ml_status broken(const reader *self, ml_error *error)
{
    if (self->read_error.status)
        return ml_fail(error, self->read_error.status, "%s", self->read_error.text);
    if (self->no_memory)
        return ml_fail_memory(error, "a JPEG");
    ml_fail(error, ML_E_INPUT, "%s: broken JPEG", self->source->name);
    if (self->row)
        ml_error_add(error, " at row %zu of %zu", self->next_row, self->header.height);
    ml_error_add(error, ": %s", self->message);
    return error->status;
}

static ml_status read_info(reader *self, ml_error *error)
{
    struct jpeg_decompress_struct *jpeg = &self->jpeg;
    jpeg->err = jpeg_std_error(&self->errors);
    self->errors.error_exit = on_error;
    self->errors.emit_message = on_message;
    self->errors.output_message = on_output;
    jpeg->client_data = self;
    if (setjmp(self->jump))
        return broken(self, error);
    jpeg_create_decompress(jpeg);
    jpeg->mem->max_memory_to_use = 0; /* which the environment may have set: the bound is ml_limits */
    self->input = (struct jpeg_source_mgr){.init_source = on_begin,
                                           .fill_input_buffer = on_fill,
                                           .skip_input_data = on_skip,
                                           .resync_to_restart = jpeg_resync_to_restart,
                                           .term_source = on_begin};
    self->progress.progress_monitor = on_progress;
    jpeg->src = &self->input;
    jpeg->progress = &self->progress;
    jpeg_read_header(jpeg, TRUE);
    return ML_OK;
}

/* Blocks of 8 x 8 coefficients; `padded` as libjpeg holds them, in whole units of the sampling. */
static uint64_t count_blocks(const struct jpeg_decompress_struct *jpeg, bool padded)
{
    uint64_t n = 0;
    for (int c = 0; c < jpeg->num_components; c++) { /* less than 2^13 x 2^13 each */
        const jpeg_component_info *part = &jpeg->comp_info[c];
        uint64_t h = padded ? (uint64_t)part->h_samp_factor : 1, v = padded ? (uint64_t)part->v_samp_factor : 1;
        n += (part->width_in_blocks + h - 1) / h * h * ((part->height_in_blocks + v - 1) / v * v);
    }
    return n;
}

static ml_status check_color(const reader *self, ml_error *error)
{
    J_COLOR_SPACE space = self->jpeg.jpeg_color_space;
    if (space == JCS_GRAYSCALE || space == JCS_YCbCr || space == JCS_RGB)
        return ML_OK;
    return ml_fail(error, ML_E_INPUT, "%s: is a JPEG of %d components%s; gray and RGB are read: convert it", self->source->name,
                   self->jpeg.num_components, space == JCS_CMYK || space == JCS_YCCK ? ", CMYK" : "");
}

/* Reads all that stands before the pixels. */
static ml_status read_header(reader *self, ml_error *error)
{
    ml_raster_header *header = &self->header;
    ml_status status = read_info(self, error);
    if (!status)
        status = check_color(self, error);
    if (status)
        return status;
    bool is_gray = self->jpeg.jpeg_color_space == JCS_GRAYSCALE;
    *header = (ml_raster_header){.width = self->jpeg.image_width,
                                 .height = self->jpeg.image_height,
                                 .kind = is_gray ? ML_RASTER_GRAY : ML_RASTER_RGB,
                                 .n_channels = is_gray ? 1 : 3,
                                 .bits = 8,
                                 .type = ML_SAMPLE_U16,
                                 .n_pages = 1,
                                 .interlaced = jpeg_has_multiple_scans(&self->jpeg) != FALSE};
    status = ml_limits_pixels(self->limits, self->source->name, header->width, header->height, error, &header->n_pixels);
    if (status)
        return status;
    /* With Huffman's codes a block takes a bit at least. */
    if (!self->jpeg.arith_code && count_blocks(&self->jpeg, false) / 8 > self->source->size_bytes)
        return ml_fail(error, ML_E_INPUT, "%s: claims %zu x %zu pixels, more than its %llu bytes can hold", self->source->name,
                       header->width, header->height, (unsigned long long)self->source->size_bytes);
    return ML_OK;
}

static void close_reader(void *state)
{
    reader *self = state;
    jpeg_destroy_decompress(&self->jpeg);
    free(self->row);
    free(self);
}

static ml_status open_reader(const ml_source *source, const ml_limits *limits, ml_error *error, void **state,
                             ml_raster_header *header)
{
    reader *self = ml_alloc(1, sizeof *self);
    if (!self)
        return ml_fail_memory(error, "a JPEG");
    self->source = source;
    self->limits = limits;
    ml_status status = read_header(self, error);
    if (status) {
        close_reader(self);
        return status;
    }
    *header = self->header;
    *state = self;
    return ML_OK;
}

/* --- Reading --- */

/* Begins to decode; reads all scans of an image that has several. */
static ml_status start(reader *self, ml_error *error)
{
    struct jpeg_decompress_struct *jpeg = &self->jpeg;
    if (setjmp(self->jump))
        return broken(self, error);
    jpeg->out_color_space = self->header.kind == ML_RASTER_GRAY ? JCS_GRAYSCALE : JCS_RGB;
    jpeg->dct_method = JDCT_ISLOW;
    jpeg->do_fancy_upsampling = TRUE;
    jpeg->do_block_smoothing = FALSE;
    jpeg_start_decompress(jpeg);
    return ML_OK;
}

static ml_status read_row(reader *self, ml_error *error)
{
    JSAMPROW row = self->row;
    if (setjmp(self->jump))
        return broken(self, error);
    jpeg_read_scanlines(&self->jpeg, &row, 1);
    self->next_row++;
    return ML_OK;
}

/* Reads what follows the pixels, up to the end of the image. */
static ml_status finish(reader *self, ml_error *error)
{
    if (setjmp(self->jump))
        return broken(self, error);
    jpeg_finish_decompress(&self->jpeg);
    return ML_OK;
}

/* Prepares for the first row. */
static ml_status begin(reader *self, ml_error *error)
{
    const ml_raster_header *header = &self->header;
    ml_status status = ML_OK;
    if (header->interlaced)
        status = ml_limits_memory(self->limits, self->source->name, count_blocks(&self->jpeg, true) * sizeof(JBLOCK),
                                  "a progressive JPEG", error);
    if (!status)
        status = start(self, error);
    if (status)
        return status;
    self->next_sample = self->row_samples = header->width * header->n_channels; /* at most 3 x 2^16 */
    return (self->row = ml_alloc(self->row_samples, 1)) ? ML_OK : ml_fail_memory(error, "a row of a JPEG");
}

/* Makes the next row current. */
static ml_status next_row(reader *self, ml_error *error)
{
    if (self->next_row == self->header.height)
        return ml_fail(error, ML_E_SYSTEM, "%s: internal: read past the last row", self->source->name);
    self->next_sample = 0;
    return read_row(self, error);
}

static ml_status read_samples(void *state, size_t n_pixels, ml_error *error, void *to)
{
    reader *self = state;
    uint16_t *samples = to;
    ml_status status = ML_OK;
    if (self->broken)
        return broken(self, error);
    if (!self->row)
        status = begin(self, error);
    for (size_t n = n_pixels * self->header.n_channels; n > 0 && !status;) {
        if (self->next_sample == self->row_samples && (status = next_row(self, error)))
            break;
        size_t left = self->row_samples - self->next_sample, taken = left < n ? left : n;
        for (size_t i = 0; i < taken; i++)
            samples[i] = self->row[self->next_sample + i];
        self->next_sample += taken;
        samples += taken;
        n -= taken;
    }
    if (!status && self->next_row == self->header.height && self->next_sample == self->row_samples)
        status = finish(self, error);
    return status;
}

const ml_raster_ops ml_jpeg_ops = {.open = open_reader, .read = read_samples, .close = close_reader};

#else

static ml_status refuse(const ml_source *source, const ml_limits *limits, ml_error *error, void **state,
                        ml_raster_header *header)
{
    ML_UNUSED(limits);
    ML_UNUSED(state);
    ML_UNUSED(header);
    return ml_fail(error, ML_E_INPUT,
                   "%s: is a JPEG, and this maskloss was built without libjpeg (--without-libjpeg); make it a PNG",
                   source->name);
}

const ml_raster_ops ml_jpeg_ops = {.open = refuse};

#endif
