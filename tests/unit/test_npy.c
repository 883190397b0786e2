/* format/npy: headers and elements of .npy files, sound and broken, all from memory. */
#include "data.h"
#include "unit.h"

#include "format/npy.h"

enum { N_VALUES = 105 }; /* 5 x 7 pixels, 3 classes */

static bool big_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 0;
}

/* What good-npy-*.npy hold; type NONE: an element type that is not read (yet) and is refused by its name. */
static const struct good {
    const char *name;
    ml_sample_type type;
    const char *descr, *shape;
    bool fortran;
} goods[] = {
    {"f4-hwc", ML_SAMPLE_F32, "<f4", "(5, 7, 3)", false},
    {"f4-chw", ML_SAMPLE_F32, "<f4", "(3, 5, 7)", false},
    {"f4-blanks", ML_SAMPLE_F32, "<f4", "(5, 7, 3)", false},
    {"f4-keys", ML_SAMPLE_F32, "<f4", "(5, 7, 3)", false},
    {"f4-v2", ML_SAMPLE_F32, "<f4", "(5, 7, 3)", false},
    {"f4-v3", ML_SAMPLE_F32, "<f4", "(5, 7, 3)", false},
    {"f4-minus-zero", ML_SAMPLE_F32, "<f4", "(5, 7, 3)", false},
    {"f4-scaled", ML_SAMPLE_F32, "<f4", "(5, 7, 3)", false},
    {"f4-3x3x3", ML_SAMPLE_F32, "<f4", "(3, 3, 3)", false},
    {"f4-1hwc", ML_SAMPLE_F32, "<f4", "(1, 5, 7, 3)", false},
    {"f4-nhwc", ML_SAMPLE_F32, "<f4", "(2, 5, 7, 3)", false},
    {"f4-c1hw", ML_SAMPLE_F32, "<f4", "(3, 1, 5, 7)", false},
    {"f4-hw", ML_SAMPLE_F32, "<f4", "(5, 7)", false},
    {"f4-hw1", ML_SAMPLE_F32, "<f4", "(5, 7, 1)", false},
    {"f4-hwc-2", ML_SAMPLE_F32, "<f4", "(5, 7, 2)", false},
    {"f4-fortran", ML_SAMPLE_F32, "<f4", "(5, 7, 3)", true},
    {"f8-hwc", ML_SAMPLE_F64, "<f8", "(5, 7, 3)", false},
    {"f8-chw", ML_SAMPLE_F64, "<f8", "(3, 5, 7)", false},
    {"be-f4-hwc", ML_SAMPLE_F32, ">f4", "(5, 7, 3)", false},
    {"f2-hwc", ML_SAMPLE_F16, "<f2", "(5, 7, 3)", false},
    {"u1-hwc", ML_SAMPLE_U8, "|u1", "(5, 7, 3)", false},
    {"u1-hw", ML_SAMPLE_U8, "|u1", "(5, 7)", false},
    {"be-u2-chw", ML_SAMPLE_U16, ">u2", "(3, 5, 7)", false},
    {"b1-onehot", ML_SAMPLE_U8, "|b1", "(5, 7, 3)", false},
    {"u1-nhw", ML_SAMPLE_U8, "|u1", "(2, 5, 7)", false},
    {"fortran-u1-nhw", ML_SAMPLE_U8, "|u1", "(2, 5, 7)", true},
    {"u1-nhwc-onehot", ML_SAMPLE_U8, "|u1", "(2, 5, 7, 3)", false},
    {"i8-hw", ML_SAMPLE_F64, "<i8", "(5, 7)", false},
};

static void load(data_file *file, const char *name)
{
    char whole[64];
    snprintf(whole, sizeof whole, "good-npy-%s.npy", name);
    data_load(file, whole);
}

static void expect_good(const struct good *good)
{
    data_file file;
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_array_header header;
    load(&file, good->name);
    ml_status status = ml_npy_read_header(&file.source, &error, &header);
    size_t size = (size_t)(good->descr[2] - '0');
    EXPECT(status == ML_OK, "%s", error.text);
    EXPECT(header.type == good->type && header.elem_size_bytes == size, "%s: type", good->name);
    EXPECT(header.is_float == (good->descr[1] == 'f'), "%s: kind", good->name);
    EXPECT(strcmp(ml_array_shape_text(&header, shape), good->shape) == 0, "%s: shape %s", good->name, shape);
    EXPECT(header.fortran_order == good->fortran, "%s: order", good->name);
    EXPECT(header.swapped == (size > 1 && (good->descr[0] == '>') != big_endian()), "%s: byte order", good->name);
    EXPECT(header.n_elems * size + header.data_offset_bytes == file.source.size_bytes, "%s: size", good->name);
    free(file.bytes);
}

START_TEST(every_good_file_has_its_type_shape_and_order)
{
    for (size_t i = 0; i < ML_COUNT(goods); i++)
        expect_good(&goods[i]);
}
END_TEST

static const char *good_name(size_t i) { return i < ML_COUNT(goods) ? goods[i].name : NULL; }

START_TEST(no_good_file_is_forgotten_here) { data_expect_named("good-npy-", ".npy", good_name); }
END_TEST

/* Reads all elements as doubles, in pieces of `step`. */
static void read_values(const char *name, size_t step, double values[N_VALUES])
{
    data_file file;
    ml_error error = ML_ERROR_INIT;
    ml_array_header header;
    load(&file, name);
    EXPECT(ml_npy_read_header(&file.source, &error, &header) == ML_OK, "%s", error.text);
    ck_assert_uint_eq(header.n_elems, N_VALUES);
    for (size_t first = 0, n; first < N_VALUES; first += n) {
        n = N_VALUES - first < step ? N_VALUES - first : step;
        void *to = malloc(n * header.type_size_bytes);
        EXPECT(ml_array_read_elements(&file.source, &header, first, n, &error, to) == ML_OK, "%s: %s", name, error.text);
        for (size_t i = 0; i < n; i++)
            values[first + i] = ml_stored_value(header.type, ml_array_values_swapped(&header), to, i);
        free(to);
    }
    free(file.bytes);
}

START_TEST(elements_are_the_same_in_every_header_type_and_byte_order)
{
    static const char *const same[] = {"f4-hwc", "f8-hwc", "f4-blanks", "f4-keys", "f4-v2", "f4-v3", "be-f4-hwc", "f4-1hwc"};
    double wanted[N_VALUES], got[N_VALUES];
    read_values("f4-hwc", N_VALUES, wanted);
    ck_assert(unit_same(wanted[0], 1) && unit_same(wanted[3], 0.375) && unit_same(wanted[5], 0.25)); /* 48 and 32 of 128 */
    for (size_t pixel = 0; pixel < 35; pixel++)
        EXPECT(unit_same(wanted[3 * pixel] + wanted[3 * pixel + 1] + wanted[3 * pixel + 2], 1), "pixel %zu", pixel);
    for (size_t k = 0; k < ML_COUNT(same); k++)
        for (size_t step = 1; step <= N_VALUES; step += 13) {
            read_values(same[k], step, got);
            for (size_t i = 0; i < N_VALUES; i++)
                EXPECT(unit_same(got[i], wanted[i]), "%s in steps of %zu: element %zu is %g", same[k], step, i, got[i]);
        }
    read_values("f4-chw", 10, got);
    for (size_t i = 0; i < N_VALUES; i++)
        EXPECT(unit_same(got[i], wanted[i % 35 * 3 + i / 35]), "f4-chw: element %zu", i);
}
END_TEST

/* An array of a type, in either byte order, of four elements given as their bits; what they are. */
static const struct elements {
    const char *code;
    uint64_t bits[4];
    double values[4];
} elements[] = {
    {"b1", {0, 1, 1, 0}, {0, 1, 1, 0}},
    {"u1", {0, 1, 128, 255}, {0, 1, 128, 255}},
    {"u2", {0, 1, 0x8001, 0xffff}, {0, 1, 32769, 65535}},
    {"u4", {0, 1, 0x80000001, 0xffffffff}, {0, 1, 2147483649., 4294967295.}},
    {"u8", {0, 1, UINT64_C(1) << 63, UINT64_MAX}, {0, 1, 0x1p63, 0x1p64}},
    {"i1", {0, 1, 0x80, 0xff}, {0, 1, -128, -1}},
    {"i2", {0, 1, 0x8000, 0xfffe}, {0, 1, -32768, -2}},
    {"i4", {0, 1, 0x80000000, 0xfffffffd}, {0, 1, -2147483648., -3}},
    {"i8", {0, 1, UINT64_C(1) << 63, UINT64_MAX - 3}, {0, 1, -0x1p63, -4}},
    {"f2", {0, 0x3c00, 0x8001, 0x7bff}, {0, 1, -0x1p-24, 65504}},
    {"f4", {0, 0x3f800000, 0x80000001, 0x7f7fffff}, {0, 1, -0x1p-149, FLT_MAX}},
    {"f8", {0, UINT64_C(0x3ff0000000000000), UINT64_C(1) << 63 | 1, UINT64_C(0x7fefffffffffffff)}, {0, 1, -0x1p-1074, DBL_MAX}},
};

START_TEST(elements_of_every_type_and_byte_order_have_their_value)
{
    for (size_t e = 0; e < 2 * ML_COUNT(elements); e++) {
        const struct elements *row = &elements[e / 2];
        size_t size = (size_t)(row->code[1] - '0'), at = 10 + 118;
        uint8_t bytes[10 + 118 + 4 * 8];
        memcpy(bytes, "\x93NUMPY", 6);
        memcpy(bytes + 6, "\x01\0v", 4);
        memset(bytes + 10, ' ', 118);
        int n = snprintf((char *)bytes + 10, 118, "{'descr': '%c%s', 'fortran_order': False, 'shape': (4,), }",
                         e % 2 ? '>' : '<', row->code);
        bytes[10 + n] = ' ';
        for (size_t i = 0; i < 4; i++)
            for (size_t k = 0; k < size; k++)
                bytes[at + i * size + (e % 2 ? size - 1 - k : k)] = (uint8_t)(row->bits[i] >> 8 * k);
        ml_source source = ml_source_memory(row->code, bytes, at + 4 * size);
        ml_error error = ML_ERROR_INIT;
        ml_array_header header;
        double to[4];
        EXPECT(ml_npy_read_header(&source, &error, &header) == ML_OK, "%s: %s", row->code, error.text);
        for (size_t first = 0; first < 4; first++) {
            EXPECT(ml_array_read_elements(&source, &header, first, 4 - first, &error, to) == ML_OK, "%s", error.text);
            for (size_t i = first; i < 4; i++)
                EXPECT(unit_same(ml_stored_value(header.type, ml_array_values_swapped(&header), to, i - first), row->values[i]),
                       "%s, element %zu: %a", row->code, i,
                       ml_stored_value(header.type, ml_array_values_swapped(&header), to, i - first));
        }
    }
}
END_TEST

START_TEST(elements_beyond_the_end_are_an_error)
{
    data_file file;
    ml_error error = ML_ERROR_INIT;
    ml_array_header header;
    double to[2];
    load(&file, "f8-hwc");
    ck_assert_int_eq(ml_npy_read_header(&file.source, &error, &header), ML_OK);
    ck_assert_int_eq(ml_array_read_elements(&file.source, &header, N_VALUES - 1, 2, &error, to), ML_E_INPUT);
    ck_assert(strstr(error.text, file.name));
    ck_assert_int_eq(ml_array_read_elements(&file.source, &header, N_VALUES, 1, &error, to), ML_E_INPUT);
    free(file.bytes);
}
END_TEST

/* Broken in what only the reader of predictions can judge: rank, size and values; shape as read here. */
static const struct {
    const char *name, *shape;
} sound_headers[] = {
    {"onehot-two", "(5, 7, 3)"}, {"onehot-none", "(5, 7, 3)"},  {"nan", "(5, 7, 3)"},   {"nan-chw", "(3, 5, 7)"},
    {"infinite", "(5, 7, 3)"},   {"negative", "(5, 7, 3)"},     {"zeros", "(5, 7, 3)"}, {"size", "(7, 5, 3)"},
    {"rank-1", "(105,)"},        {"sum-infinite", "(5, 7, 3)"}, {"rank-0", "()"},       {"shape-zero", "(5, 0, 3)"},
};

static const char *sound_header(const char *path)
{
    for (size_t k = 0; k < ML_COUNT(sound_headers); k++) {
        char name[64];
        snprintf(name, sizeof name, "bad-npy-%s.npy", sound_headers[k].name);
        if (strcmp(data_name(path), name) == 0)
            return sound_headers[k].shape;
    }
    return NULL;
}

START_TEST(every_bad_file_is_refused_with_its_name)
{
    glob_t found = data_glob("bad-npy-*.npy", 40);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i], *shape = sound_header(path);
        char text[ML_ARRAY_SHAPE_TEXT_SIZE];
        size_t n;
        uint8_t *bytes = data_read(path, &n);
        ml_source source = ml_source_memory(path, bytes, n);
        ml_error error = ML_ERROR_INIT;
        ml_array_header header;
        ml_status status = ml_npy_read_header(&source, &error, &header);
        if (shape) {
            EXPECT(status == ML_OK && strcmp(ml_array_shape_text(&header, text), shape) == 0, "%s: %s", path, error.text);
        } else {
            EXPECT(status == ML_E_INPUT && error.status == ML_E_INPUT, "%s: status %d", path, (int)status);
            EXPECT(strstr(error.text, path), "%s is not named: %s", path, error.text);
        }
        free(bytes);
    }
    globfree(&found);
}
END_TEST

/* A header (format 1.0) with this dict before `n_data` bytes. */
static ml_status read_dict(const char *dict, size_t n_data, ml_error *error, ml_array_header *header)
{
    size_t length = strlen(dict), n = 10 + length + n_data;
    uint8_t *bytes = calloc(n, 1);
    ck_assert(bytes != NULL);
    memcpy(bytes, "\x93NUMPY\1\0", 8);
    bytes[8] = (uint8_t)length;
    bytes[9] = (uint8_t)(length >> 8);
    memcpy(bytes + 10, dict, length);
    ml_source source = ml_source_memory("made.npy", bytes, n);
    ml_status status = ml_npy_read_header(&source, error, header);
    free(bytes);
    return status;
}

START_TEST(every_sound_way_to_write_the_header_is_read)
{
    static const struct {
        const char *dict, *shape;
        size_t n_data;
    } cases[] = {
        {"{'descr':'<f4','fortran_order':False,'shape':(2,3)}", "(2, 3)", 24},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n", "(2, 3)", 48},
        {"{\"shape\":(2,3,),\"descr\":\"<f4\",\"fortran_order\":True}", "(2, 3)", 24},
        {" {\n'descr' :\t'<f4' , 'fortran_order':False,'shape': ( 2 , 3 ) } \n\n", "(2, 3)", 24},
        {"{'descr':'<f4','fortran_order':False,'shape':(2L, 3L)}", "(2, 3)", 24}, /* Python 2 */
        {"{'descr':'<f4','fortran_order':False,'shape':()}", "()", 4},
        {"{'descr':'<f4','fortran_order':False,'shape':(7,)}", "(7,)", 28},
        {"{'descr':'<f4','fortran_order':False,'shape':(0,)}", "(0,)", 0},
        {"{'descr':'<f4','fortran_order':False,'shape':(0, 9223372036854775807)}", "(0, 9223372036854775807)", 0},
        {"{'descr':'<f4','fortran_order':False,'shape':(1,1,1,1,1,1,1,2)}", "(1, 1, 1, 1, 1, 1, 1, 2)", 8},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char text[ML_ARRAY_SHAPE_TEXT_SIZE];
        ml_error error = ML_ERROR_INIT;
        ml_array_header header;
        EXPECT(read_dict(cases[i].dict, cases[i].n_data, &error, &header) == ML_OK, "%s: %s", cases[i].dict, error.text);
        EXPECT(strcmp(ml_array_shape_text(&header, text), cases[i].shape) == 0, "%s: %s", cases[i].dict, text);
        EXPECT(header.fortran_order == (strstr(cases[i].dict, "True") != NULL), "%s: order", cases[i].dict);
    }
}
END_TEST

START_TEST(every_other_way_to_write_the_header_is_refused)
{
    static const char *const bad[] = {
        "",
        "{",
        "}",
        "{}",
        "{'descr'}",
        "{'descr':}",
        "{,}",
        "{'descr':'<f4','fortran_order':False,'shape':(2,3)",
        "{'descr':'<f4','fortran_order':False,'shape':(2,3}",
        "{'descr':'<f4','fortran_order':False,'shape':(2,3)}}",
        "{'descr':'<f4','fortran_order':False,'shape':(2,3)},",
        "{'descr':'<f4','fortran_order':False,'shape':(2,3),,}",
        "{,'descr':'<f4','fortran_order':False,'shape':(2,3)}",
        "{'descr':'<f4' 'fortran_order':False,'shape':(2,3)}",
        "{'descr':'<f4','fortran_order':False,'shape'(2,3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(2 3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(,2,3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(2,,3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(6)}",
        "{'descr':'<f4','fortran_order':False,'shape':((2,3))}",
        "{'descr':'<f4','fortran_order':False,'shape':(+2,3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(0x2,3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(2e0,3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(2_0,3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(2LL,3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(00,)}",
        "{'descr':'<f4','fortran_order':False,'shape':(1,1,1,1,1,1,1,1,6)}",
        "{'descr':'<f4','fortran_order':False,'shape':(9223372036854775808,)}",
        "{'descr':'<f4','fortran_order':false,'shape':(2,3)}",
        "{'descr':'<f4','fortran_order':Falsee,'shape':(2,3)}",
        "{'descr':'<f4','fortran_order':None,'shape':(2,3)}",
        "{'descr':'<f4','fortran_order':'False','shape':(2,3)}",
        "{'descr':'<f4\",'fortran_order':False,'shape':(2,3)}",
        "{'descr':'<\\x66\\x34','fortran_order':False,'shape':(2,3)}",
        "{'descr':u'<f4','fortran_order':False,'shape':(2,3)}",
        "{'descr':'f4','fortran_order':False,'shape':(2,3)}",
        "{'descr':'|f4','fortran_order':False,'shape':(2,3)}",
        "{'descr':'<f40','fortran_order':False,'shape':(2,3)}",
        "{'descr':'<f','fortran_order':False,'shape':(2,3)}",
        "{'descr':'','fortran_order':False,'shape':(2,3)}",
        "{'descr':'<F4','fortran_order':False,'shape':(2,3)}",
        "{'descr':'<c8','fortran_order':False,'shape':(3,)}",
        "{'descr':'|V4','fortran_order':False,'shape':(2,3)}",
        "{'descr':'O','fortran_order':False,'shape':(3,)}",
        "{'descr':'O8','fortran_order':False,'shape':(3,)}",
        "{'descr':'|O','fortran_order':False,'shape':(3,)}",
        "{'descr':'xf4','fortran_order':False,'shape':(2,3)}",
        "{'descr':'=x4','fortran_order':False,'shape':(2,3)}",
        "{'descr': ",
        "{'fortran_order':F",
        "{'descr':[('a', '<f4')],'fortran_order':False,'shape':(2,3)}",
        "{'Descr':'<f4','fortran_order':False,'shape':(2,3)}",
        "{'descr ':'<f4','fortran_order':False,'shape':(2,3)}",
        "{'descr':'<f4','fortran_order':False,'shape':(2,3),'':0}",
        "# {'descr':'<f4','fortran_order':False,'shape':(2,3)}",
    };
    for (size_t i = 0; i < ML_COUNT(bad); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_array_header header;
        EXPECT(read_dict(bad[i], 24, &error, &header) == ML_E_INPUT, "%s is accepted", bad[i]);
        EXPECT(strncmp(error.text, "made.npy: ", 10) == 0 && error.text[10], "%s: %s", bad[i], error.text);
    }
}
END_TEST

START_TEST(sizes_that_overflow_are_refused)
{
    static const char *const shapes[] = {"4294967296,4294967296", "4294967296,4294967296,16", "2305843009213693952,4",
                                         "4611686018427387904,6", "6,4611686018427387905",    "9223372036854775807,2",
                                         "3,6148914691236517207", "65536,65536,65536,65536",  "1152921504606846976,16,1"};
    for (size_t i = 0; i < ML_COUNT(shapes); i++)
        for (int wide = 0; wide < 2; wide++) {
            char dict[160];
            ml_error error = ML_ERROR_INIT;
            ml_array_header header;
            snprintf(dict, sizeof dict, "{'descr':'<f%d','fortran_order':False,'shape':(%s)}", wide ? 8 : 4, shapes[i]);
            EXPECT(read_dict(dict, 24, &error, &header) == ML_E_INPUT, "%s is accepted", dict);
            EXPECT(read_dict(dict, 0, &error, &header) == ML_E_INPUT, "%s is accepted without data", dict);
        }
}
END_TEST

START_TEST(a_file_cut_anywhere_is_refused)
{
    static const char *const names[] = {"f4-hwc", "f4-v2", "f4-blanks", "f8-chw"};
    for (size_t k = 0; k < ML_COUNT(names); k++) {
        data_file file;
        load(&file, names[k]);
        for (size_t n = 0; n < file.source.size_bytes; n++) {
            uint8_t *cut = malloc(n ? n : 1);
            memcpy(cut, file.bytes, n);
            ml_source source = ml_source_memory(file.name, cut, n);
            ml_error error = ML_ERROR_INIT;
            ml_array_header header;
            EXPECT(ml_npy_read_header(&source, &error, &header) == ML_E_INPUT, "%s, %zu bytes: accepted", names[k], n);
            EXPECT(strstr(error.text, file.name), "%s, %zu bytes: %s", names[k], n, error.text);
            free(cut);
        }
        free(file.bytes);
    }
}
END_TEST

START_TEST(damaged_headers_never_do_harm)
{
    static const char *const names[] = {"f4-hwc", "f4-v3", "f4-blanks"};
    for (size_t k = 0; k < ML_COUNT(names); k++) {
        data_file file;
        load(&file, names[k]);
        for (size_t bit = 0; bit < 8 * (file.source.size_bytes - 4 * N_VALUES); bit++)
            for (unsigned how = 0; how < 3; how++) { /* a bit, a bit and its neighbours, a whole byte */
                uint8_t kept = file.bytes[bit / 8];
                file.bytes[bit / 8] = (uint8_t)(how == 2 ? bit * 37 : kept ^ (how ? 7u : 1u) << bit % 8);
                ml_error error = ML_ERROR_INIT;
                ml_array_header header;
                ml_status status = ml_npy_read_header(&file.source, &error, &header);
                EXPECT(status == ML_OK || (status == ML_E_INPUT && strstr(error.text, file.name)), "bit %zu: %d", bit,
                       (int)status);
                EXPECT(status || header.n_elems * header.elem_size_bytes + header.data_offset_bytes == file.source.size_bytes,
                       "bit %zu: a size that is not the file's", bit);
                file.bytes[bit / 8] = kept;
            }
        free(file.bytes);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, every_good_file_has_its_type_shape_and_order);
    tcase_add_test(tests, no_good_file_is_forgotten_here);
    tcase_add_test(tests, elements_are_the_same_in_every_header_type_and_byte_order);
    tcase_add_test(tests, elements_of_every_type_and_byte_order_have_their_value);
    tcase_add_test(tests, elements_beyond_the_end_are_an_error);
    tcase_add_test(tests, every_bad_file_is_refused_with_its_name);
    tcase_add_test(tests, every_sound_way_to_write_the_header_is_read);
    tcase_add_test(tests, every_other_way_to_write_the_header_is_refused);
    tcase_add_test(tests, sizes_that_overflow_are_refused);
    tcase_add_test(tests, a_file_cut_anywhere_is_refused);
    tcase_add_test(tests, damaged_headers_never_do_harm);
}

int main(void) { return unit_main("npy", add_tests); }
