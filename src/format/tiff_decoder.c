/* Decodes TIFF through libtiff; see tiff_decoder.h. */
#include "format/tiff_decoder.h"

#include "format/foreign.h"

#ifdef HAVE_LIBTIFF
#include "base/memory.h"
#include "format/late_library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

/* What is called of libtiff. */
#define LIBTIFF(X)                                                                                                             \
    X(TIFFClientOpenExt)                                                                                                       \
    X(TIFFClose)                                                                                                               \
    X(TIFFGetField)                                                                                                            \
    X(TIFFGetFieldDefaulted)                                                                                                   \
    X(TIFFGetStrileByteCount)                                                                                                  \
    X(TIFFGetStrileByteCountWithErr)                                                                                           \
    X(TIFFGetStrileOffsetWithErr)                                                                                              \
    X(TIFFIsCODECConfigured)                                                                                                   \
    X(TIFFIsTiled)                                                                                                             \
    X(TIFFOpenOptionsAlloc)                                                                                                    \
    X(TIFFOpenOptionsFree)                                                                                                     \
    X(TIFFOpenOptionsSetErrorHandlerExtR)                                                                                      \
    X(TIFFOpenOptionsSetMaxSingleMemAlloc)                                                                                     \
    X(TIFFOpenOptionsSetWarningHandlerExtR)                                                                                    \
    X(TIFFReadEncodedStrip)                                                                                                    \
    X(TIFFReadEncodedTile)                                                                                                     \
    X(TIFFSetSubDirectory)                                                                                                     \
    X(TIFFTileSize)                                                                                                            \
    X(TIFFVStripSize)

typedef struct libtiff {
    LIBTIFF(ML_LATE_MEMBER)
} libtiff;

struct ml_tiff_decoder {
    const ml_source *source;
    const ml_tiff *tiff;
    libtiff libtiff;
    TIFF *handle;
    size_t page;        /* whose directory libtiff has; SIZE_MAX: none */
    uint64_t offset;    /* of libtiff in the file */
    bool lacked_memory; /* after which libtiff 4.5 frees what it has not set: it is not called again, not even to close */
    ml_error read_error;
    char message[256]; /* libtiff's first since the last success */
};

ml_status ml_tiff_check_support(const ml_source *source, ml_error *error)
{
    ML_UNUSED(source);
    ML_UNUSED(error);
    return ML_OK;
}

/* --- The file, as libtiff wants it --- */

static tmsize_t on_read(thandle_t client, void *to, tmsize_t n)
{
    ml_tiff_decoder *self = client;
    uint64_t size = self->source->size_bytes, left = self->offset < size ? size - self->offset : 0;
    size_t wanted = (uint64_t)n < left ? (size_t)n : (size_t)left; /* n >= 0: libtiff asks for what it has room for */
    /* A failure is no bytes, which are too few: of -1, libtiff 4.5 makes a size and writes before the start of a buffer. */
    if (wanted && ml_source_read(self->source, self->offset, wanted, &self->read_error, to))
        return 0;
    self->offset += wanted;
    return (tmsize_t)wanted;
}

/* Never called for files that are read, but libtiff will not do without it. */
static tmsize_t on_write(thandle_t client, void *from, tmsize_t n)
{
    ML_UNUSED(client);
    ML_UNUSED(from);
    ML_UNUSED(n);
    return -1;
}

static toff_t on_seek(thandle_t client, toff_t offset, int whence)
{
    ml_tiff_decoder *self = client;
    const uint64_t start[] = {[SEEK_SET] = 0, [SEEK_CUR] = self->offset, [SEEK_END] = self->source->size_bytes};
    self->offset = start[whence] + offset;
    return self->offset;
}

static int on_close(thandle_t client)
{
    ML_UNUSED(client);
    return 0;
}

static toff_t on_size(thandle_t client) { return ((const ml_tiff_decoder *)client)->source->size_bytes; }

/* --- Failures --- */

/* Keeps what libtiff says first: what follows are consequences. 1: libtiff prints nothing. */
static int on_error(TIFF *handle, void *user, const char *module, const char *format, va_list arguments) ML_PRINTF(4, 0);
static int on_error(TIFF *handle, void *user, const char *module, const char *format, va_list arguments)
{
    ml_tiff_decoder *self = user;
    ML_UNUSED(handle);
    ML_UNUSED(module);
    if (!self->message[0])
        vsnprintf(self->message, sizeof self->message, format, arguments);
    if (!self->read_error.status)
        self->lacked_memory |= ml_memory_lacked(); /* libtiff may go on without a tag, and errno be another one then */
    return 1;
}

static int on_warning(TIFF *handle, void *user, const char *module, const char *format, va_list arguments)
{
    ML_UNUSED(handle);
    ML_UNUSED(user);
    ML_UNUSED(module);
    ML_UNUSED(format);
    ML_UNUSED(arguments);
    return 1;
}

static ml_status broken(ml_tiff_decoder *self, size_t page, const char *reason, ml_error *error)
{
    /* Of tiles that end early libtiff names the row and column of strips, which it has not. */
    const bool says_where = self->message[0] && !strstr(self->message, "4294967295");
    const char *said = says_where ? self->message : reason;
    if (self->read_error.status)
        ml_fail(error, self->read_error.status, "%s", self->read_error.text);
    else if ((self->lacked_memory |= ml_memory_lacked()))
        ml_fail_memory(error, "a TIFF");
    else if (self->tiff->n_pages > 1)
        ml_fail(error, ML_E_INPUT, "%s: broken TIFF, page %zu: %s", self->source->name, page, said);
    else
        ml_fail(error, ML_E_INPUT, "%s: broken TIFF: %s", self->source->name, said);
    ml_error_clear(&self->read_error);
    self->message[0] = '\0';
    return error->status;
}

/* --- Opening --- */

static ml_status load(const char *file, ml_error *error, libtiff *functions)
{
#ifdef ML_LIBTIFF_SONAME
    static const char *const names[] = {LIBTIFF(ML_LATE_NAME)};
    const ml_late_library library = {"libtiff", ML_LIBTIFF_SONAME, ML_COUNT(names), names};
    return ml_late_library_load(&library, file, error, functions);
#else
    ML_UNUSED(file);
    ML_UNUSED(error);
    *functions = (libtiff){LIBTIFF(ML_LATE_ADDRESS)};
    return ML_OK;
#endif
}

static ml_status open_handle(ml_tiff_decoder *self, const ml_limits *limits, ml_error *error)
{
    ml_memory_watch();
    TIFFOpenOptions *options = self->libtiff.TIFFOpenOptionsAlloc();
    if (!options)
        return ml_fail_memory(error, "a TIFF");
    uint64_t most = limits->max_memory_bytes < PTRDIFF_MAX ? limits->max_memory_bytes : PTRDIFF_MAX;
    self->libtiff.TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, self);
    self->libtiff.TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, self);
    self->libtiff.TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)(most > 1 << 20 ? most : 1 << 20));
    /* h: no directory is read yet; m: nothing is mapped; c: strips are those of the file, none is cut into smaller ones */
    self->handle = self->libtiff.TIFFClientOpenExt(self->source->name, "rhmc", self, on_read, on_write, on_seek, on_close,
                                                   on_size, NULL, NULL, options);
    self->libtiff.TIFFOpenOptionsFree(options);
    return self->handle ? ML_OK : broken(self, 0, "cannot be opened", error);
}

ml_status ml_tiff_decoder_open(const ml_source *source, const ml_tiff *tiff, const ml_limits *limits, ml_error *error,
                               ml_tiff_decoder **decoder)
{
    ml_tiff_decoder *self = ml_alloc(1, sizeof *self);
    if (!self)
        return ml_fail_memory(error, "a TIFF");
    self->source = source;
    self->tiff = tiff;
    self->page = SIZE_MAX;
    ml_status status = load(source->name, error, &self->libtiff);
    if (!status && !self->libtiff.TIFFIsCODECConfigured((uint16_t)tiff->page.compression))
        status = ml_fail(error, ML_E_INPUT,
                         "%s: is compressed by method %u, which the libtiff of this maskloss does not know: write it with -co "
                         "COMPRESS=DEFLATE",
                         source->name, (unsigned)tiff->page.compression);
    if (!status)
        status = open_handle(self, limits, error);
    if (status)
        ml_tiff_decoder_close(self);
    else
        *decoder = self;
    return status;
}

void ml_tiff_decoder_close(ml_tiff_decoder *decoder)
{
    if (decoder && decoder->handle && !decoder->lacked_memory)
        decoder->libtiff.TIFFClose(decoder->handle);
    free(decoder);
}

/* --- Reading --- */

/* Bytes of a whole block. */
static uint64_t block_bytes(const ml_tiff_page *p)
{
    uint64_t samples = (uint64_t)p->block_width * (p->is_planar ? 1 : p->n_samples); /* < 2^48 */
    return (samples * p->bits + 7) / 8 * p->block_height;
}

/* Turns libtiff to a page. What it makes of the directory must be what was read there. */
static ml_status turn_to(ml_tiff_decoder *self, size_t page, ml_error *error)
{
    const ml_tiff_page *p = &self->tiff->page;
    if (self->lacked_memory)
        return ml_fail_memory(error, "a TIFF");
    ml_memory_watch();
    if (self->page == page)
        return ML_OK;
    self->page = SIZE_MAX;
    if (!self->libtiff.TIFFSetSubDirectory(self->handle, self->tiff->offsets[page]))
        return broken(self, page, "its directory cannot be read", error);
    uint32_t width = 0, height = 0, block_height = 0;
    uint16_t bits = 0, samples = 0, planar = 0, compression = 0, format = 0;
    self->libtiff.TIFFGetField(self->handle, TIFFTAG_IMAGEWIDTH, &width);
    self->libtiff.TIFFGetField(self->handle, TIFFTAG_IMAGELENGTH, &height);
    self->libtiff.TIFFGetFieldDefaulted(self->handle, TIFFTAG_BITSPERSAMPLE, &bits);
    self->libtiff.TIFFGetFieldDefaulted(self->handle, TIFFTAG_SAMPLESPERPIXEL, &samples);
    self->libtiff.TIFFGetFieldDefaulted(self->handle, TIFFTAG_PLANARCONFIG, &planar);
    self->libtiff.TIFFGetFieldDefaulted(self->handle, TIFFTAG_COMPRESSION, &compression);
    self->libtiff.TIFFGetFieldDefaulted(self->handle, TIFFTAG_SAMPLEFORMAT, &format);
    self->libtiff.TIFFGetFieldDefaulted(self->handle, p->is_tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, &block_height);
    if (!p->is_tiled && block_height > height)
        block_height = height;
    bool same = width == p->width && height == p->height && bits == p->bits && samples == p->n_samples &&
                (samples == 1 || (planar == PLANARCONFIG_SEPARATE) == (p->is_planar != 0)) && compression == p->compression &&
                block_height == p->block_height && (self->libtiff.TIFFIsTiled(self->handle) != 0) == (p->is_tiled != 0) &&
                (format == p->number || format == SAMPLEFORMAT_VOID);
    tmsize_t size =
        p->is_tiled ? self->libtiff.TIFFTileSize(self->handle) : self->libtiff.TIFFVStripSize(self->handle, p->block_height);
    /* Of a tag that it could not read, and can do without, libtiff says nothing. */
    if (!same || (uint64_t)size != block_bytes(p) || self->read_error.status)
        return broken(self, page, "its directory contradicts itself", error);
    self->page = page;
    return ML_OK;
}

ml_status ml_tiff_decode(ml_tiff_decoder *decoder, size_t page, uint32_t block, size_t n, ml_error *error, void *to)
{
    ml_tiff_decoder *self = decoder;
    ml_status status = turn_to(self, page, error);
    if (status)
        return status;
    int failed = 0;
    if (self->libtiff.TIFFGetStrileByteCountWithErr(self->handle, block, &failed) == 0 && failed)
        return broken(self, page, "where its data are cannot be read", error);
    if (self->libtiff.TIFFGetStrileByteCount(self->handle, block) == 0)
        return ml_fail(error, ML_E_INPUT,
                       "%s: has no data at all for %s %u, as GDAL writes with SPARSE_OK: write it in full with gdal_translate",
                       self->source->name, self->tiff->page.is_tiled ? "tile" : "strip", (unsigned)block);
    memset(to, 0, n); /* a decoder of damaged data may leave some of it as it was, and say nothing */
    tmsize_t got = self->tiff->page.is_tiled ? self->libtiff.TIFFReadEncodedTile(self->handle, block, to, (tmsize_t)n)
                                             : self->libtiff.TIFFReadEncodedStrip(self->handle, block, to, (tmsize_t)n);
    /* A decoder that goes on after an error has said so. */
    if (got < 0 || (size_t)got != n || self->message[0] || self->read_error.status)
        return broken(self, page, "its data are cut off", error);
    return ML_OK;
}

ml_status ml_tiff_read_raw(ml_tiff_decoder *decoder, size_t page, uint32_t block, uint64_t first, size_t n, ml_error *error,
                           void *to)
{
    ml_tiff_decoder *self = decoder;
    ml_status status = turn_to(self, page, error);
    if (status)
        return status;
    int failed[2] = {0, 0};
    uint64_t have = self->libtiff.TIFFGetStrileByteCountWithErr(self->handle, block, &failed[0]);
    uint64_t offset = self->libtiff.TIFFGetStrileOffsetWithErr(self->handle, block, &failed[1]);
    if (failed[0] || failed[1])
        return broken(self, page, "where its data are cannot be read", error);
    if (first > have || n > have - first)
        return broken(self, page, "a strip is shorter than its rows", error);
    if (offset > self->source->size_bytes || first > self->source->size_bytes - offset)
        return broken(self, page, "a strip lies beyond the end of the file", error);
    return ml_source_read(self->source, offset + first, n, error, to);
}

#else

ml_status ml_tiff_check_support(const ml_source *source, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: is a TIFF, and this maskloss was built without libtiff (--without-libtiff); %s",
                   source->name, ML_CONVERSION("TIFF"));
}

ml_status ml_tiff_decoder_open(const ml_source *source, const ml_tiff *tiff, const ml_limits *limits, ml_error *error,
                               ml_tiff_decoder **decoder)
{
    ML_UNUSED(tiff);
    ML_UNUSED(limits);
    ML_UNUSED(decoder);
    return ml_tiff_check_support(source, error);
}

void ml_tiff_decoder_close(ml_tiff_decoder *decoder) { ML_UNUSED(decoder); }

ml_status ml_tiff_decode(ml_tiff_decoder *decoder, size_t page, uint32_t block, size_t n, ml_error *error, void *to)
{
    ML_UNUSED(decoder);
    ML_UNUSED(page);
    ML_UNUSED(block);
    ML_UNUSED(n);
    ML_UNUSED(to);
    return ml_fail(error, ML_E_SYSTEM, "internal: no TIFF is open without libtiff");
}

ml_status ml_tiff_read_raw(ml_tiff_decoder *decoder, size_t page, uint32_t block, uint64_t first, size_t n, ml_error *error,
                           void *to)
{
    ML_UNUSED(first);
    return ml_tiff_decode(decoder, page, block, n, error, to);
}

#endif
