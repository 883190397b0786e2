/* format/nifti_reader: headers of both versions, what they say of the values, the axes and the body, and files that lie. */
#include "data.h"
#include "unit.h"

#include "format/nifti_reader.h"

#include <math.h>

static void set(uint8_t *bytes, size_t at, const void *value, size_t size) { memcpy(bytes + at, value, size); }

static void set_16(uint8_t *bytes, size_t at, int16_t value) { set(bytes, at, &value, sizeof value); }

static void set_float(uint8_t *bytes, size_t at, float value) { set(bytes, at, &value, sizeof value); }

enum { N_DATA = 2 * 3 * 4, SIZE = 352 + N_DATA };

/* NIfTI-1 in the byte order of this machine: 4 columns, 3 rows, 2 slices of bytes 0, 1, 2, ... */
static void make(uint8_t bytes[SIZE])
{
    const int32_t own_size = 348;
    memset(bytes, 0, SIZE);
    set(bytes, 0, &own_size, sizeof own_size);
    const int16_t dim[] = {3, 4, 3, 2, 1, 1, 1, 1};
    set(bytes, 40, dim, sizeof dim);
    set_16(bytes, 70, 2);
    set_16(bytes, 72, 8);
    set_float(bytes, 76, 1);
    for (size_t i = 1; i < 8; i++)
        set_float(bytes, 76 + 4 * i, (float)i);
    set_float(bytes, 108, 352);
    memcpy(bytes + 344, "n+1", 4);
    for (size_t i = 0; i < N_DATA; i++)
        bytes[352 + i] = (uint8_t)i;
}

static ml_status open_bytes(const uint8_t *bytes, size_t n, ml_error *error, ml_source *source, ml_array_header *header)
{
    ml_error_clear(error);
    *source = ml_source_memory("x.nii", bytes, n);
    return ml_nifti_open(source, error, header);
}

START_TEST(columns_vary_fastest)
{
    uint8_t bytes[SIZE], read[N_DATA];
    ml_source source;
    ml_array_header h;
    ml_error error = ML_ERROR_INIT;
    make(bytes);
    EXPECT(open_bytes(bytes, SIZE, &error, &source, &h) == ML_OK, "%s", error.text);
    ck_assert(h.rank == 3 && h.shape[0] == 2 && h.shape[1] == 3 && h.shape[2] == 4 && !h.fortran_order && !h.is_float);
    ck_assert(h.may_be[0] == ML_AXIS_IMAGES && h.may_be[1] == ML_AXIS_ROWS && h.may_be[2] == ML_AXIS_COLUMNS);
    ck_assert(!h.facts.has_body && unit_same(h.facts.spacing[0], 1) && unit_same(h.facts.spacing[2], 3));
    ck_assert_int_eq(ml_array_read_elements(&source, &h, 0, N_DATA, &error, read), ML_OK);
    ck_assert(memcmp(read, bytes + 352, N_DATA) == 0);
}
END_TEST

START_TEST(values_are_scaled_in_doubles)
{
    static const struct {
        float slope, inter;
        bool is_scaled, is_float;
        double third;
    } cases[] = {
        {0, 5, false, false, 2},          {1, 0, false, false, 2},
        {-1, 4, true, false, 2},          {2, -1, true, false, 3},
        {0.5f, 0, true, true, 1},         {1, 0.25f, true, true, 2.25},
        {(float)NAN, 1, false, false, 2}, {0.1f, 0, true, true, (double)0.1f * 2},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        uint8_t bytes[SIZE];
        ml_source source;
        ml_array_header h;
        ml_error error = ML_ERROR_INIT;
        double doubles[1];
        uint8_t whole[1];
        make(bytes);
        set_float(bytes, 112, cases[k].slope);
        set_float(bytes, 116, cases[k].inter);
        EXPECT(open_bytes(bytes, SIZE, &error, &source, &h) == ML_OK, "%s", error.text);
        EXPECT(h.is_scaled == cases[k].is_scaled && h.is_float == cases[k].is_float, "case %zu", k);
        ck_assert_int_eq(ml_array_read_elements(&source, &h, 2, 1, &error, h.is_scaled ? (void *)doubles : whole), ML_OK);
        EXPECT(unit_same(h.is_scaled ? doubles[0] : whole[0], cases[k].third), "case %zu", k);
    }
}
END_TEST

START_TEST(the_body_is_that_of_sform_or_qform)
{
    static const struct {
        int16_t qform, sform;
        float qfac, quatern[3], srow[12];
        const char *direction;
    } cases[] = {
        {0, 0, 1, {0}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, ""}, /* no code */
        {0, 1, 1, {0}, {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, ""}, /* the identity says nothing */
        {0, 1, 1, {0}, {2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 5}, "RAS"},
        {0, 1, 1, {0}, {-2, 0, 0, 9, 0, -2, 0, 9, 0, 0, 5}, "LPS"},
        {0, 1, 1, {0}, {0, 0, 3, 0, 1, .1f, 0, 0, .1f, -1, 0}, "AIR"}, /* permuted, a little oblique */
        {0, 1, 1, {0}, {0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, ""},         /* a column of zeros */
        {1, 0, 1, {0}, {0}, "RAS"},                                    /* pixdim 1, 2, 3 */
        {1, 0, -1, {0}, {0}, "RAI"},
        {1, 0, 1, {0, 0, 1}, {0}, "LPS"}, /* half a turn about z */
        {1, 0, 1, {1, 0, 0}, {0}, "RPI"},
        {1, 2, 1, {1, 0, 0}, {2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 5}, "RAS"}, /* sform first */
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        uint8_t bytes[SIZE];
        ml_source source;
        ml_array_header h;
        ml_error error = ML_ERROR_INIT;
        char text[ML_DIRECTION_TEXT_SIZE];
        make(bytes);
        set_16(bytes, 252, cases[k].qform);
        set_16(bytes, 254, cases[k].sform);
        set_float(bytes, 76, cases[k].qfac);
        set(bytes, 256, cases[k].quatern, sizeof cases[k].quatern);
        set(bytes, 280, cases[k].srow, sizeof cases[k].srow);
        EXPECT(open_bytes(bytes, SIZE, &error, &source, &h) == ML_OK, "%s", error.text);
        EXPECT(strcmp(ml_direction_text(&h.facts, text), cases[k].direction) == 0, "case %zu: %s", k, text);
    }
}
END_TEST

/* Each good file has the same two slices, or one of them, of labels, or of predictions whose values sum to 1. */
START_TEST(good_files_hold_two_slices_or_one)
{
    glob_t found = data_glob("good-nifti-*", 20);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *name = data_name(found.gl_pathv[i]);
        ml_source source;
        ml_array_header h;
        ml_error error = ML_ERROR_INIT;
        double values[256];
        EXPECT(ml_source_open(found.gl_pathv[i], &error, &source) == ML_OK, "%s", error.text);
        bool is = false;
        ck_assert_int_eq(ml_nifti_is_like(&source, &error, &is), ML_OK);
        ck_assert(is);
        EXPECT(ml_nifti_open(&source, &error, &h) == ML_OK, "%s", error.text);
        size_t n = (size_t)h.n_elems;
        const size_t n_slices = n % 70 == 0 ? 2 : 1, n_voxels = 35 * n_slices;
        ck_assert(n == n_voxels || n == 3 * n_voxels);
        EXPECT(ml_array_read_elements(&source, &h, 0, n, &error, values) == ML_OK, "%s", error.text);
        EXPECT(ml_source_finish(&source, &error) == ML_OK, "%s", error.text);
        for (size_t k = 0; k < 35 && n == 3 * n_voxels && !h.facts.is_color; k++) {
            double sum = 0;
            for (size_t c = 0; c < 3; c++)
                sum += ml_stored_value(h.type, ml_array_values_swapped(&h), values, c * n_voxels + k);
            EXPECT(unit_near(sum, 1, 1e-6), "%s: pixel %zu", name, k);
        }
        for (size_t k = 0; k < 35 && n == 70; k++)
            EXPECT(unit_same(ml_stored_value(h.type, ml_array_values_swapped(&h), values, k),
                             ml_stored_value(h.type, ml_array_values_swapped(&h), values, k + 35)),
                   "%s", name);
        /* once more, and from the end */
        EXPECT(ml_array_read_elements(&source, &h, n - 1, 1, &error, values) == ML_OK, "%s", error.text);
        EXPECT(ml_array_read_elements(&source, &h, 0, n, &error, values) == ML_OK, "%s", error.text);
        ml_source_close(&source);
    }
    globfree(&found);
}
END_TEST

START_TEST(bad_files_are_refused_when_they_are_read)
{
    glob_t found = data_glob("bad-nifti-*", 20);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        ml_source source;
        ml_array_header h;
        ml_error error = ML_ERROR_INIT;
        double values[256];
        EXPECT(ml_source_open(found.gl_pathv[i], &error, &source) == ML_OK, "%s", error.text);
        ml_status status = ml_nifti_open(&source, &error, &h);
        if (!status)
            status = ml_array_read_elements(&source, &h, 0, (size_t)h.n_elems, &error, values);
        if (!status)
            status = ml_source_finish(&source, &error);
        EXPECT(status == ML_E_INPUT, "%s is taken", found.gl_pathv[i]);
        EXPECT(strncmp(error.text, found.gl_pathv[i], strlen(found.gl_pathv[i])) == 0, "%s", error.text);
        ml_source_close(&source);
    }
    globfree(&found);
}
END_TEST

START_TEST(cut_at_each_byte_it_is_refused)
{
    static const char *const names[] = {"good-nifti-u1.nii.gz", "good-nifti-i2.nii", "good-nifti-2-be.nii",
                                        "good-nifti-members.nii.gz"};
    for (size_t f = 0; f < ML_COUNT(names); f++) {
        data_file file;
        data_load(&file, names[f]);
        for (size_t n = 3; n < file.source.size_bytes; n++) {
            ml_source source;
            ml_array_header h;
            ml_error error = ML_ERROR_INIT;
            double values[256];
            ml_status status = open_bytes(file.bytes, n, &error, &source, &h);
            if (!status)
                status = ml_array_read_elements(&source, &h, 0, (size_t)h.n_elems, &error, values);
            if (!status)
                status = ml_source_finish(&source, &error);

            EXPECT(status == ML_E_INPUT, "%s is taken with %zu bytes", names[f], n);
            ml_source_close(&source);
        }
        free(file.bytes);
    }
}
END_TEST

/* NIfTI-2 in the byte order of this machine, with no voxels: its dimensions are numbers of 64 bits. */
static void make_2(uint8_t bytes[544], const int64_t dim[8])
{
    const int32_t own_size = 540;
    memset(bytes, 0, 544);
    set(bytes, 0, &own_size, sizeof own_size);
    memcpy(bytes + 4, "n+2\0\r\n\032\n", 8);
    set_16(bytes, 12, 2);
    set_16(bytes, 14, 8);
    set(bytes, 16, dim, 8 * sizeof *dim);
}

START_TEST(shapes_beyond_all_bounds_are_refused)
{
    static const struct {
        int64_t dim[8], offset;
    } cases[] = {{{3, INT64_C(1) << 31, INT64_C(1) << 31, 2, 1, 1, 1, 1}, 0},
                 {{2, INT64_C(1) << 30, (INT64_C(1) << 30) - 1, 1, 1, 1, 1, 1}, INT64_MAX}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        uint8_t bytes[544];
        ml_source source;
        ml_array_header h;
        ml_error error = ML_ERROR_INIT;
        make_2(bytes, cases[k].dim);
        set(bytes, 168, &cases[k].offset, sizeof cases[k].offset);
        ck_assert_int_eq(open_bytes(bytes, sizeof bytes, &error, &source, &h), ML_E_INPUT);
        EXPECT(strncmp(error.text, "x.nii: claims the shape (", 25) == 0 && strstr(error.text, "beyond all bounds"), "%s",
               error.text);
    }
}
END_TEST

START_TEST(what_is_no_image_is_refused_and_named)
{
    enum { RGB = 128, RGBA = 2304 };
    static const struct {
        int16_t datatype, bits, dim[8];
        const char *wanted; /* NULL: it is one */
    } cases[] = {
        {2, 8, {1, 24, 1, 1, 1, 1, 1, 1}, "x.nii: has one dimension: no image"},
        {RGB, 24, {1, 8, 1, 1, 1, 1, 1, 1}, "x.nii: has one dimension: no image"},
        {RGB, 24, {4, 2, 2, 1, 2, 1, 1, 1}, "x.nii: has channels of colours, which mean nothing here"},
        {RGBA, 32, {5, 1, 2, 1, 1, 3, 1, 1}, "x.nii: has channels of colours, which mean nothing here"},
        {RGB, 24, {2, 4, 2, 1, 1, 1, 1, 1}, NULL},
        {RGBA, 32, {3, 3, 2, 1, 1, 1, 1, 1}, NULL},
        {2, 8, {5, 2, 2, 2, 1, 3, 1, 1}, NULL},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        uint8_t bytes[SIZE];
        ml_source source;
        ml_array_header h;
        ml_error error = ML_ERROR_INIT;
        make(bytes);
        set(bytes, 40, cases[k].dim, sizeof cases[k].dim);
        set_16(bytes, 70, cases[k].datatype);
        set_16(bytes, 72, cases[k].bits);
        ml_status status = open_bytes(bytes, SIZE, &error, &source, &h);
        EXPECT(status == (cases[k].wanted ? ML_E_INPUT : ML_OK), "case %zu: %s", k, error.text);
        EXPECT(!cases[k].wanted || strcmp(error.text, cases[k].wanted) == 0, "%s", error.text);
        EXPECT(status || h.facts.is_color == (cases[k].datatype != 2), "case %zu", k);
    }
}
END_TEST

START_TEST(numbers_that_are_not_finite_say_nothing)
{
    static const float wrong[] = {(float)NAN, (float)INFINITY, -(float)INFINITY};
    for (size_t k = 0; k < ML_COUNT(wrong); k++) {
        uint8_t bytes[SIZE];
        ml_source source;
        ml_array_header h;
        ml_error error = ML_ERROR_INIT;
        make(bytes);
        set_float(bytes, 80, wrong[k]); /* of the columns */
        set_16(bytes, 254, 1);
        static const float srow[12] = {2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 5, 0};
        set(bytes, 280, srow, sizeof srow);
        EXPECT(open_bytes(bytes, SIZE, &error, &source, &h) == ML_OK, "%s", error.text);
        ck_assert(unit_same(h.facts.spacing[0], 0) && unit_same(h.facts.spacing[1], 2) && h.facts.has_body);
        set_float(bytes, 280, wrong[k]); /* the way to the body */
        EXPECT(open_bytes(bytes, SIZE, &error, &source, &h) == ML_OK, "%s", error.text);
        ck_assert(!h.facts.has_body);
    }
}
END_TEST

/* Of two bytes, those of gzip, and what only begins like it. */
START_TEST(what_is_too_short_or_begins_otherwise_is_no_nifti)
{
    static const struct {
        const char *bytes;
        size_t n;
    } cases[] = {{"", 0}, {"\x1f", 1}, {"\x1f\x8b", 2}, {"\x1f\x8b\x08", 3}, {"\x1f\x8c\x08", 3}, {"n+1", 3}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const ml_source source = ml_source_memory("x", (const uint8_t *)cases[k].bytes, cases[k].n);
        ml_error error = ML_ERROR_INIT;
        bool is = true;
        ck_assert_int_eq(ml_nifti_is_like(&source, &error, &is), ML_OK);
        EXPECT(!is, "case %zu", k);
        ml_source own = source;
        ml_array_header h;
        ck_assert_int_eq(ml_nifti_open(&own, &error, &h), ML_E_INPUT);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, shapes_beyond_all_bounds_are_refused);
    tcase_add_test(tests, what_is_no_image_is_refused_and_named);
    tcase_add_test(tests, numbers_that_are_not_finite_say_nothing);
    tcase_add_test(tests, what_is_too_short_or_begins_otherwise_is_no_nifti);
    tcase_add_test(tests, columns_vary_fastest);
    tcase_add_test(tests, values_are_scaled_in_doubles);
    tcase_add_test(tests, the_body_is_that_of_sform_or_qform);
    tcase_add_test(tests, good_files_hold_two_slices_or_one);
    tcase_add_test(tests, bad_files_are_refused_when_they_are_read);
    tcase_add_test(tests, cut_at_each_byte_it_is_refused);
}

int main(void) { return unit_main("nifti_reader", add_tests); }
