/* Reads TIFF; see tiff_reader.h. Rows are unpacked into elements of 1, 2, 4 or 8 bytes, band by band: a band is a part of a
 * strip, or the tiles that lie side by side. The last band of each plane is kept, so that planes can be read in turn. */
#include "format/tiff_reader.h"

#include "base/memory.h"
#include "format/tiff_decoder.h"
#include "format/tiff_kept.h"
#include "format/tiff_samples.h"

#include <stdlib.h>
#include <string.h>

/* Of strips that are not compressed so many bytes are read at once: some files have a single strip. */
enum { RAW_BYTES = 1 << 18 };

typedef struct band {
    size_t page;    /* SIZE_MAX: nothing is held */
    uint32_t first; /* row */
    uint32_t n_rows;
    uint8_t *rows;
} band;

typedef struct reader {
    ml_source file; /* borrowed by a raster, owned as an array's source */
    const ml_limits *limits;
    ml_tiff tiff;
    ml_tiff_decoder *decoder;
    bool is_raw;         /* strips are read as they lie in the file */
    bool is_in_place;    /* what is decoded, or read, needs no unpacking */
    uint32_t n_planes;   /* of a page */
    uint32_t band_rows;  /* at most */
    size_t row_elems;    /* of a plane */
    size_t row_bytes;    /* of these, unpacked */
    size_t packed_bytes; /* of a row of a block */
    ml_tiff_samples unpack;
    band *bands;             /* [n_planes] */
    uint8_t *packed;         /* a block or, raw, a band; NULL where nothing is to be unpacked */
    size_t page, next_pixel; /* of a raster */
} reader;

static void clear_reader(reader *self)
{
    for (uint32_t i = 0; self->bands && i < self->n_planes; i++)
        free(self->bands[i].rows);
    free(self->bands);
    free(self->packed);
    ml_tiff_decoder_close(self->decoder);
    ml_tiff_give(&self->tiff, &self->file, self->limits->kept);
}

/* --- Sizes --- */

/* Chooses how rows are read, and takes what is held for it. */
static ml_status set_up(reader *self, ml_error *error)
{
    const ml_tiff_page *p = &self->tiff.page;
    size_t n_pixels, held = 0, packed = 0;
    ml_status status = ml_limits_pixels(self->limits, self->file.name, p->width, p->height, error, &n_pixels);
    if (status)
        return status;
    self->n_planes = p->is_planar ? p->n_samples : 1;
    self->unpack = ml_tiff_samples_of(p->bits, p->number == ML_TIFF_SIGNED);
    uint64_t samples = p->is_planar ? 1 : p->n_samples; /* of a pixel in a plane; < 2^16, and widths < 2^32 */
    uint64_t packed_bytes = (p->block_width * samples * p->bits + 7) / 8, row_elems = p->width * samples;
    if (row_elems > SIZE_MAX / 16 || packed_bytes > SIZE_MAX / 16) /* only where size_t is narrower than 64 bits */
        return ml_fail_memory(error, "a row of a TIFF");
    self->row_elems = (size_t)row_elems;
    self->row_bytes = self->row_elems * self->unpack.elem_bytes;
    self->packed_bytes = (size_t)packed_bytes;
    self->is_raw = p->compression == ML_TIFF_UNCOMPRESSED && !p->is_tiled && !p->reversed_bits;
    self->is_in_place = !p->is_tiled && p->bits == 8 * self->unpack.elem_bytes;
    size_t at_once = RAW_BYTES / self->packed_bytes + 1;
    self->band_rows = self->is_raw && at_once < p->block_height ? (uint32_t)at_once : p->block_height;
    bool fits = ml_multiply(self->row_bytes, self->band_rows < p->height ? self->band_rows : p->height, &held) &&
                ml_multiply(held, self->n_planes, &held) && ml_multiply(self->packed_bytes, self->band_rows, &packed) &&
                held <= SIZE_MAX - packed;
    packed = self->is_in_place ? 0 : packed;
    if (!fits || held + packed > self->limits->max_memory_bytes)
        return ml_fail(error, ML_E_INPUT,
                       "%s: %u rows of %u planes are stored together, which takes more than the bound of %llu bytes "
                       "(--max-memory); smaller strips or tiles need less",
                       self->file.name, (unsigned)self->band_rows, (unsigned)self->n_planes,
                       (unsigned long long)self->limits->max_memory_bytes);
    self->bands = ml_alloc(self->n_planes, sizeof *self->bands);
    self->packed = packed ? ml_alloc_unset(packed, 1) : NULL;
    if (!self->bands || (packed && !self->packed))
        return ml_fail_memory(error, "the strips of a TIFF");
    for (uint32_t i = 0; i < self->n_planes; i++)
        self->bands[i].page = SIZE_MAX;
    return ML_OK;
}

static ml_status open_file(const ml_source *source, const ml_limits *limits, ml_error *error, reader *self)
{
    self->file = *source;
    self->limits = limits;
    ml_status status = ml_tiff_check_support(source, error);
    if (!status)
        status = ml_tiff_take(source, limits->kept, error, &self->tiff);
    if (!status)
        status = ml_tiff_decoder_open(&self->file, &self->tiff, limits, error, &self->decoder);
    if (!status)
        status = set_up(self, error);
    return status;
}

/* --- Bands --- */

/* The block that holds the first tile, or strip, of rows of a plane. */
static uint32_t block_of(const reader *self, uint32_t plane, uint32_t row)
{
    const ml_tiff_page *p = &self->tiff.page;
    return (plane * ml_tiff_blocks_down(p) + row / p->block_height) * ml_tiff_blocks_across(p);
}

static void unpack_rows(const reader *self, uint32_t n_rows, size_t n_elems, uint8_t *to)
{
    for (uint32_t r = 0; r < n_rows; r++)
        self->unpack.unpack(&self->unpack, self->packed + r * self->packed_bytes, n_elems, to + r * self->row_bytes);
}

static ml_status read_strip(reader *self, uint32_t plane, const band *b, ml_error *error)
{
    const ml_tiff_page *p = &self->tiff.page;
    uint8_t *to = self->is_in_place ? b->rows : self->packed;
    size_t n = b->n_rows * self->packed_bytes;
    uint32_t block = block_of(self, plane, b->first);
    ml_status status = self->is_raw
                           ? ml_tiff_read_raw(self->decoder, b->page, block,
                                              (uint64_t)(b->first % p->block_height) * self->packed_bytes, n, error, to)
                           : ml_tiff_decode(self->decoder, b->page, block, n, error, to);
    if (status)
        return status;
    if (self->is_raw)
        ml_tiff_order_samples(p->bits, self->tiff.is_big_endian, n, to);
    if (!self->is_in_place)
        unpack_rows(self, b->n_rows, self->row_elems, b->rows);
    return ML_OK;
}

static ml_status read_tiles(reader *self, uint32_t plane, const band *b, ml_error *error)
{
    const ml_tiff_page *p = &self->tiff.page;
    size_t samples = p->is_planar ? 1 : p->n_samples, tile_elems = p->block_width * samples;
    for (uint32_t i = 0; i < ml_tiff_blocks_across(p); i++) {
        size_t first = i * tile_elems, left = self->row_elems - first;
        ml_status status = ml_tiff_decode(self->decoder, b->page, block_of(self, plane, b->first) + i,
                                          self->packed_bytes * p->block_height, error, self->packed);
        if (status)
            return status;
        unpack_rows(self, b->n_rows, left < tile_elems ? left : tile_elems, b->rows + first * self->unpack.elem_bytes);
    }
    return ML_OK;
}

/* Finds a row of a plane, decoding the band that holds it unless that is the last one; *n_rows are there from it on. */
static ml_status find_rows(reader *self, size_t page, uint32_t plane, uint32_t row, ml_error *error, const uint8_t **rows,
                           uint32_t *n_rows)
{
    const ml_tiff_page *p = &self->tiff.page;
    band *b = &self->bands[plane];
    if (b->page != page || row < b->first || row - b->first >= b->n_rows) {
        uint32_t in_block = row % p->block_height, block_start = row - in_block;
        uint32_t end = p->height - block_start < p->block_height ? p->height : block_start + p->block_height;
        uint32_t most = self->band_rows < p->height ? self->band_rows : p->height;
        band made = {page, block_start + in_block / self->band_rows * self->band_rows, 0, b->rows};
        made.n_rows = end - made.first < self->band_rows ? end - made.first : self->band_rows;
        b->page = SIZE_MAX;
        if (!b->rows && !(made.rows = b->rows = ml_alloc_unset(self->row_bytes, most)))
            return ml_fail_memory(error, "the strips of a TIFF");
        ml_status status = (p->is_tiled ? read_tiles : read_strip)(self, plane, &made, error);
        if (status)
            return status;
        *b = made;
    }
    *rows = b->rows + (row - b->first) * self->row_bytes;
    *n_rows = b->n_rows - (row - b->first);
    return ML_OK;
}

/* --- As a raster --- */

static void close_raster(void *state)
{
    reader *self = state;
    clear_reader(self);
    free(self);
}

static ml_status open_raster(const ml_source *source, const ml_limits *limits, ml_error *error, void **state,
                             ml_raster_header *header)
{
    ml_raster_kind kind = ML_RASTER_GRAY;
    reader *self = ml_alloc(1, sizeof *self);
    if (!self)
        return ml_fail_memory(error, "a TIFF");
    ml_status status = open_file(source, limits, error, self);
    const ml_tiff_page *p = &self->tiff.page;
    if (!status && !ml_tiff_has_rasters(&self->tiff, &kind))
        status = ml_fail(error, ML_E_INPUT, "%s: is a TIFF of %u samples of %u bits, no image of labels", source->name,
                         (unsigned)p->n_samples, (unsigned)p->bits);
    if (status) {
        close_raster(self);
        return status;
    }
    *header = (ml_raster_header){.width = p->width,
                                 .height = p->height,
                                 .n_pixels = (size_t)p->width * p->height,
                                 .n_pages = self->tiff.n_pages,
                                 .kind = kind,
                                 .n_channels = p->n_samples,
                                 .bits = p->bits,
                                 .type = ML_SAMPLE_U16,
                                 .n_palette = self->tiff.palette.n,
                                 .facts = self->tiff.facts};
    memcpy(header->palette, self->tiff.palette.entries, sizeof header->palette);
    memcpy(header->has_no_color, self->tiff.palette.has_no_color, sizeof header->has_no_color);
    *state = self;
    return ML_OK;
}

/* Some samples of a row, `step` apart at `to`. */
static void copy_samples(const reader *self, const uint8_t *from, size_t n, size_t step, uint16_t *to)
{
    if (self->unpack.elem_bytes == 2 && step == 1)
        memcpy(to, from, n * sizeof *to);
    else if (self->unpack.elem_bytes == 1 && step == 1)
        ml_tiff_widen(from, n, to);
    else
        for (size_t i = 0; i < n; i++) {
            uint16_t wide = from[i];
            if (self->unpack.elem_bytes == 2)
                memcpy(&wide, from + 2 * i, sizeof wide);
            to[i * step] = wide;
        }
}

static ml_status read_raster(void *state, size_t n, ml_error *error, void *to)
{
    reader *self = state;
    const ml_tiff_page *p = &self->tiff.page;
    size_t in_pixel = p->n_samples, in_plane = p->is_planar ? 1 : in_pixel;
    uint16_t *samples = to;
    if (n > (size_t)p->width * p->height - self->next_pixel)
        return ml_fail(error, ML_E_SYSTEM, "%s: internal: read past the last row", self->file.name);
    while (n > 0) {
        size_t column = self->next_pixel % p->width, left = p->width - column, some = n < left ? n : left;
        for (uint32_t plane = 0; plane < self->n_planes; plane++) {
            const uint8_t *rows = NULL;
            uint32_t n_rows = 0;
            ml_status status =
                find_rows(self, self->page, plane, (uint32_t)(self->next_pixel / p->width), error, &rows, &n_rows);
            if (status)
                return status;
            copy_samples(self, rows + column * in_plane * self->unpack.elem_bytes, some * in_plane,
                         self->n_planes > 1 ? in_pixel : 1, samples + plane);
        }
        self->next_pixel += some;
        samples += some * in_pixel;
        n -= some;
    }
    return ML_OK;
}

static void turn_raster(void *state, size_t page)
{
    reader *self = state;
    self->page = page;
    self->next_pixel = 0;
}

const ml_raster_ops ml_tiff_ops = {.open = open_raster, .read = read_raster, .close = close_raster, .turn = turn_raster};

ml_status ml_tiff_look(const ml_source *source, const ml_limits *limits, ml_error *error, bool *is_raster)
{
    ml_tiff tiff;
    ml_raster_kind kind;
    ml_status status = ml_tiff_check_support(source, error);
    if (!status)
        status = ml_tiff_take(source, limits->kept, error, &tiff);
    if (status)
        return status;
    *is_raster = tiff.n_pages == 1 && ml_tiff_has_rasters(&tiff, &kind);
    ml_tiff_give(&tiff, source, limits->kept);
    return ML_OK;
}

/* --- As an array --- */

/* Elements lie page by page, in these plane by plane, in these row by row. */
static ml_status read_elements(void *state, uint64_t offset, size_t n, ml_error *error, void *to)
{
    reader *self = state;
    uint8_t *at = to;
    while (n > 0) {
        uint64_t row = offset / self->row_bytes, plane = row / self->tiff.page.height;
        size_t in_row = (size_t)(offset % self->row_bytes);
        const uint8_t *rows = NULL;
        uint32_t n_rows = 0;
        ml_status status = find_rows(self, (size_t)(plane / self->n_planes), (uint32_t)(plane % self->n_planes),
                                     (uint32_t)(row % self->tiff.page.height), error, &rows, &n_rows);
        if (status)
            return status;
        size_t have = n_rows * self->row_bytes - in_row, some = n < have ? n : have;
        memcpy(at, rows + in_row, some);
        at += some;
        offset += some;
        n -= some;
    }
    return ML_OK;
}

/* TIFF has no check sums. */
static ml_status finish_elements(void *state, ml_error *error)
{
    const reader *self = state;
    return ml_source_finish(&self->file, error);
}

static void close_elements(void *state)
{
    reader *self = state;
    clear_reader(self);
    ml_source_close(&self->file);
    free(self);
}

static void add_axis(ml_array_header *header, uint64_t length, uint8_t may_be)
{
    header->shape[header->rank] = length;
    header->may_be[header->rank++] = may_be;
}

static ml_status fill_header(const reader *self, ml_error *error, ml_array_header *header)
{
    const ml_tiff_page *p = &self->tiff.page;
    static const char kinds[] = {[ML_TIFF_UNSIGNED] = 'u', [ML_TIFF_SIGNED] = 'i', [ML_TIFF_FLOAT] = 'f'};
    const char code[3] = {kinds[p->number], (char)('0' + self->unpack.elem_bytes), '\0'};
    ml_array_header made = {0};
    if (self->tiff.n_pages > 1) /* the pages of a file may be what they are of: images, or the channels of one */
        add_axis(&made, self->tiff.n_pages, ML_AXIS_IMAGES | (p->n_samples == 1 ? ML_AXIS_CHANNELS : 0));
    if (p->is_planar)
        add_axis(&made, p->n_samples, ML_AXIS_CHANNELS);
    add_axis(&made, p->height, ML_AXIS_ROWS);
    add_axis(&made, p->width, ML_AXIS_COLUMNS);
    if (p->n_samples > 1 && !p->is_planar)
        add_axis(&made, p->n_samples, ML_AXIS_CHANNELS);
    char text[ML_ARRAY_SHAPE_TEXT_SIZE];
    if (!ml_array_count(&made))
        return ml_fail(error, ML_E_INPUT, "%s: has the shape %s, beyond all bounds", self->file.name,
                       ml_array_shape_text(&made, text));
    if (!ml_array_set_type(code, &made)) /* never: floats have 2, 4 or 8 bytes, whole numbers 1 as well */
        return ml_fail(error, ML_E_SYSTEM, "%s: internal: no such type of elements: %s", self->file.name, code);
    if (!made.is_float && p->bits != 8 * self->unpack.elem_bytes)
        made.full_scale = p->number == ML_TIFF_UNSIGNED ? (double)((UINT64_C(1) << p->bits) - 1) : 0;
    made.facts = self->tiff.facts;
    ml_raster_kind kind;
    if (self->tiff.n_pages > 1 && ml_tiff_has_rasters(&self->tiff, &kind)) {
        made.pages = &ml_tiff_ops;
        made.pages_source = &self->file;
        made.pages_kind = kind;
    }
    *header = made;
    return ML_OK;
}

ml_status ml_tiff_open(ml_source *source, const ml_limits *limits, ml_error *error, ml_array_header *header)
{
    static const ml_source_ops ops = {read_elements, finish_elements, close_elements};
    reader *self = ml_alloc(1, sizeof *self);
    if (!self)
        return ml_fail_memory(error, "a TIFF");
    ml_status status = open_file(source, limits, error, self);
    if (!status)
        status = fill_header(self, error, header);
    if (status) {
        clear_reader(self);
        free(self);
        return status;
    }
    *source = (ml_source){
        .name = self->file.name, .size_bytes = header->n_elems * header->elem_size_bytes, .fd = -1, .ops = &ops, .state = self};
    return ML_OK;
}
