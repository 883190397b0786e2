/* The table of formats; see registry.h. */
#include "format/registry.h"

#include "format/foreign.h"
#include "format/jpeg_reader.h"
#include "format/nifti_reader.h"
#include "format/npy.h"
#include "format/npz.h"
#include "format/png_reader.h"
#include "format/tiff_reader.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MAX_START_BYTES = 16 };

static ml_status open_npy(ml_source *source, const char *key, const ml_limits *limits, ml_error *error, ml_array_header *header)
{
    ML_UNUSED(key); /* of archives */
    ML_UNUSED(limits);
    return ml_npy_read_header(source, error, header);
}

static ml_status open_npz(ml_source *source, const char *key, const ml_limits *limits, ml_error *error, ml_array_header *header)
{
    ml_status status = ml_npz_open(source, key, limits->kept, error, source);
    return status ? status : ml_npy_read_header(source, error, header);
}

static ml_status open_tiff(ml_source *source, const char *key, const ml_limits *limits, ml_error *error,
                           ml_array_header *header)
{
    ML_UNUSED(key);
    return ml_tiff_open(source, limits, error, header);
}

static ml_status open_nifti(ml_source *source, const char *key, const ml_limits *limits, ml_error *error,
                            ml_array_header *header)
{
    ML_UNUSED(key);
    ML_UNUSED(limits);
    return ml_nifti_open(source, error, header);
}

#define START(OFFSET, BYTES)                                                                                                   \
    {                                                                                                                          \
        OFFSET, sizeof BYTES - 1, BYTES                                                                                        \
    }

/* What a file begins with, as the formats' own documents say. Those that are read come first. */
static const ml_file_format formats[] = {
    {.name = "a NumPy array",
     .starts = {START(0, "\x93NUMPY")},
     .word = ".npy",
     .title = "NumPy array",
     .extensions = {".npy"},
     .uses = ML_FORMAT_TRUTH | ML_FORMAT_PREDICTION | ML_FORMAT_ARRAY,
     .open_array = open_npy},
    {.name = "a NumPy archive",
     .starts = {START(0, "PK\3\4"), START(0, "PK\5\6")}, /* a member, or the end of an archive without any */
     .word = ".npz",
     .title = "NumPy array in an archive",
     .extensions = {".npz"},
     .uses = ML_FORMAT_TRUTH | ML_FORMAT_PREDICTION | ML_FORMAT_ARRAY,
     .open_array = open_npz,
     .list_keys = ml_npz_list},
    {.name = "a PNG",
     .starts = {START(0, "\x89PNG\r\n\x1a\n")},
     .word = "PNG",
     .title = "PNG",
     .extensions = {".png"},
     .uses = ML_FORMAT_TRUTH | ML_FORMAT_PREDICTION | ML_FORMAT_PLANE | ML_FORMAT_RASTER | ML_FORMAT_PHOTO,
     .raster = &ml_png_ops},

    {.name = "a TIFF",
     .starts = {START(0, "II*\0"), START(0, "MM\0*"), START(0, "II+\0"), START(0, "MM\0+")},
     .word = "TIFF",
     .title = "TIFF",
     .extensions = {".tif", ".tiff"},
     .uses = ML_FORMAT_TRUTH | ML_FORMAT_PREDICTION | ML_FORMAT_PLANE | ML_FORMAT_RASTER | ML_FORMAT_ARRAY | ML_FORMAT_YIELDS,
     .raster = &ml_tiff_ops,
     .is_raster = ml_tiff_look,
     .open_array = open_tiff},
    {.name = "a NIfTI image",
     .starts = {START(344, "n+1\0"), START(4, "n+2\0\r\n\032\n"), START(0, "\x1f\x8b")},
     .is_like = ml_nifti_is_like,
     .word = "NIfTI",
     .title = "NIfTI",
     .extensions = {".nii", ".nii.gz"},
     .uses = ML_FORMAT_TRUTH | ML_FORMAT_PREDICTION | ML_FORMAT_ARRAY | ML_FORMAT_YIELDS | ML_FORMAT_SLICES,
     .open_array = open_nifti},

    {.name = "a MATLAB file of version 7.3", .starts = {START(0, "MATLAB 7")}, .remedy = ML_CONVERSION("MATLAB 7.3")},
    {.name = "a MATLAB file", .starts = {START(0, "MATLAB 5")}, .extensions = {".mat"}, .remedy = ML_CONVERSION("MATLAB 5")},
    {.name = "an HDF5 file",
     .starts = {START(0, "\x89HDF\r\n\x1a\n"), START(512, "\x89HDF\r\n\x1a\n")}, /* behind a block of the user's */
     .extensions = {".h5", ".hdf5"},
     .remedy = ML_CONVERSION("HDF5")},
    {.name = "a NIfTI header without its image",
     .starts = {START(344, "ni1\0"), START(4, "ni2\0\r\n\032\n")},
     .remedy = ML_CONVERSION("NIfTI")},
    {.name = "compressed with gzip", .starts = {START(0, "\x1f\x8b")}, .remedy = "unpack it first: gzip -d does"},
    {.name = "a PyTorch file", /* of before 1.6: the pickle of a number; later ones are archives, see npz.c */
     .starts = {START(0, "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19")},
     .extensions = {".pt", ".pth"},
     .remedy = ML_CONVERSION("PyTorch")},
    {.name = "a Python pickle",
     .starts = {START(0, "\x80\x02"), START(0, "\x80\x03"), START(0, "\x80\x04"), START(0, "\x80\x05")},
     .extensions = {".pkl", ".pickle"},
     .remedy = ML_CONVERSION("Pickles and arrays of objects")},
    {.name = "a table of run lengths",
     .is_like = ml_is_like_run_lengths,
     .extensions = {".csv"},
     .remedy = ML_CONVERSION("Run lengths")},
    {.name = "JSON of labelme", .starts = {START(0, "{")}, .is_like = ml_is_like_labelme, .remedy = ML_CONVERSION("labelme")},
    {.name = "JSON of COCO",
     .starts = {START(0, "{"), START(0, "[")},
     .is_like = ml_is_like_coco,
     .remedy = ML_CONVERSION("COCO")},
    {.name = "a JPEG",
     .starts = {START(0, "\xff\xd8\xff")},
     .extensions = {".jpg", ".jpeg"},
     .remedy = "its samples are not the ones that were saved: make PNGs from the originals",
     .word = "JPEG",
     .uses = ML_FORMAT_PHOTO,
     .raster = &ml_jpeg_ops},
    {.name = "a GIF", .starts = {START(0, "GIF8")}, .extensions = {".gif"}, .remedy = ML_CONVERSION("GIF and BMP")},
    {.name = "a BMP", .starts = {START(0, "BM")}, .extensions = {".bmp"}, .remedy = ML_CONVERSION("GIF and BMP")},
    {.name = "a PGM", .starts = {START(0, "P5")}, .extensions = {".pgm"}, .remedy = ML_CONVERSION("PGM")},
    {.name = "an OpenEXR image",
     .starts = {START(0, "\x76\x2f\x31\x01")},
     .extensions = {".exr"},
     .remedy = "save its channels as an array of floats, .npy"},
    {.name = "a RIFF file (WebP, say)",
     .starts = {START(0, "RIFF")},
     .extensions = {".webp"},
     .remedy = "make PNGs from the originals"},
    {.name = "an ISO media file (AVIF or HEIC, say)",
     .starts = {START(4, "ftyp")},
     .extensions = {".avif", ".heic"},
     .remedy = "make PNGs from the originals"},
};

static ml_status begins_like(const ml_source *source, const ml_file_format_start *start, ml_error *error, bool *begins)
{
    char bytes[MAX_START_BYTES];
    *begins = false;
    /* None of the table is longer than `bytes`; were it, it would not be found. */
    if (start->n > sizeof bytes || start->offset + start->n > source->size_bytes)
        return ML_OK;
    ml_status status = ml_source_read(source, start->offset, start->n, error, bytes);
    *begins = !status && memcmp(bytes, start->bytes, start->n) == 0;
    return status;
}

static ml_status is_in(const ml_file_format *format, const ml_source *source, ml_error *error, bool *is)
{
    ml_status status = ML_OK;
    bool begins = format->starts[0].n == 0; /* it begins like nothing in particular, and is_like is there */
    for (size_t s = 0; s < ML_FORMAT_MAX_STARTS && format->starts[s].n > 0 && !begins && !status; s++)
        status = begins_like(source, &format->starts[s], error, &begins);
    *is = begins;
    return begins && format->is_like ? format->is_like(source, error, is) : status;
}

ml_status ml_file_format_of_source(const ml_source *source, ml_error *error, const ml_file_format **format)
{
    bool is = false;
    for (size_t f = 0; f < ML_COUNT(formats); f++) {
        ml_status status = is_in(&formats[f], source, error, &is);
        if (status)
            return status;
        if (is) {
            *format = &formats[f];
            return ML_OK;
        }
    }
    *format = NULL;
    return ML_OK;
}

ml_status ml_file_format_of_file(const char *path, ml_error *error, const ml_file_format **format)
{
    ml_source source;
    ml_status status = ml_source_open(path, error, &source);
    if (status)
        return status;
    status = ml_file_format_of_source(&source, error, format);
    ml_source_close(&source);
    return status;
}

/* Whether the n bytes of a name end in an extension of the format, and how long that is; else *length is 0. */
static bool has_extension(const ml_file_format *format, const char *name, size_t n, size_t *length)
{
    for (size_t e = 0; e < ML_FORMAT_MAX_EXTENSIONS && format->extensions[e]; e++) {
        *length = strlen(format->extensions[e]);
        if (n >= *length && strncasecmp(name + n - *length, format->extensions[e], *length) == 0)
            return true;
    }
    *length = 0;
    return false;
}

/* The format whose extension the name ends in, one that is read or one that is not, and how long that is. */
static const ml_file_format *find_extension(const char *name, size_t n, bool is_read, size_t *length)
{
    for (size_t f = 0; f < ML_COUNT(formats); f++)
        if (is_read == !formats[f].remedy && has_extension(&formats[f], name, n, length))
            return &formats[f];
    *length = 0;
    return NULL;
}

const ml_file_format *ml_file_format_of_name(const char *name, size_t n)
{
    size_t length;
    return find_extension(name, n, true, &length);
}

size_t ml_file_extension_length(const char *name, size_t n)
{
    size_t length;
    find_extension(name, n, true, &length);
    return length;
}

size_t ml_file_photo_extension_length(const char *name, size_t n)
{
    size_t length = 0;
    for (size_t f = 0; f < ML_COUNT(formats); f++)
        if (ml_file_format_is(&formats[f], ML_FORMAT_PHOTO) && has_extension(&formats[f], name, n, &length))
            return length;
    return 0;
}

ml_status ml_file_is_raster(const ml_file_format *format, const ml_source *source, const ml_limits *limits, ml_error *error,
                            bool *is_raster)
{
    if (format->is_raster)
        return format->is_raster(source, limits, error, is_raster);
    *is_raster = ml_file_format_is(format, ML_FORMAT_RASTER);
    return ML_OK;
}

bool ml_file_format_is(const ml_file_format *format, unsigned uses) { return format && (format->uses & uses) == uses; }

const char *ml_file_format_example(unsigned uses)
{
    for (size_t f = 0; f < ML_COUNT(formats); f++)
        if (ml_file_format_is(&formats[f], uses))
            return formats[f].extensions[0];
    return "";
}

const char *ml_formats_text(unsigned uses, const char *last, char text[ML_FORMATS_TEXT_SIZE])
{
    size_t n_left = 0, n = 0;
    text[0] = '\0';
    for (size_t f = 0; f < ML_COUNT(formats); f++)
        n_left += ml_file_format_is(&formats[f], uses);
    for (size_t f = 0; f < ML_COUNT(formats) && n < ML_FORMATS_TEXT_SIZE; f++)
        if (ml_file_format_is(&formats[f], uses)) {
            n_left--;
            const char *before = n == 0 ? "" : n_left ? ", " : last;
            n += (size_t)snprintf(text + n, ML_FORMATS_TEXT_SIZE - n, "%s%s", before, formats[f].word);
        }
    return text;
}

ml_status ml_fail_format(const ml_source *source, const ml_file_format *format, const char *wanted, ml_error *error)
{
    if (source->size_bytes == 0)
        return ml_fail(error, ML_E_INPUT, "%s: is empty", source->name);
    if (format && format->remedy)
        return ml_fail(error, ML_E_INPUT, "%s: is %s, which is not read; %s", source->name, format->name, format->remedy);
    size_t length;
    const ml_file_format *named = format ? NULL : find_extension(source->name, strlen(source->name), false, &length);
    if (named)
        return ml_fail(error, ML_E_INPUT, "%s: is called like %s, which is not read; %s", source->name, named->name,
                       named->remedy);
    return ml_fail(error, ML_E_INPUT, "%s: %s", source->name, wanted);
}
