/* NIfTI headers; see nifti_reader.h. The places are those of the standard (nifti.nimh.nih.gov). */
#include "format/nifti_reader.h"

#include "format/gzip.h"

#include <math.h>
#include <string.h>

enum { SIZE_1 = 348, SIZE_2 = 540, MAX_DIMENSIONS = 7, N_AXES = 3 };

/* Where the two versions have what. */
typedef struct layout {
    size_t size_bytes;
    size_t magic, n_magic;
    const char *magic_bytes;
    bool is_2; /* wide numbers: dimensions of 8 bytes, doubles, codes of 4 bytes */
    size_t datatype, bitpix, dim, pixdim, vox_offset, slope, inter, qform_code, sform_code, quatern, srow;
} layout;

static const layout layouts[] = {
    {SIZE_1, 344, 4, "n+1\0", false, 70, 72, 40, 76, 108, 112, 116, 252, 254, 256, 280},
    {SIZE_2, 4, 8, "n+2\0\r\n\032\n", true, 12, 14, 16, 104, 168, 176, 184, 344, 348, 352, 400},
};

typedef struct nifti {
    const char *name; /* of the file */
    const layout *at;
    bool is_big; /* most significant byte first */
    uint8_t bytes[SIZE_2];
} nifti;

/* --- Numbers of the header --- */

static uint64_t get_bits(const nifti *n, size_t at, size_t size)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++)
        bits = bits << 8 | n->bytes[at + (n->is_big ? i : size - 1 - i)];
    return bits;
}

static int64_t get_integer(const nifti *n, size_t at, size_t size)
{
    uint64_t bits = get_bits(n, at, size);
    if (size == 2)
        return (int16_t)(uint16_t)bits;
    return size == 4 ? (int32_t)(uint32_t)bits : (int64_t)bits;
}

/* Element i of real numbers at a place. */
static double get_real(const nifti *n, size_t at, size_t i)
{
    double wide;
    float narrow;
    uint64_t bits = n->at->is_2 ? get_bits(n, at + 8 * i, 8) : get_bits(n, at + 4 * i, 4);
    uint32_t low = (uint32_t)bits;
    memcpy(&narrow, &low, sizeof narrow);
    memcpy(&wide, &bits, sizeof wide);
    return n->at->is_2 ? wide : (double)narrow;
}

static int64_t get_dim(const nifti *n, size_t i)
{
    return n->at->is_2 ? get_integer(n, n->at->dim + 8 * i, 8) : get_integer(n, n->at->dim + 2 * i, 2);
}

static int64_t get_code(const nifti *n, size_t at) { return get_integer(n, at, n->at->is_2 ? 4 : 2); }

/* --- Which file it is --- */

/* Finds the version by the magic, and the byte order by the size that the header gives of itself. */
static bool identify(nifti *n, size_t n_bytes)
{
    for (size_t v = 0; v < ML_COUNT(layouts); v++) {
        const layout *l = &layouts[v];
        n->at = l;
        if (n_bytes < l->size_bytes || memcmp(n->bytes + l->magic, l->magic_bytes, l->n_magic) != 0)
            continue;
        for (int big = 0; big < 2; big++) {
            n->is_big = big;
            if (get_bits(n, 0, 4) == l->size_bytes)
                return true;
        }
    }
    return false;
}

static ml_status find_gzip(const ml_source *source, ml_error *error, bool *is_gzip)
{
    uint8_t start[2] = {0};
    ml_status status = source->size_bytes > 2 ? ml_source_read(source, 0, 2, error, start) : ML_OK;
    *is_gzip = start[0] == 0x1f && start[1] == 0x8b;
    return status;
}

/* Reads as much of a header as there is, out of the compressed file or as it is. */
static ml_status read_start(const ml_source *source, bool compressed, ml_error *error, nifti *n, size_t *n_bytes)
{
    size_t size = source->size_bytes < sizeof n->bytes ? (size_t)source->size_bytes : sizeof n->bytes;
    n->name = source->name;
    if (compressed)
        return ml_gzip_peek(source, sizeof n->bytes, error, n->bytes, n_bytes);
    ml_status status = ml_source_read(source, 0, size, error, n->bytes);
    if (!status)
        *n_bytes = size;
    return status;
}

ml_status ml_nifti_is_like(const ml_source *source, ml_error *error, bool *is)
{
    nifti n = {0};
    size_t n_bytes = 0;
    bool compressed = false;
    ml_status status = find_gzip(source, error, &compressed);
    if (!status)
        status = read_start(source, compressed, error, &n, &n_bytes);
    *is = false;
    /* The magic is enough: a size that does not go with it is worth its own message. */
    for (size_t v = 0; v < ML_COUNT(layouts); v++)
        if (n_bytes >= layouts[v].magic + layouts[v].n_magic &&
            memcmp(n.bytes + layouts[v].magic, layouts[v].magic_bytes, layouts[v].n_magic) == 0)
            *is = true;
    return status;
}

/* --- Elements --- */

static const struct datatype {
    int code, bits;
    const char *name, *type; /* NumPy's code; NULL: not read */
    unsigned n_colors;       /* channels in an element */
} datatypes[] = {
    {1, 1, "single bits", NULL, 0},
    {2, 8, "uint8", "u1", 0},
    {4, 16, "int16", "i2", 0},
    {8, 32, "int32", "i4", 0},
    {16, 32, "float32", "f4", 0},
    {32, 64, "complex numbers", NULL, 0},
    {64, 64, "float64", "f8", 0},
    {128, 24, "RGB24", "u1", 3},
    {256, 8, "int8", "i1", 0},
    {512, 16, "uint16", "u2", 0},
    {768, 32, "uint32", "u4", 0},
    {1024, 64, "int64", "i8", 0},
    {1280, 64, "uint64", "u8", 0},
    {1536, 128, "floats of 128 bits", NULL, 0},
    {1792, 128, "complex numbers", NULL, 0},
    {2048, 256, "complex numbers", NULL, 0},
    {2304, 32, "RGBA32", "u1", 4},
};

static ml_status find_type(const nifti *n, ml_error *error, const struct datatype **found)
{
    int64_t code = get_integer(n, n->at->datatype, 2), bits = get_integer(n, n->at->bitpix, 2);
    size_t t = 0;
    while (t < ML_COUNT(datatypes) && datatypes[t].code != code)
        t++;
    if (t == ML_COUNT(datatypes))
        return ml_fail(error, ML_E_INPUT, "%s: NIfTI datatype %d is not known", n->name, (int)code);
    if (!datatypes[t].type)
        return ml_fail(error, ML_E_INPUT, "%s: holds %s, which are neither labels nor probabilities", n->name,
                       datatypes[t].name);
    if (bits != datatypes[t].bits && bits != 0)
        return ml_fail(error, ML_E_INPUT, "%s: the NIfTI header says %s and elements of %d bits: it is damaged", n->name,
                       datatypes[t].name, (int)bits);
    *found = &datatypes[t];
    return ML_OK;
}

/* scl_slope and scl_inter: a slope of 0, and the NaN that nibabel writes, mean that there are none. */
static ml_status read_scale(const nifti *n, ml_error *error, ml_array_header *header)
{
    double slope = get_real(n, n->at->slope, 0), inter = get_real(n, n->at->inter, 0);
    if (!isfinite(slope) || (slope <= 0 && slope >= 0))
        return ML_OK;
    if (!isfinite(inter))
        return ml_fail(error, ML_E_INPUT, "%s: scl_inter is not finite: the NIfTI header is damaged", n->name);
    if (slope < 1 || slope > 1 || inter < 0 || inter > 0)
        ml_array_set_scale(header, slope, inter);
    return ML_OK;
}

/* --- Shape --- */

static void add_axis(ml_array_header *header, uint64_t length, uint8_t role)
{
    header->shape[header->rank] = length;
    header->may_be[header->rank++] = role;
}

/* The dimensions as (Y, X), (Z, Y, X) or (C, Z, Y, X), with colours behind them. */
static ml_status read_shape(const nifti *n, const struct datatype *type, ml_error *error, ml_array_header *header)
{
    int64_t rank = get_dim(n, 0), size[MAX_DIMENSIONS + 1], n_channels = 1;
    if (rank < 1 || rank > MAX_DIMENSIONS)
        return ml_fail(error, ML_E_INPUT, "%s: claims %lld dimensions; NIfTI has 1 to %d: the header is damaged", n->name,
                       (long long)rank, MAX_DIMENSIONS);
    for (size_t i = 1; i <= MAX_DIMENSIONS; i++) {
        size[i] = i <= (size_t)rank ? get_dim(n, i) : 1;
        if (size[i] < 1)
            return ml_fail(error, ML_E_INPUT, "%s: dimension %zu is %lld long: the NIfTI header is damaged", n->name, i,
                           (long long)size[i]);
        if (i > N_AXES && size[i] > 1 && (n_channels > 1 || i > 5))
            return ml_fail(error, ML_E_INPUT,
                           "%s: dimension %zu is %lld long; besides columns, rows and slices there may be channels alone, as "
                           "dimension 4 or 5",
                           n->name, i, (long long)size[i]);
        n_channels = i > N_AXES && size[i] > 1 ? size[i] : n_channels;
    }
    if (rank == 1 || (n_channels > 1 && type->n_colors))
        return ml_fail(error, ML_E_INPUT, "%s: %s", n->name,
                       rank == 1 ? "has one dimension: no image" : "has channels of colours, which mean nothing here");
    if (n_channels > 1)
        add_axis(header, (uint64_t)n_channels, ML_AXIS_CHANNELS);
    if (rank > 2)
        add_axis(header, (uint64_t)size[3], ML_AXIS_IMAGES);
    add_axis(header, (uint64_t)size[2], ML_AXIS_ROWS);
    add_axis(header, (uint64_t)size[1], ML_AXIS_COLUMNS);
    if (type->n_colors)
        add_axis(header, type->n_colors, ML_AXIS_CHANNELS);
    header->facts.is_color = type->n_colors > 0;
    return ML_OK;
}

/* --- The way to the body --- */

/* The rotation of qform, with the spacing, as the standard has it. */
static void read_qform(const nifti *n, double r[N_AXES][N_AXES])
{
    double b = get_real(n, n->at->quatern, 0), c = get_real(n, n->at->quatern, 1), d = get_real(n, n->at->quatern, 2);
    double rest = 1 - (b * b + c * c + d * d), a = 0;
    if (rest < 1e-7) {
        double length = sqrt(b * b + c * c + d * d);
        b /= length;
        c /= length;
        d /= length;
    } else {
        a = sqrt(rest);
    }
    const double rotation[N_AXES][N_AXES] = {{a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)},
                                             {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)},
                                             {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b}};
    for (size_t i = 0; i < N_AXES; i++)
        for (size_t j = 0; j < N_AXES; j++) {
            double spacing = get_real(n, n->at->pixdim, j + 1);
            double factor = spacing > 0 ? spacing : 1;
            r[i][j] = rotation[i][j] * (j == 2 && get_real(n, n->at->pixdim, 0) < 0 ? -factor : factor);
        }
}

/* Gives each axis of the array the axis of the body that it is nearest to, the clearest first. False where that cannot be told.
 */
static bool find_direction(double r[N_AXES][N_AXES], signed char direction[N_AXES])
{
    bool body_taken[N_AXES] = {false}, array_taken[N_AXES] = {false};
    for (size_t j = 0; j < N_AXES; j++) {
        double length = sqrt(r[0][j] * r[0][j] + r[1][j] * r[1][j] + r[2][j] * r[2][j]);
        if (!(length > 0) || !isfinite(length))
            return false;
        for (size_t i = 0; i < N_AXES; i++)
            r[i][j] /= length;
    }
    for (size_t k = 0; k < N_AXES; k++) {
        size_t body = 0, array = 0;
        double best = -1;
        for (size_t i = 0; i < N_AXES; i++)
            for (size_t j = 0; j < N_AXES; j++)
                if (!body_taken[i] && !array_taken[j] && fabs(r[i][j]) > best) {
                    best = fabs(r[i][j]);
                    body = i;
                    array = j;
                }
        body_taken[body] = array_taken[array] = true;
        direction[array] = (signed char)(r[body][array] < 0 ? -(int)(body + 1) : (int)(body + 1));
    }
    return true;
}

/* sform, else qform; the identity is what writes those that know of no body. */
static void read_facts(const nifti *n, ml_file_facts *facts)
{
    double r[N_AXES][N_AXES];
    bool has_sform = get_code(n, n->at->sform_code) > 0, has_qform = get_code(n, n->at->qform_code) > 0, is_identity = true;
    for (size_t i = 0; i < N_AXES; i++) {
        double spacing = fabs(get_real(n, n->at->pixdim, i + 1));
        facts->spacing[i] = isfinite(spacing) ? spacing : 0;
    }
    if (has_sform)
        for (size_t i = 0; i < N_AXES; i++)
            for (size_t j = 0; j < N_AXES; j++)
                r[i][j] = get_real(n, n->at->srow, 4 * i + j);
    else
        read_qform(n, r);
    for (size_t i = 0; i < N_AXES; i++)
        for (size_t j = 0; j < N_AXES; j++)
            is_identity = is_identity && fabs(r[i][j] - (i == j)) <= 0;
    for (size_t i = 0; i < N_AXES; i++) {
        double offset = has_sform ? get_real(n, n->at->srow, 4 * i + 3) : get_real(n, n->at->quatern, 3 + i);
        is_identity = is_identity && fabs(offset) <= 0;
    }
    facts->has_body = (has_sform || has_qform) && !is_identity && find_direction(r, facts->direction);
    for (size_t i = 0; i < N_AXES && facts->has_body; i++)
        for (size_t j = 0; j < N_AXES; j++)
            facts->body[j][i] = r[i][j];
}

/* --- Opening --- */

/* Where the elements begin. */
static ml_status read_offset(const nifti *n, ml_error *error, uint64_t *offset)
{
    double real = n->at->is_2 ? 0 : get_real(n, n->at->vox_offset, 0);
    int64_t whole = n->at->is_2 ? get_integer(n, n->at->vox_offset, 8) : real > -1 && real < 0x1p62 ? (int64_t)real : -1;
    if (whole == 0) /* right behind the header, and four bytes that say that no extension follows */
        whole = (int64_t)n->at->size_bytes + 4;
    if (whole < (int64_t)n->at->size_bytes || (real > 0 && (real < (double)whole || real > (double)whole)))
        return ml_fail(error, ML_E_INPUT,
                       "%s: vox_offset, where the voxels begin, is no place behind the header: it is damaged", n->name);
    *offset = (uint64_t)whole;
    return ML_OK;
}

/* The elements must fill the file to the byte; what is compressed is found to be another size when it is read. */
static ml_status check_size(const ml_source *source, bool compressed, const ml_array_header *header, ml_error *error,
                            uint64_t *size_bytes)
{
    char text[ML_ARRAY_SHAPE_TEXT_SIZE];
    uint64_t wanted = header->n_elems * header->elem_size_bytes, have = source->size_bytes;
    *size_bytes = header->data_offset_bytes + wanted;
    if (compressed || have == *size_bytes)
        return ML_OK;
    have = have < header->data_offset_bytes ? 0 : have - header->data_offset_bytes;
    return ml_fail(error, ML_E_INPUT, "%s: has %llu bytes of data, the shape %s takes %llu: %s", source->name,
                   (unsigned long long)have, ml_array_shape_text(header, text), (unsigned long long)wanted,
                   have < wanted ? "the file is cut off; copy or save it again" : "something follows the array");
}

static ml_status read_header(const nifti *n, ml_error *error, ml_array_header *header)
{
    char text[ML_ARRAY_SHAPE_TEXT_SIZE];
    const struct datatype *type = NULL;
    ml_status status = find_type(n, error, &type);
    if (!status)
        status = read_shape(n, type, error, header);
    if (!status)
        status = read_offset(n, error, &header->data_offset_bytes);
    if (status)
        return status;
    if (!ml_array_count(header) || header->n_elems * 16 > UINT64_MAX - header->data_offset_bytes)
        return ml_fail(error, ML_E_INPUT, "%s: claims the shape %s, beyond all bounds", n->name,
                       ml_array_shape_text(header, text));
    if (!ml_array_set_type(type->type, header)) /* never, as long as the table above names types that are read */
        return ml_fail(error, ML_E_SYSTEM, "%s: internal: no such type of elements", n->name);
    ml_array_set_byte_order(header, !n->is_big);
    read_facts(n, &header->facts);
    return type->n_colors ? ML_OK : read_scale(n, error, header);
}

ml_status ml_nifti_open(ml_source *source, ml_error *error, ml_array_header *header)
{
    nifti n = {0};
    ml_array_header read = {0};
    size_t n_bytes = 0;
    uint64_t size_bytes = 0;
    bool compressed = false;
    ml_status status = find_gzip(source, error, &compressed);
    if (!status)
        status = read_start(source, compressed, error, &n, &n_bytes);
    if (status)
        return status;
    if (!identify(&n, n_bytes))
        return ml_fail(error, ML_E_INPUT, "%s: the NIfTI header is cut off, or does not give its own size: the file is damaged",
                       source->name);
    status = read_header(&n, error, &read);
    if (!status)
        status = check_size(source, compressed, &read, error, &size_bytes);
    if (!status && compressed)
        status = ml_gzip_open(source, size_bytes, error, source);
    if (!status)
        *header = read;
    return status;
}
