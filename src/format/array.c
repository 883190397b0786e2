/* Arrays; see array.h. */
#include "format/array.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Turns n numbers of `size` bytes round. */
static void swap_bytes(uint8_t *bytes, size_t n, size_t size)
{
    uint16_t u2;
    uint32_t u4;
    uint64_t u8;
    for (size_t i = 0; i < n && size == 2; i++) {
        memcpy(&u2, bytes + 2 * i, 2);
        u2 = (uint16_t)(u2 >> 8 | u2 << 8);
        memcpy(bytes + 2 * i, &u2, 2);
    }
    for (size_t i = 0; i < n && size == 4; i++) {
        memcpy(&u4, bytes + 4 * i, 4);
        u4 = ML_SWAP_32(u4);
        memcpy(bytes + 4 * i, &u4, 4);
    }
    for (size_t i = 0; i < n && size == 8; i++) {
        memcpy(&u8, bytes + 8 * i, 8);
        u8 = ML_SWAP_64(u8);
        memcpy(bytes + 8 * i, &u8, 8);
    }
}

/* Converters: n integers at `from` become doubles at `to`. The elements lie at the end of the room for the doubles, so that
 * none is overwritten before it is read. */
#define DEFINE_TO_F64(NAME, TYPE)                                                                                              \
    static void NAME##_to_f64(const uint8_t *from, size_t n, uint8_t *to)                                                      \
    {                                                                                                                          \
        for (size_t i = 0; i < n; i++) {                                                                                       \
            TYPE elem;                                                                                                         \
            memcpy(&elem, from + i * sizeof elem, sizeof elem);                                                                \
            double value = (double)elem;                                                                                       \
            memcpy(to + i * sizeof value, &value, sizeof value);                                                               \
        }                                                                                                                      \
    }
DEFINE_TO_F64(float32, float)
DEFINE_TO_F64(uint8, uint8_t)
DEFINE_TO_F64(uint16, uint16_t)
DEFINE_TO_F64(int8, int8_t)
DEFINE_TO_F64(int16, int16_t)
DEFINE_TO_F64(int32, int32_t)
DEFINE_TO_F64(int64, int64_t)
DEFINE_TO_F64(uint32, uint32_t)
DEFINE_TO_F64(uint64, uint64_t)

static void float16_to_f64(const uint8_t *from, size_t n, uint8_t *to)
{
    for (size_t i = 0; i < n; i++) {
        uint16_t elem;
        memcpy(&elem, from + i * sizeof elem, sizeof elem);
        double value = ml_half_value(elem);
        memcpy(to + i * sizeof value, &value, sizeof value);
    }
}

/* Types of elements, by NumPy's code. */
static const struct elem_type {
    const char *code;
    bool is_float;
    double full_scale;
    ml_sample_type type;
    size_t type_size_bytes, size_bytes;
    void (*convert)(const uint8_t *from, size_t n, uint8_t *to);
} types[] = {
    {"f2", true, 1, ML_SAMPLE_F16, 2, 2, NULL},           {"f4", true, 1, ML_SAMPLE_F32, 4, 4, NULL},
    {"f8", true, 1, ML_SAMPLE_F64, 8, 8, NULL},           {"b1", false, 1, ML_SAMPLE_U8, 1, 1, NULL},
    {"u1", false, 255, ML_SAMPLE_U8, 1, 1, NULL},         {"u2", false, 65535, ML_SAMPLE_U16, 2, 2, NULL},
    {"u4", false, 0, ML_SAMPLE_F64, 8, 4, uint32_to_f64}, {"u8", false, 0, ML_SAMPLE_F64, 8, 8, uint64_to_f64},
    {"i1", false, 0, ML_SAMPLE_F64, 8, 1, int8_to_f64},   {"i2", false, 0, ML_SAMPLE_F64, 8, 2, int16_to_f64},
    {"i4", false, 0, ML_SAMPLE_F64, 8, 4, int32_to_f64},  {"i8", false, 0, ML_SAMPLE_F64, 8, 8, int64_to_f64},
};

bool ml_array_set_type(const char *code, ml_array_header *header)
{
    size_t t = 0;
    while (t < ML_COUNT(types) && memcmp(code, types[t].code, 2) != 0)
        t++;
    if (t == ML_COUNT(types))
        return false;
    header->code = types[t].code;
    header->is_float = types[t].is_float;
    header->full_scale = types[t].full_scale;
    header->type = types[t].type;
    header->type_size_bytes = types[t].type_size_bytes;
    header->elem_size_bytes = types[t].size_bytes;
    header->convert = types[t].convert;
    header->swapped = header->is_scaled = false;
    return true;
}

void ml_array_set_scale(ml_array_header *header, double scale, double offset)
{
    void (*const convert[ML_SAMPLE_F64 + 1])(const uint8_t *, size_t, uint8_t *) = {[ML_SAMPLE_U8] = uint8_to_f64,
                                                                                    [ML_SAMPLE_U16] = uint16_to_f64,
                                                                                    [ML_SAMPLE_F16] = float16_to_f64,
                                                                                    [ML_SAMPLE_F32] = float32_to_f64};
    bool is_whole = !(scale > floor(scale)) && !(offset > floor(offset));
    if (!header->convert)
        header->convert = convert[header->type];
    header->type = ML_SAMPLE_F64;
    header->type_size_bytes = sizeof(double);
    header->is_float = header->is_float || !is_whole;
    header->full_scale = header->is_float ? 1 : 0;
    header->is_scaled = true;
    header->scale = scale;
    header->offset = offset;
}

bool ml_array_count(ml_array_header *header)
{
    uint64_t n = 1;
    for (size_t i = 0; i < header->rank; i++)
        if (header->shape[i] == 0) {
            header->n_elems = 0;
            return true;
        }
    for (size_t i = 0; i < header->rank; i++) {
        if (n > UINT64_MAX / 16 / header->shape[i])
            return false;
        n *= header->shape[i];
    }
    header->n_elems = n;
    return true;
}

static bool is_little_endian_machine(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 1;
}

void ml_array_set_byte_order(ml_array_header *header, bool is_little_endian)
{
    header->swapped = header->elem_size_bytes > 1 && is_little_endian != is_little_endian_machine();
}

bool ml_array_values_swapped(const ml_array_header *header)
{
    return header->swapped && !header->convert && !header->is_scaled;
}

const char *ml_array_byte_order(const ml_array_header *header)
{
    return header->elem_size_bytes == 1 ? "none" : is_little_endian_machine() != header->swapped ? "little" : "big";
}

const char *ml_array_shape_text(const ml_array_header *header, char text[ML_ARRAY_SHAPE_TEXT_SIZE])
{
    char *to = text;
    *to++ = '(';
    for (size_t i = 0; i < header->rank; i++)
        to += sprintf(to, "%s%llu", i ? ", " : "", (unsigned long long)header->shape[i]);
    strcpy(to, header->rank == 1 ? ",)" : ")");
    return text;
}

ml_status ml_array_read_elements(const ml_source *source, const ml_array_header *header, uint64_t first, size_t n,
                                 ml_error *error, void *to)
{
    size_t size = header->elem_size_bytes;
    uint8_t *raw = (uint8_t *)to + n * (header->type_size_bytes - size);
    ml_status status = ml_source_read(source, header->data_offset_bytes + first * size, n * size, error, raw);
    if (!status && header->swapped && !ml_array_values_swapped(header))
        swap_bytes(raw, n, size);
    if (!status && header->convert)
        header->convert(raw, n, to);
    for (size_t i = 0; i < n && !status && header->is_scaled; i++) {
        double *value = (double *)to + i, product = header->scale * *value;
        *value = product + header->offset;
    }
    return status;
}
