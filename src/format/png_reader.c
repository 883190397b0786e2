/* Reads PNG through libpng; see png_reader.h. libpng reports errors by longjmp: every call into it happens in one of the small
 * functions below that set the jump first and hold nothing of their own. */
#include "format/png_reader.h"

#include "base/memory.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BUFFER_SIZE = 32768 };

/* Deflate cannot expand more than this: a header that claims more than the file can hold is refused before memory is taken. */
enum { MAX_EXPANSION = 1032 };

/* Bytes of the file that the last row may take, chunks of one byte around bytes that do not compress included: libpng inflates
 * what there is beyond the last row, to the end, and these bound it. */
enum { LAST_ROW_FACTOR = 16, LAST_ROW_BYTES = 16384 };

/* Bytes of image data that libpng may leave when it has all pixels: the end of the stream with its check sum. */
enum { MAX_BEHIND = 16 };

static const char surplus[] = "there is more image data than the header says";

typedef struct reader {
    const ml_source *source;
    const ml_limits *limits;
    ml_raster_header header;
    png_structp png;
    png_infop info;
    bool no_memory; /* an allocation for libpng failed */
    bool broken;    /* libpng has given up; it must not be called again */
    enum { BEFORE, AT_LAST_ROW, BEHIND_PIXELS } place;
    uint64_t n_left;   /* bytes that may be read for the last row; behind the pixels, those of the current chunk */
    uint64_t n_behind; /* bytes of image data behind the pixels */
    uint64_t offset;   /* of the next byte to buffer */
    size_t buffer_size, buffer_used, buffer_length;
    ml_error read_error; /* of the last failed read of the source */
    char message[256];   /* libpng's */
    size_t row_bytes;
    uint8_t *rows;      /* one row, or the whole image when interlaced */
    uint32_t next_row;  /* number of rows decoded so far */
    size_t row_samples; /* of a row: width times channels */
    size_t next_sample; /* in the current row; row_samples when a new row is due */
    uint8_t *buffer;    /* [buffer_size] */
} reader;

static void on_error(png_structp png, png_const_charp message)
{
    reader *self = png_get_error_ptr(png);
    size_t n = strlen(message);
    n = n < sizeof self->message ? n : sizeof self->message - 1;
    memcpy(self->message, message, n);
    self->message[n] = '\0';
    self->broken = true;
    png_longjmp(png, 1);
}

static png_voidp on_malloc(png_structp png, png_alloc_size_t size)
{
    reader *self = png_get_mem_ptr(png);
    void *memory = malloc(size);
    self->no_memory |= !memory;
    return memory;
}

static void on_free(png_structp png, png_voidp memory)
{
    ML_UNUSED(png);
    free(memory);
}

/* What libpng only warns of, and is an error. */
static void on_warning(png_structp png, png_const_charp message)
{
    if (strstr(message, "Too much image data") || strstr(message, "Extra compressed data"))
        png_error(png, surplus);
}

/* What libpng reads behind the pixels: a chunk's head of 8 bytes, and n_left bytes until the next. */
static void look_at_chunk(reader *self, const uint8_t *bytes, size_t n)
{
    if (self->n_left > 0 || n != 8) {
        self->n_left -= n < self->n_left ? n : self->n_left;
        return;
    }
    uint64_t n_data = (uint64_t)bytes[0] << 24 | (uint64_t)bytes[1] << 16 | (uint64_t)bytes[2] << 8 | bytes[3];
    if (memcmp(bytes + 4, "IDAT", 4) == 0 && (self->n_behind += n_data) > MAX_BEHIND)
        png_error(self->png, surplus);
    self->n_left = n_data + 4; /* and a check sum */
}

static void on_read(png_structp png, png_bytep bytes, size_t n_bytes)
{
    reader *self = png_get_io_ptr(png);
    png_bytep to = bytes;
    size_t n = n_bytes;
    if (self->place == AT_LAST_ROW && n > self->n_left)
        png_error(png, surplus);
    self->n_left -= self->place == AT_LAST_ROW ? n : 0;
    while (n > 0) {
        if (self->buffer_used == self->buffer_length) {
            uint64_t left = self->source->size_bytes - self->offset;
            size_t wanted = left < self->buffer_size ? (size_t)left : self->buffer_size;
            if (wanted == 0)
                png_error(png, "the file ends early");
            if (ml_source_read(self->source, self->offset, wanted, &self->read_error, self->buffer))
                png_error(png, "cannot be read");
            self->offset += wanted;
            self->buffer_used = 0;
            self->buffer_length = wanted;
        }
        size_t have = self->buffer_length - self->buffer_used, taken = have < n ? have : n;
        memcpy(to, self->buffer + self->buffer_used, taken);
        self->buffer_used += taken;
        to += taken;
        n -= taken;
    }
    if (self->place == BEHIND_PIXELS)
        look_at_chunk(self, bytes, n_bytes);
}

/* Turns the state after a jump into an error. */
static ml_status broken(const reader *self, ml_error *error)
{
    if (self->read_error.status)
        return ml_fail(error, self->read_error.status, "%s", self->read_error.text);
    if (self->no_memory)
        return ml_fail_memory(error, "a PNG");
    ml_fail(error, ML_E_INPUT, "%s: broken PNG", self->source->name);
    if (self->row_bytes)
        ml_error_add(error, " at row %lu of %lu", (unsigned long)self->next_row, (unsigned long)self->header.height);
    ml_error_add(error, ": %s", self->message);
    return error->status;
}

static void set_up(png_structp png)
{
    /* What does not change the raw samples is not even parsed. */
    static const png_byte discarded[] = "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0"
                                        "sCAL\0sPLT\0sRGB\0tEXt\0tIME\0tRNS\0zTXt";
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, discarded, (int)(sizeof discarded / 5));
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* ml_limits bounds the pixels */
}

static ml_status read_info(reader *self, ml_error *error)
{
    if (setjmp(png_jmpbuf(self->png)))
        return broken(self, error);
    set_up(self->png);
    png_read_info(self->png, self->info);
    return ML_OK;
}

static void read_palette(reader *self)
{
    ml_raster_header *header = &self->header;
    png_colorp palette;
    int n = 0;
    if (!png_get_PLTE(self->png, self->info, &palette, &n) || n > ML_RASTER_MAX_PALETTE)
        n = 0;
    header->n_palette = (unsigned)n;
    for (int i = 0; i < n; i++) {
        header->palette[i][0] = palette[i].red;
        header->palette[i][1] = palette[i].green;
        header->palette[i][2] = palette[i].blue;
    }
}

static ml_raster_kind kind_of(int color_type)
{
    switch (color_type) {
    case PNG_COLOR_TYPE_GRAY: return ML_RASTER_GRAY;
    case PNG_COLOR_TYPE_PALETTE: return ML_RASTER_PALETTE;
    case PNG_COLOR_TYPE_GRAY_ALPHA: return ML_RASTER_GRAY_ALPHA;
    case PNG_COLOR_TYPE_RGB: return ML_RASTER_RGB;
    default: return ML_RASTER_RGBA;
    }
}

/* Reads all that stands before the pixels. */
static ml_status read_header(reader *self, ml_error *error)
{
    ml_raster_header *header = &self->header;
    self->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, self, on_error, on_warning, self, on_malloc, on_free);
    self->info = self->png ? png_create_info_struct(self->png) : NULL;
    if (!self->info)
        return ml_fail_memory(error, "a PNG");
    png_set_read_fn(self->png, self, on_read);
    ml_status status = read_info(self, error);
    if (status)
        return status;
    *header = (ml_raster_header){.width = png_get_image_width(self->png, self->info),
                                 .height = png_get_image_height(self->png, self->info),
                                 .kind = kind_of(png_get_color_type(self->png, self->info)),
                                 .n_channels = png_get_channels(self->png, self->info),
                                 .bits = png_get_bit_depth(self->png, self->info),
                                 .type = ML_SAMPLE_U16,
                                 .n_pages = 1,
                                 .interlaced = png_get_interlace_type(self->png, self->info) != PNG_INTERLACE_NONE};
    if (header->kind == ML_RASTER_PALETTE)
        read_palette(self);
    status = ml_limits_pixels(self->limits, self->source->name, header->width, header->height, error, &header->n_pixels);
    if (status)
        return status;
    uint64_t packed = (uint64_t)png_get_rowbytes(self->png, self->info) * header->height;
    if (packed / MAX_EXPANSION > self->source->size_bytes)
        return ml_fail(error, ML_E_INPUT, "%s: claims %zu x %zu pixels, more than its %llu bytes can hold", self->source->name,
                       header->width, header->height, (unsigned long long)self->source->size_bytes);
    return ML_OK;
}

static void close_reader(void *state)
{
    reader *self = state;
    png_destroy_read_struct(&self->png, &self->info, NULL);
    free(self->buffer);
    free(self->rows);
    free(self);
}

static ml_status open_reader(const ml_source *source, const ml_limits *limits, ml_error *error, void **state,
                             ml_raster_header *header)
{
    reader *self = ml_alloc(1, sizeof *self);
    if (!self)
        return ml_fail_memory(error, "a PNG");
    const size_t size = source->size_bytes < MAX_BUFFER_SIZE ? (size_t)source->size_bytes : MAX_BUFFER_SIZE;
    *self = (reader){.source = source, .limits = limits, .buffer_size = size};
    self->buffer = ml_alloc_unset(self->buffer_size, 1);
    ml_status status = self->buffer ? read_header(self, error) : ml_fail_memory(error, "a PNG");
    if (status) {
        close_reader(self);
        return status;
    }
    *header = self->header;
    *state = self;
    return ML_OK;
}

/* Sets the one transformation (packed samples to bytes) and tells the size of a row then. */
static ml_status start(reader *self, ml_error *error, size_t *row_bytes)
{
    if (setjmp(png_jmpbuf(self->png)))
        return broken(self, error);
    png_set_packing(self->png);
    if (self->header.interlaced)
        png_set_interlace_handling(self->png);
    png_read_update_info(self->png, self->info);
    *row_bytes = png_get_rowbytes(self->png, self->info);
    return ML_OK;
}

/* To be called before each row of the last pass. */
static void note_last_row(reader *self)
{
    self->place = self->next_row + 1 == self->header.height ? AT_LAST_ROW : BEFORE;
    self->n_left = (uint64_t)LAST_ROW_FACTOR * self->row_bytes + LAST_ROW_BYTES;
}

/* Decodes n rows, which follow each other in `rows`. */
static ml_status read_rows(reader *self, size_t n, ml_error *error, uint8_t *rows)
{
    if (setjmp(png_jmpbuf(self->png)))
        return broken(self, error);
    for (size_t k = 0; k < n; k++) {
        note_last_row(self);
        png_read_row(self->png, rows + k * self->row_bytes, NULL);
        self->next_row++;
    }
    return ML_OK;
}

static ml_status read_interlaced(reader *self, ml_error *error)
{
    if (setjmp(png_jmpbuf(self->png)))
        return broken(self, error);
    for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++)
        for (self->next_row = 0; self->next_row < self->header.height; self->next_row++) {
            if (pass == PNG_INTERLACE_ADAM7_PASSES - 1)
                note_last_row(self);
            png_read_row(self->png, self->rows + self->next_row * self->row_bytes, NULL);
        }
    self->next_row = 0;
    return ML_OK;
}

/* Reads what follows the pixels: the check sums of the last chunks and the end. */
static ml_status finish(reader *self, ml_error *error)
{
    if (setjmp(png_jmpbuf(self->png)))
        return broken(self, error);
    self->place = BEHIND_PIXELS;
    self->n_left = 0;
    png_read_end(self->png, NULL);
    return ML_OK;
}

/* Prepares for the first row; decodes an interlaced image as a whole. */
static ml_status begin(reader *self, ml_error *error)
{
    size_t size, row_bytes = 0;
    const ml_raster_header *header = &self->header;
    ml_status status = start(self, error, &row_bytes);
    if (status)
        return status;
    if (!ml_multiply(row_bytes, header->interlaced ? header->height : 1, &size))
        return ml_fail_memory(error, "an interlaced image");
    if (header->interlaced) {
        status = ml_limits_memory(self->limits, self->source->name, size, "an interlaced image", error);
        if (status)
            return status;
    }
    if (!(self->rows = ml_alloc(size, 1)))
        return ml_fail_memory(error, "the rows of a PNG");
    self->row_bytes = row_bytes;
    self->next_sample = self->row_samples = (size_t)header->width * header->n_channels;
    return header->interlaced ? read_interlaced(self, error) : ML_OK;
}

/* Makes the next row current. */
static ml_status next_row(reader *self, ml_error *error)
{
    if (self->next_row == self->header.height)
        return ml_fail(error, ML_E_SYSTEM, "%s: internal: read past the last row", self->source->name);
    self->next_sample = 0;
    if (!self->header.interlaced)
        return read_rows(self, 1, error, self->rows);
    self->next_row++;
    return ML_OK;
}

/* Samples are widened so many at a time: compilers make vector operations of loops of known length. */
enum { SAMPLES_AT_ONCE = 32 };

static void widen_8(const uint8_t *restrict from, size_t n, uint16_t *restrict samples)
{
    size_t i = 0;
    for (; i + SAMPLES_AT_ONCE <= n; i += SAMPLES_AT_ONCE)
        for (size_t k = 0; k < SAMPLES_AT_ONCE; k++)
            samples[i + k] = from[i + k];
    for (; i < n; i++)
        samples[i] = from[i];
}

/* 16-bit samples are big-endian in the file. */
static void widen_16(const uint8_t *restrict from, size_t n, uint16_t *restrict samples)
{
    size_t i = 0;
    for (; i + SAMPLES_AT_ONCE <= n; i += SAMPLES_AT_ONCE)
        for (size_t k = 0; k < SAMPLES_AT_ONCE; k++)
            samples[i + k] = (uint16_t)(from[2 * (i + k)] << 8 | from[2 * (i + k) + 1]);
    for (; i < n; i++)
        samples[i] = (uint16_t)(from[2 * i] << 8 | from[2 * i + 1]);
}

static void copy_samples(const reader *self, size_t n, bool as_bytes, uint8_t *to)
{
    const uint8_t *row = self->rows + (self->header.interlaced ? (self->next_row - 1) * self->row_bytes : 0);
    if (as_bytes)
        memcpy(to, row + self->next_sample, n);
    else if (self->header.bits == 16)
        widen_16(row + self->next_sample * 2, n, (uint16_t *)(void *)to);
    else
        widen_8(row + self->next_sample, n, (uint16_t *)(void *)to);
}

/* Reads pixels as 16-bit samples, or those of up to 8 bits as bytes, whole rows in their place. */
static ml_status decode(reader *self, size_t n_pixels, bool as_bytes, ml_error *error, uint8_t *to)
{
    const size_t size = as_bytes ? 1 : sizeof(uint16_t);
    ml_status status = ML_OK;
    if (self->broken)
        return broken(self, error);
    if (!self->rows)
        status = begin(self, error);
    for (size_t n = n_pixels * self->header.n_channels, taken; n > 0 && !status; n -= taken, to += taken * size) {
        const size_t left = self->row_samples - self->next_sample, n_rows = left == 0 ? n / self->row_samples : 0;
        taken = n_rows * self->row_samples;
        if (as_bytes && !self->header.interlaced && n_rows > 0 && n_rows <= self->header.height - self->next_row) {
            status = read_rows(self, n_rows, error, to);
            continue;
        }
        if (left == 0 && (status = next_row(self, error)))
            break;
        taken = self->row_samples - self->next_sample;
        taken = taken < n ? taken : n;
        copy_samples(self, taken, as_bytes, to);
        self->next_sample += taken;
    }
    if (!status && self->next_row == self->header.height && self->next_sample == self->row_samples)
        status = finish(self, error);
    return status;
}

static ml_status read_samples(void *state, size_t n, ml_error *error, void *to) { return decode(state, n, false, error, to); }
static ml_status read_bytes(void *state, size_t n, ml_error *error, uint8_t *to) { return decode(state, n, true, error, to); }

const ml_raster_ops ml_png_ops = {.open = open_reader, .read = read_samples, .read_bytes = read_bytes, .close = close_reader};
