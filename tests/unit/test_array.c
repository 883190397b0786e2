/* format/array: elements of every type with a scale, in either byte order, and shapes beyond all bounds. */
#include "unit.h"

#include "format/array.h"

/* An array of a type, of three elements given as their bits; what they are. */
static const struct elements {
    const char *code;
    uint64_t bits[3];
    double values[3];
    bool is_float;
} elements[] = {
    {"b1", {0, 1, 1}, {0, 1, 1}, false},
    {"u1", {0, 1, 255}, {0, 1, 255}, false},
    {"u2", {0, 1, 0xffff}, {0, 1, 65535}, false},
    {"u4", {0, 1, 0xffffffff}, {0, 1, 4294967295.}, false},
    {"u8", {0, 1, UINT64_C(1) << 63}, {0, 1, 0x1p63}, false},
    {"i1", {0, 1, 0xff}, {0, 1, -1}, false},
    {"i2", {0, 1, 0x8000}, {0, 1, -32768}, false},
    {"i4", {0, 1, 0xfffffffd}, {0, 1, -3}, false},
    {"i8", {0, 1, UINT64_MAX - 3}, {0, 1, -4}, false},
    {"f2", {0, 0x3c00, 0xc200}, {0, 1, -3}, true},
    {"f4", {0, 0x3f800000, 0x3f000000}, {0, 1, 0.5}, true},
    {"f8", {0, UINT64_C(0x3ff0000000000000), UINT64_C(0x3fd0000000000000)}, {0, 1, 0.25}, true},
};

START_TEST(every_type_may_have_a_scale)
{
    static const struct {
        double scale, offset;
        bool is_whole;
    } scales[] = {{2, -1, true}, {-3, 0, true}, {0.5, 0, false}, {1, 0.25, false}};
    for (size_t e = 0; e < ML_COUNT(elements); e++)
        for (size_t k = 0; k < 2 * ML_COUNT(scales); k++) {
            const struct elements *row = &elements[e];
            const double scale = scales[k / 2].scale, offset = scales[k / 2].offset;
            ml_array_header h = {.rank = 1, .shape = {3}};
            uint8_t bytes[3 * 8];
            double values[3];
            ml_error error = ML_ERROR_INIT;
            EXPECT(ml_array_count(&h) && h.n_elems == 3 && ml_array_set_type(row->code, &h), "%s", row->code);
            EXPECT(h.is_float == row->is_float && !h.is_scaled, "%s", row->code);
            ml_array_set_scale(&h, scale, offset);
            ml_array_set_byte_order(&h, k % 2);
            EXPECT(h.is_scaled && h.type == ML_SAMPLE_F64 && h.is_float == (row->is_float || !scales[k / 2].is_whole), "%s",
                   row->code);
            EXPECT(unit_same(h.full_scale, h.is_float ? 1 : 0), "%s", row->code);
            EXPECT(strcmp(ml_array_byte_order(&h), h.elem_size_bytes == 1 ? "none"
                                                   : k % 2                ? "little"
                                                                          : "big") == 0,
                   "%s", row->code);
            const size_t size = h.elem_size_bytes;
            for (size_t i = 0; i < 3; i++)
                for (size_t b = 0; b < size; b++)
                    bytes[i * size + (k % 2 ? b : size - 1 - b)] = (uint8_t)(row->bits[i] >> 8 * b);
            const ml_source source = ml_source_memory(row->code, bytes, 3 * size);
            EXPECT(ml_array_read_elements(&source, &h, 0, 3, &error, values) == ML_OK, "%s", error.text);
            for (size_t i = 0; i < 3; i++)
                EXPECT(unit_same(values[i], scale * row->values[i] + offset), "%s, element %zu: %g", row->code, i, values[i]);
        }
}
END_TEST

START_TEST(other_types_are_none)
{
    static const char *const codes[] = {"f1", "f3", "u3", "i6", "b2", "c8", "V2", "xx"};
    for (size_t k = 0; k < ML_COUNT(codes); k++) {
        ml_array_header h = {.elem_size_bytes = 77};
        EXPECT(!ml_array_set_type(codes[k], &h) && h.elem_size_bytes == 77 && !h.code, "%s", codes[k]);
    }
}
END_TEST

START_TEST(shapes_beyond_all_bounds_are_none)
{
    static const struct {
        size_t rank;
        uint64_t shape[3];
        bool fits;
        uint64_t n;
    } cases[] = {{0, {0}, true, 1},
                 {1, {UINT64_MAX / 16}, true, UINT64_MAX / 16},
                 {1, {UINT64_MAX / 16 + 1}, false, 0},
                 {2, {1u << 30, 1u << 30}, false, 0},
                 {3, {UINT64_MAX, 0, UINT64_MAX}, true, 0},
                 {3, {5, 7, 3}, true, 105}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        ml_array_header h = {.rank = cases[k].rank, .n_elems = 99};
        memcpy(h.shape, cases[k].shape, sizeof cases[k].shape);
        EXPECT(ml_array_count(&h) == cases[k].fits && h.n_elems == (cases[k].fits ? cases[k].n : 99), "case %zu", k);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, every_type_may_have_a_scale);
    tcase_add_test(tests, other_types_are_none);
    tcase_add_test(tests, shapes_beyond_all_bounds_are_none);
}

int main(void) { return unit_main("array", add_tests); }
