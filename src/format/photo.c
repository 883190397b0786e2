/* Photos as rows of gray; see photo.h. */
#include "format/photo.h"

#include "base/memory.h"
#include "format/registry.h"

#include <stdlib.h>

struct ml_photo {
    ml_source file; /* the photo's own, or none is open */
    const ml_source *source;
    ml_raster raster;
    size_t width;      /* of the truth */
    size_t step;       /* the photo's size is so many times the truth's */
    size_t next_row;   /* of the photo */
    uint16_t *samples; /* a row of the photo */
};

/* --- Samples --- */

/* A sample of so many bits as one of 8. */
static unsigned to_8_bits(unsigned sample, unsigned bits)
{
    return bits > 8 ? sample >> (bits - 8) : sample * 255 / ((1u << bits) - 1); /* 1, 3, 15 and 255 divide 255 */
}

/* The colour of a pixel. */
static void color_of(const ml_raster_header *header, const uint16_t *samples, unsigned color[3])
{
    bool is_gray = header->kind == ML_RASTER_GRAY || header->kind == ML_RASTER_GRAY_ALPHA;
    for (size_t i = 0; i < 3; i++)
        color[i] = header->kind == ML_RASTER_PALETTE ? header->palette[samples[0]][i]
                                                     : to_8_bits(samples[is_gray ? 0 : i], header->bits);
}

static ml_status no_color(const ml_photo *photo, size_t column, unsigned index, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu has colour %u of a palette of %u: save it as RGB",
                   photo->source->name, photo->next_row, column, index, photo->raster.header.n_palette);
}

/* Makes gray of the row that was read. */
static ml_status take_row(const ml_photo *photo, ml_error *error, uint8_t *gray)
{
    const ml_raster_header *header = &photo->raster.header;
    for (size_t i = 0; i < photo->width; i++) {
        const uint16_t *samples = photo->samples + i * photo->step * header->n_channels;
        unsigned color[3];
        if (ml_raster_lacks_color(header, samples[0]))
            return no_color(photo, i * photo->step, samples[0], error);
        color_of(header, samples, color);
        gray[i] = (uint8_t)((299 * color[0] + 587 * color[1] + 114 * color[2] + 500) / 1000);
    }
    return ML_OK;
}

/* --- Files --- */

static ml_status no_photo(const ml_source *source, const ml_file_format *format, ml_error *error)
{
    char formats[ML_FORMATS_TEXT_SIZE];
    if (source->size_bytes == 0)
        return ml_fail(error, ML_E_INPUT, "%s: is empty", source->name);
    return ml_fail(error, ML_E_INPUT, "%s: is %s; a photo is %s", source->name, format ? format->name : "of no known format",
                   ml_formats_text(ML_FORMAT_PHOTO, " or ", formats));
}

/* The factor between the sizes of photo and truth. */
static ml_status find_step(const ml_photo *photo, size_t width, size_t height, ml_error *error, size_t *step)
{
    const ml_raster_header *header = &photo->raster.header;
    size_t n = header->width / width;
    if (n == 0 || header->width % width || header->height % height || header->height / height != n)
        return ml_fail(
            error, ML_E_INPUT,
            "%s: is %zu x %zu, and the truth %zu x %zu: a photo is as large, or a whole number of times as wide and as "
            "high",
            photo->source->name, header->width, header->height, width, height);
    *step = n;
    return ML_OK;
}

/* Opens what the photo's source holds. */
static ml_status open_raster(ml_photo *photo, size_t width, size_t height, const ml_limits *limits, ml_error *error)
{
    const ml_file_format *format;
    ml_status status = ml_file_format_of_source(photo->source, error, &format);
    if (status)
        return status;
    if (!ml_file_format_is(format, ML_FORMAT_PHOTO))
        return no_photo(photo->source, format, error);
    status = ml_raster_open(format->raster, photo->source, limits, error, &photo->raster);
    if (!status)
        status = find_step(photo, width, height, error, &photo->step);
    if (status)
        return status;
    const ml_raster_header *header = &photo->raster.header;
    size_t n_samples; /* where size_t has 64 bits, these are always fewer */
    photo->width = width;
    if (!ml_multiply(header->width, header->n_channels, &n_samples) ||
        !(photo->samples = ml_alloc(n_samples, sizeof *photo->samples)))
        return ml_fail_memory(error, "a row of a photo");
    return ML_OK;
}

static ml_photo *make_photo(void)
{
    ml_photo *photo = ml_alloc(1, sizeof *photo);
    if (photo)
        photo->file.fd = -1;
    return photo;
}

/* Opens the photo's source, or closes the photo. */
static ml_status open_photo(ml_photo *made, size_t width, size_t height, const ml_limits *limits, ml_error *error,
                            ml_photo **photo)
{
    ml_status status = open_raster(made, width, height, limits, error);
    if (status)
        ml_photo_close(made);
    else
        *photo = made;
    return status;
}

ml_status ml_photo_open(const char *path, size_t width, size_t height, const ml_limits *limits, ml_error *error,
                        ml_photo **photo)
{
    ml_photo *made = make_photo();
    if (!made)
        return ml_fail_memory(error, "a photo");
    ml_status status = ml_source_open(path, error, &made->file);
    if (status) {
        ml_photo_close(made);
        return status;
    }
    made->source = &made->file;
    return open_photo(made, width, height, limits, error, photo);
}

ml_status ml_photo_open_source(const ml_source *source, size_t width, size_t height, const ml_limits *limits, ml_error *error,
                               ml_photo **photo)
{
    ml_photo *made = make_photo();
    if (!made)
        return ml_fail_memory(error, "a photo");
    made->source = source;
    return open_photo(made, width, height, limits, error, photo);
}

void ml_photo_close(ml_photo *photo)
{
    if (!photo)
        return;
    ml_raster_close(&photo->raster);
    ml_source_close(&photo->file);
    free(photo->samples);
    free(photo);
}

/* --- Reading --- */

ml_status ml_photo_read_row(ml_photo *photo, ml_error *error, uint8_t *gray)
{
    ml_status status = ML_OK;
    for (size_t i = 0; i < photo->step && !status; i++) {
        status = ml_raster_read(&photo->raster, ML_SAMPLE_U16, photo->raster.header.width, error, photo->samples);
        if (!status && i == 0)
            status = take_row(photo, error, gray);
        photo->next_row++;
    }
    return status;
}
