/* Directories of TIFF; see tiff_directory.h. Tags as in TIFF 6.0. */
#include "format/tiff_directory.h"

#include "base/memory.h"
#include "format/tiff_entries.h"

#include <stdlib.h>
#include <string.h>

enum {
    TAG_SUBFILE_TYPE = 254,
    TAG_OLD_SUBFILE_TYPE = 255,
    TAG_WIDTH = 256,
    TAG_HEIGHT = 257,
    TAG_BITS = 258,
    TAG_COMPRESSION = 259,
    TAG_PHOTOMETRIC = 262,
    TAG_FILL_ORDER = 266,
    TAG_STRIP_OFFSETS = 273,
    TAG_ORIENTATION = 274,
    TAG_SAMPLES = 277,
    TAG_ROWS_PER_STRIP = 278,
    TAG_STRIP_BYTES = 279,
    TAG_PLANAR = 284,
    TAG_TILE_WIDTH = 322,
    TAG_TILE_HEIGHT = 323,
    TAG_TILE_OFFSETS = 324,
    TAG_TILE_BYTES = 325,
    TAG_EXTRA_SAMPLES = 338,
    TAG_SAMPLE_FORMAT = 339,
    TAG_DEPTH = 32997
};

/* Ways to compress. A file cannot hold more than so many times its bytes; 0: there is no such bound. */
static const struct compression {
    uint32_t code, most;
    const char *refused; /* what it is, if it may have changed the samples */
} compressions[] = {
    {ML_TIFF_UNCOMPRESSED, 1, NULL},
    {2, 0, NULL}, /* CCITT of one row, of fax groups 3 and 4, and aligned to words */
    {3, 0, NULL},
    {4, 0, NULL},
    {32771, 0, NULL},
    {5, 4096, NULL}, /* LZW: a string of at most 4096 for a code */
    {8, 1032, NULL}, /* deflate: 258 bytes for 2 bits */
    {32946, 1032, NULL},
    {32773, 64, NULL}, /* PackBits: 128 bytes for 2 */
    {34925, 0, NULL},  /* LZMA, Zstandard */
    {50000, 0, NULL},
    {6, 0, "JPEG"},
    {7, 0, "JPEG"},
    {33003, 0, "JPEG 2000"},
    {33005, 0, "JPEG 2000"},
    {34712, 0, "JPEG 2000"},
    {34887, 0, "LERC"},
    {34892, 0, "JPEG"},
    {50001, 0, "WebP"},
    {50002, 0, "JPEG XL"},
    {52546, 0, "JPEG XL"},
};

static ml_status check_compression(const char *name, uint32_t code, ml_error *error)
{
    for (size_t i = 0; i < ML_COUNT(compressions); i++)
        if (compressions[i].code == code && !compressions[i].refused)
            return ML_OK;
        else if (compressions[i].code == code)
            return ml_fail(error, ML_E_INPUT,
                           "%s: is compressed with %s, which may change labels and probabilities: write the original as TIFF "
                           "with -co COMPRESS=DEFLATE, or as PNG or .npy",
                           name, compressions[i].refused);
    return ml_fail(
        error, ML_E_INPUT,
        "%s: is compressed by method %u, which is not read; deflate, LZW, PackBits, Zstandard, LZMA and fax are: write "
        "it with -co COMPRESS=DEFLATE",
        name, (unsigned)code);
}

/* What can be read, and in one way only. */
static ml_status check_page(const char *name, const ml_tiff_page *p, uint32_t orientation, uint32_t depth, ml_error *error)
{
    static const char *const refused[] = {
        [4] = "a mask", [5] = "CMYK", [6] = "YCbCr", [8] = "CIELab", [9] = "ICCLab", [10] = "ITULab"};
    bool is_float = p->number == ML_TIFF_FLOAT;
    if (p->width == 0 || p->height == 0 || depth != 1)
        return ml_fail(error, ML_E_INPUT, "%s: is %u wide, %u high and %u deep: no image", name, (unsigned)p->width,
                       (unsigned)p->height, (unsigned)depth);
    if (p->n_samples == 0 || p->n_samples > UINT16_MAX)
        return ml_fail(error, ML_E_INPUT, "%s: claims %u samples a pixel; TIFF has 1 to 65535: the file is damaged", name,
                       (unsigned)p->n_samples);
    if (p->number < ML_TIFF_UNSIGNED || p->number > ML_TIFF_FLOAT)
        return ml_fail(error, ML_E_INPUT, "%s: holds %s, which are neither labels nor probabilities", name,
                       p->number == 5 || p->number == 6 ? "complex numbers" : "samples of an unknown kind");
    if (is_float ? p->bits != 16 && p->bits != 32 && p->bits != 64 : p->bits == 0 || (p->bits > 32 && p->bits != 64))
        return ml_fail(error, ML_E_INPUT, "%s: has %s of %u bits; %s are read", name, is_float ? "floats" : "samples",
                       (unsigned)p->bits, is_float ? "16, 32 and 64" : "1 to 32 and 64");
    if (p->photometric > ML_TIFF_PALETTE)
        return ml_fail(error, ML_E_INPUT, "%s: holds %s colours; labels are gray, palette or RGB", name,
                       p->photometric < ML_COUNT(refused) && refused[p->photometric] ? refused[p->photometric] : "unknown");
    if (orientation != 1)
        return ml_fail(
            error, ML_E_INPUT,
            "%s: is stored in orientation %u, turned or mirrored; only 1, top left, is read: tiffcp and gdal_translate "
            "write it so",
            name, (unsigned)orientation);
    if (p->block_width == 0 || p->block_height == 0)
        return ml_fail(error, ML_E_INPUT, "%s: has tiles or strips of no size: the file is damaged", name);
    return check_compression(name, p->compression, error);
}

/* The offsets and sizes of tiles or strips: as many as there must be. */
static ml_status check_blocks(const ml_tiff_entries *e, const ml_tiff_page *p, ml_error *error)
{
    const uint16_t tags[2] = {p->is_tiled ? TAG_TILE_OFFSETS : TAG_STRIP_OFFSETS,
                              p->is_tiled ? TAG_TILE_BYTES : TAG_STRIP_BYTES};
    const char *name = e->order.source->name, *what = p->is_tiled ? "tiles" : "strips";
    uint64_t n_planes = p->is_planar ? p->n_samples : 1;
    uint64_t wanted = (uint64_t)ml_tiff_blocks_across(p) * ml_tiff_blocks_down(p); /* < 2^64: each is below 2^32 */
    for (size_t t = 0; t < ML_COUNT(tags); t++) {
        const ml_tiff_entry *entry = ml_tiff_find(e, tags[t]);
        uint64_t have = entry ? entry->count : 0;
        if (have % n_planes != 0 || have / n_planes != wanted)
            return ml_fail(error, ML_E_INPUT, "%s: has %s of %llu %s, %llu times %llu are needed: the file is damaged", name,
                           t ? "the sizes" : "the places", (unsigned long long)have, what, (unsigned long long)n_planes,
                           (unsigned long long)wanted);
    }
    /* At most 2^64 bits and 2^16 samples of 2^6 bits: doubles do for a bound. */
    double bytes = (double)p->width * p->height * p->n_samples * p->bits / 8;
    for (size_t i = 0; i < ML_COUNT(compressions); i++)
        if (compressions[i].code == p->compression && compressions[i].most > 0 &&
            bytes / compressions[i].most > (double)e->order.source->size_bytes)
            return ml_fail(error, ML_E_INPUT,
                           "%s: claims %u x %u pixels, more than its %llu bytes can hold: it is cut off or damaged", name,
                           (unsigned)p->width, (unsigned)p->height, (unsigned long long)e->order.source->size_bytes);
    return ML_OK;
}

/* The strips of a file that is not compressed, in bytes: libtiff would guess what is right where it is not. */
static ml_status check_strips(const ml_tiff_entries *e, const ml_tiff_page *p, ml_error *error)
{
    uint64_t sizes[ML_TIFF_AT_ONCE], samples = (uint64_t)p->width * (p->is_planar ? 1 : p->n_samples);
    uint64_t row_bytes = (samples * p->bits + 7) / 8, n_down = ml_tiff_blocks_down(p);
    const ml_tiff_entry *entry = ml_tiff_find(e, TAG_STRIP_BYTES);
    ml_status status = ML_OK;
    for (uint64_t first = 0, n; first < entry->count && !status; first += n) {
        n = entry->count - first < ML_TIFF_AT_ONCE ? entry->count - first : ML_TIFF_AT_ONCE;
        status = ml_tiff_integers(e, entry, first, (size_t)n, error, sizes);
        for (uint64_t i = 0; i < n && !status; i++) {
            uint64_t top = (first + i) % n_down * p->block_height, left = p->height - top;
            if (sizes[i] / row_bytes < (left < p->block_height ? left : p->block_height))
                status =
                    ml_fail(error, ML_E_INPUT, "%s: strip %llu has %llu bytes, fewer than its rows take: the file is damaged",
                            e->order.source->name, (unsigned long long)(first + i), (unsigned long long)sizes[i]);
        }
    }
    return status;
}

static ml_status read_page(const ml_tiff_entries *e, ml_error *error, ml_tiff_page *page)
{
    ml_tiff_page p = {0};
    uint32_t orientation = 1, depth = 1, planar = 1, fill_order = 1, rows = UINT32_MAX;
    p.is_tiled = ml_tiff_find(e, TAG_TILE_WIDTH) != NULL;
    const struct {
        uint16_t tag;
        uint32_t otherwise, *value;
    } fields[] = {
        {TAG_WIDTH, 0, &p.width},
        {TAG_HEIGHT, 0, &p.height},
        {TAG_BITS, 1, &p.bits},
        {TAG_COMPRESSION, ML_TIFF_UNCOMPRESSED, &p.compression},
        {TAG_PHOTOMETRIC, ML_TIFF_BLACK_IS_ZERO, &p.photometric},
        {TAG_FILL_ORDER, 1, &fill_order},
        {TAG_ORIENTATION, 1, &orientation},
        {TAG_SAMPLES, 1, &p.n_samples},
        {TAG_PLANAR, 1, &planar},
        {TAG_SAMPLE_FORMAT, ML_TIFF_UNSIGNED, &p.number},
        {TAG_DEPTH, 1, &depth},
        {TAG_ROWS_PER_STRIP, UINT32_MAX, &rows},
        {TAG_TILE_WIDTH, 0, &p.block_width},
        {TAG_TILE_HEIGHT, 0, &p.block_height},
    };
    ml_status status = ML_OK;
    for (size_t i = 0; i < ML_COUNT(fields) && !status; i++)
        status = ml_tiff_one(e, fields[i].tag, fields[i].otherwise, error, fields[i].value);
    const ml_tiff_entry *extra = ml_tiff_find(e, TAG_EXTRA_SAMPLES);
    uint64_t kind = 0;
    if (!status && extra && extra->count > 0)
        status = ml_tiff_integers(e, extra, extra->count - 1, 1, error, &kind);
    if (status)
        return status;
    p.has_alpha = kind == 1 || kind == 2;
    p.number = p.number == 4 ? ML_TIFF_UNSIGNED : p.number; /* "undefined" */
    p.is_planar = planar == 2 && p.n_samples > 1;
    p.reversed_bits = fill_order == 2;
    if (!p.is_tiled) {
        p.block_width = p.width;
        p.block_height = rows < p.height ? rows : p.height;
    }
    status = check_page(e->order.source->name, &p, orientation, depth, error);
    if (!status)
        status = check_blocks(e, &p, error);
    if (!status && p.compression == ML_TIFF_UNCOMPRESSED && !p.is_tiled)
        status = check_strips(e, &p, error);
    if (!status)
        *page = p;
    return status;
}

/* --- All directories --- */

static ml_status is_page(const ml_tiff_entries *e, ml_error *error, bool *is)
{
    enum { REDUCED = 1, MASK = 4, OLD_REDUCED = 2 };
    uint32_t type = 0, old = 0;
    ml_status status = ml_tiff_one(e, TAG_SUBFILE_TYPE, 0, error, &type);
    if (!status)
        status = ml_tiff_one(e, TAG_OLD_SUBFILE_TYPE, 0, error, &old);
    if (!status)
        *is = !(type & (REDUCED | MASK)) && old != OLD_REDUCED;
    return status;
}

static ml_status other_page(const char *name, const ml_tiff *tiff, const ml_tiff_page *p, ml_error *error)
{
    const ml_tiff_page *q = &tiff->page;
    return ml_fail(error, ML_E_INPUT,
                   "%s: page %zu is %u x %u pixels of %u samples of %u bits, page 0 %u x %u of %u of %u, or they are stored in "
                   "different ways; pages of one file must be alike: evaluate them as files of their own",
                   name, tiff->n_pages, (unsigned)p->width, (unsigned)p->height, (unsigned)p->n_samples, (unsigned)p->bits,
                   (unsigned)q->width, (unsigned)q->height, (unsigned)q->n_samples, (unsigned)q->bits);
}

/* What pages say besides must be the same, for what is read of one is read of all. */
static ml_status check_said(const ml_tiff_entries *e, const ml_tiff *tiff, ml_error *error)
{
    ml_file_facts facts = {0};
    ml_tiff_palette palette = {0};
    ml_status status = ml_tiff_read_facts(e, error, &facts);
    if (!status && tiff->page.photometric == ML_TIFF_PALETTE)
        status = ml_tiff_read_palette(e, tiff->page.bits, error, &palette);
    const bool same_palette = memcmp(&palette, &tiff->palette, sizeof palette) == 0;
    if (!status && (!same_palette || !ml_file_facts_same_no_data(&facts, &tiff->facts)))
        status = ml_fail(error, ML_E_INPUT,
                         "%s: page %zu has another %s than page 0; pages of one file must be alike: save them as files of "
                         "their own, and evaluate these",
                         e->order.source->name, tiff->n_pages, same_palette ? "nodata tag" : "palette");
    return status;
}

static ml_status add_page(const ml_tiff_entries *e, uint64_t offset, size_t *capacity, ml_error *error, ml_tiff *tiff)
{
    ml_tiff_page page;
    ml_status status = read_page(e, error, &page);
    if (status)
        return status;
    if (tiff->n_pages > 0 && memcmp(&page, &tiff->page, sizeof page) != 0)
        return other_page(e->order.source->name, tiff, &page, error);
    status = tiff->n_pages > 0 ? check_said(e, tiff, error) : ML_OK;
    if (status)
        return status;
    if (!ml_grow(&tiff->offsets, capacity, tiff->n_pages, sizeof *tiff->offsets))
        return ml_fail_memory(error, "the pages of a TIFF");
    tiff->offsets[tiff->n_pages++] = offset;
    if (tiff->n_pages > 1)
        return ML_OK;
    tiff->page = page;
    status = ml_tiff_read_facts(e, error, &tiff->facts);
    if (status)
        return status;
    tiff->facts.is_color = page.photometric == ML_TIFF_RGB && page.number == ML_TIFF_UNSIGNED && page.bits <= 16;
    return page.photometric == ML_TIFF_PALETTE ? ml_tiff_read_palette(e, page.bits, error, &tiff->palette) : ML_OK;
}

ml_status ml_tiff_read(const ml_source *source, ml_error *error, ml_tiff *tiff)
{
    ml_tiff made = {0};
    ml_tiff_order order;
    ml_tiff_entries e;
    uint64_t offset = 0, n_bytes = 0;
    size_t capacity = 0;
    ml_status status = ml_tiff_order_read(source, error, &order, &offset);
    while (!status && offset != 0) {
        bool is = false;
        status = ml_tiff_entries_read(&order, offset, error, &e);
        if (status)
            break;
        /* Directories that share bytes, and a circle of them, are longer than the file in the end. */
        n_bytes += e.own_bytes + e.far_bytes;
        if (n_bytes > 2 * source->size_bytes)
            status = ml_fail(error, ML_E_INPUT, "%s: its TIFF directories overlap or run in a circle: the file is damaged",
                             source->name);
        if (!status)
            status = is_page(&e, error, &is);
        if (!status && is)
            status = add_page(&e, offset, &capacity, error, &made);
        offset = e.next;
        ml_tiff_entries_clear(&e);
    }
    if (!status && made.n_pages == 0)
        status =
            ml_fail(error, ML_E_INPUT, "%s: holds no page: nothing but masks and smaller images, if anything", source->name);
    made.is_big_endian = !status && order.is_big_endian;
    if (status)
        ml_tiff_clear(&made);
    else
        *tiff = made;
    return status;
}

void ml_tiff_clear(ml_tiff *tiff)
{
    free(tiff->offsets);
    *tiff = (ml_tiff){0};
}

bool ml_tiff_has_rasters(const ml_tiff *tiff, ml_raster_kind *kind)
{
    static const struct {
        uint32_t photometric, n_samples, alpha_matters, has_alpha;
        ml_raster_kind kind;
    } kinds[] = {
        {ML_TIFF_WHITE_IS_ZERO, 1, 0, 0, ML_RASTER_GRAY},
        {ML_TIFF_BLACK_IS_ZERO, 1, 0, 0, ML_RASTER_GRAY},
        {ML_TIFF_WHITE_IS_ZERO, 2, 1, 1, ML_RASTER_GRAY_ALPHA},
        {ML_TIFF_BLACK_IS_ZERO, 2, 1, 1, ML_RASTER_GRAY_ALPHA},
        {ML_TIFF_PALETTE, 1, 0, 0, ML_RASTER_PALETTE},
        {ML_TIFF_RGB, 3, 0, 0, ML_RASTER_RGB},
        {ML_TIFF_RGB, 4, 0, 0, ML_RASTER_RGBA},
    };
    const ml_tiff_page *p = &tiff->page;
    if (p->number != ML_TIFF_UNSIGNED || p->bits > 16)
        return false;
    for (size_t k = 0; k < ML_COUNT(kinds); k++)
        if (kinds[k].photometric == p->photometric && kinds[k].n_samples == p->n_samples &&
            (!kinds[k].alpha_matters || kinds[k].has_alpha == p->has_alpha)) {
            *kind = kinds[k].kind;
            return true;
        }
    return false;
}
