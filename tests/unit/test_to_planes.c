/* format/to_planes: every order of axes, size and type of elements, against the place that the strides name. */
#include "unit.h"

#include "format/to_planes.h"

enum { PADDING = 5, UNTOUCHED = 0xee };

/* The bytes of element k: not those of its neighbours, on any axis. */
static void set_element(uint8_t *to, size_t size, uint64_t k)
{
    uint64_t bits = (k + 1) * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = 0; i < size; i++)
        to[i] = (uint8_t)(bits >> (56 - 8 * i));
}

typedef struct array {
    ml_array_header header;
    ml_source source;
    uint8_t *bytes;
} array;

static array make_array(const char *code, bool fortran_order, size_t rank, const size_t *shape)
{
    array made = {.header = {.fortran_order = fortran_order, .rank = rank}};
    ck_assert(ml_array_set_type(code, &made.header));
    for (size_t i = 0; i < rank; i++)
        made.header.shape[i] = shape[i];
    ck_assert(ml_array_count(&made.header));
    size_t size = made.header.elem_size_bytes, n = (size_t)made.header.n_elems;
    made.bytes = malloc(n * size);
    ck_assert(made.bytes != NULL);
    for (size_t k = 0; k < n; k++)
        set_element(made.bytes + k * size, size, k);
    made.source = ml_source_memory("array", made.bytes, n * size);
    return made;
}

static void expect_planes(const array *a, const ml_axes *axes, size_t image, const uint8_t *planes, size_t plane_stride)
{
    const bool all = image == ML_ALL_IMAGES;
    const size_t size = a->header.type_size_bytes, n_pixels = axes->height * axes->width;
    for (size_t i = all ? 0 : image; i < (all ? axes->n_images : image + 1); i++)
        for (size_t c = 0; c < axes->n_channels; c++) {
            const uint8_t *plane = planes + ((all ? i : 0) * axes->n_channels + c) * plane_stride * size;
            for (size_t at = 0; at < plane_stride; at++) {
                uint8_t wanted[8];
                memset(wanted, UNTOUCHED, sizeof wanted);
                uint64_t k = at / axes->width * axes->height_stride + at % axes->width * axes->width_stride;
                if (at < n_pixels)
                    set_element(wanted, size, i * axes->image_stride + axes->step * (k + c * axes->channel_stride));
                EXPECT(memcmp(plane + at * size, wanted, size) == 0, "%s, %zu x %zu x %zu: image %zu, channel %zu, place %zu",
                       a->header.code, axes->height, axes->width, axes->n_channels, i, c, at);
            }
        }
}

static void read_planes(const array *a, const ml_axes *axes, size_t image)
{
    ml_error error = ML_ERROR_INIT;
    const size_t plane_stride = axes->height * axes->width + PADDING;
    size_t n_bytes =
        (image == ML_ALL_IMAGES ? axes->n_images : 1) * axes->n_channels * plane_stride * a->header.type_size_bytes;
    uint8_t *planes = malloc(n_bytes);
    ck_assert(planes != NULL);
    memset(planes, UNTOUCHED, n_bytes);
    EXPECT(ml_read_to_planes(&a->source, &a->header, axes, image, plane_stride, &error, planes) == ML_OK, "%s", error.text);
    expect_planes(a, axes, image, planes, plane_stride);
    free(planes);
}

/* Height, width, channels and images in the order of the layout; n_images 0: no batch. */
static void compare(const char *code, bool fortran_order, ml_layout layout, const size_t lengths[4])
{
    size_t h = lengths[0], w = lengths[1], c = lengths[2], n = lengths[3];
    const size_t shapes[ML_N_LAYOUTS][4] = {
        [ML_LAYOUT_HWC] = {n, h, w, c}, [ML_LAYOUT_CHW] = {n, c, h, w}, [ML_LAYOUT_CNHW] = {c, n, h, w}};
    array a = make_array(code, fortran_order, n ? 4 : 3, shapes[layout] + (n ? 0 : 1));
    ml_axes axes;
    if (ml_axes_fit(&a.header, n > 0, layout, h, w, &axes)) {
        read_planes(&a, &axes, ML_ALL_IMAGES);
        for (size_t i = 0; i < axes.n_images && !axes.is_spread; i++)
            read_planes(&a, &axes, i);
    }
    free(a.bytes);
}

static const char *const codes[] = {"u1", "f2", "f4", "f8"};

START_TEST(every_order_of_small_arrays_has_its_planes)
{
    uint64_t state = 501;
    for (size_t round = unit_rounds(400); round-- > 0;) {
        size_t lengths[4];
        for (size_t i = 0; i < 4; i++)
            lengths[i] = unit_below(&state, 4) ? 1 + unit_below(&state, i < 2 ? 34 : 5) : 1;
        lengths[3] -= unit_below(&state, 2) ? 0 : lengths[3];
        bool fortran_order = unit_below(&state, 4) != 0;
        ml_layout layout = (ml_layout)(ML_LAYOUT_HWC + (int)unit_below(&state, lengths[3] ? 3 : 2));
        compare(codes[unit_below(&state, ML_COUNT(codes))], fortran_order, layout, lengths);
    }
}
END_TEST

START_TEST(every_width_and_height_has_its_planes)
{
    for (size_t k = 0; k < ML_COUNT(codes); k++)
        for (size_t length = 1; length <= 67; length++) {
            compare(codes[k], true, ML_LAYOUT_HWC, (const size_t[]){length, 9, 2, 0});
            compare(codes[k], true, ML_LAYOUT_HWC, (const size_t[]){9, length, 2, 0});
            compare(codes[k], true, ML_LAYOUT_CHW, (const size_t[]){9, length, 3, 0});
            compare(codes[k], true, ML_LAYOUT_CHW, (const size_t[]){length, 9, 3, 0});
        }
}
END_TEST

/* More than is read at once: many columns, one column alone, and images that alternate. */
START_TEST(large_arrays_have_their_planes)
{
    compare("f8", true, ML_LAYOUT_HWC, (const size_t[]){1000, 611, 1, 0});
    compare("f8", true, ML_LAYOUT_CHW, (const size_t[]){150000, 3, 3, 0});
    compare("f4", true, ML_LAYOUT_CHW, (const size_t[]){517, 403, 7, 0});
    compare("f4", true, ML_LAYOUT_HWC, (const size_t[]){300, 400, 5, 3});
    compare("f2", false, ML_LAYOUT_CNHW, (const size_t[]){300, 400, 5, 3});
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_an_error)
{
    ml_error error = ML_ERROR_INIT;
    ml_axes axes;
    uint8_t planes[4 * 5 * 2];
    array a = make_array("u1", true, 3, (const size_t[]){4, 5, 2});
    ck_assert(ml_axes_fit(&a.header, false, ML_LAYOUT_HWC, 4, 5, &axes));
    a.source = ml_source_memory("array", a.bytes, 39);
    ck_assert_int_ne(ml_read_to_planes(&a.source, &a.header, &axes, 0, 20, &error, planes), ML_OK);
    free(a.bytes);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, every_order_of_small_arrays_has_its_planes);
    tcase_add_test(tests, every_width_and_height_has_its_planes);
    tcase_add_test(tests, large_arrays_have_their_planes);
    tcase_add_test(tests, a_file_that_cannot_be_read_is_an_error);
}

int main(void) { return unit_main("to_planes", add_tests); }
