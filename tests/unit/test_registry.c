/* format/registry: which format a file is in by how it begins and by its name, and what is said of formats. */
#include "data.h"
#include "unit.h"

#include "format/registry.h"

/* The format of n bytes in memory. */
static const ml_file_format *format_of(const void *bytes, size_t n)
{
    ml_source source = ml_source_memory("start", bytes, n);
    ml_error error = ML_ERROR_INIT;
    const ml_file_format *format = NULL;
    ck_assert_int_eq(ml_file_format_of_source(&source, &error, &format), ML_OK);
    return format;
}

START_TEST(formats_are_known_by_how_a_file_begins)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *name; /* NULL: no format that is known */
    } cases[] = {
#define BYTES(TEXT) TEXT, sizeof TEXT - 1
        {BYTES("\x93NUMPY"), "a NumPy array"},
        {BYTES("\x93NUMP"), NULL},
        {BYTES("PK\3\4 and more"), "a NumPy archive"},
        {BYTES("PK\5\6"), "a NumPy archive"},
        {BYTES("PK\3"), NULL},
        {BYTES("PK\7\10"), NULL},
        {BYTES("\x89PNG\r\n\x1a\n"), "a PNG"},
        {BYTES("\x89PNG\r\n\x1a\nmore"), "a PNG"},
        {BYTES("\x89PNG\r\n\x1a"), NULL},
        {BYTES("\x89PNG\n\x1a\n\n"), NULL}, /* as a transfer in text mode leaves it */
        {BYTES("II*\0"), "a TIFF"},
        {BYTES("MM\0*"), "a TIFF"},
        {BYTES("MM\0+"), "a TIFF"},
        {BYTES("II*"), NULL},
        {BYTES("\x89HDF\r\n\x1a\n"), "an HDF5 file"},
        {BYTES("MATLAB 7.3"), "a MATLAB file of version 7.3"},
        {BYTES("MATLAB 5.0"), "a MATLAB file"},
        {BYTES("\x1f\x8b"), "compressed with gzip"},
        {BYTES("\x80\x02"), "a Python pickle"},
        {BYTES("\x80\x05"), "a Python pickle"},
        {BYTES("\x80\x06"), NULL},
        {BYTES("\x80\x02\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19."), "a PyTorch file"},
        {BYTES("ImageId,EncodedPixels\na,1 2\n"), "a table of run lengths"},
        {BYTES("ImageId,ClassId\nEncodedPixels,1 2\n"), NULL},
        {BYTES("{\"version\": \"5\", \"shapes\": []}"), "JSON of labelme"},
        {BYTES("{\"info\": {}, \"images\": []}"), "JSON of COCO"},
        {BYTES("{\"info\":{},\"images\":[]}"), "JSON of COCO"},
        {BYTES("{\"annotations\": []}"), "JSON of COCO"},
        {BYTES("[{\"image_id\": 1, \"segmentation\": []}]"), "JSON of COCO"},
        {BYTES("{\"classes\": []}"), NULL},
        {BYTES("0000ftyp"), "an ISO media file (AVIF or HEIC, say)"},
        {BYTES("P5"), "a PGM"},
        {BYTES("hello"), NULL},
        {BYTES(""), NULL},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const ml_file_format *found = format_of(cases[k].bytes, cases[k].n);
        const char *name = found ? found->name : NULL;
        EXPECT(cases[k].name ? name && strcmp(name, cases[k].name) == 0 : !name, "case %zu: %s", k, name ? name : "nothing");
    }
}
END_TEST

START_TEST(a_format_may_be_known_far_from_the_start)
{
    char bytes[348] = {0};
    memcpy(bytes + 344, "n+1", 4);
    const ml_file_format *found = format_of(bytes, sizeof bytes);
    ck_assert(found && strcmp(found->name, "a NIfTI image") == 0);
    ck_assert(!format_of(bytes, sizeof bytes - 1));
    memcpy(bytes + 344, "ni1", 4);
    found = format_of(bytes, sizeof bytes);
    ck_assert(found && strcmp(found->name, "a NIfTI header without its image") == 0);
}
END_TEST

/* Each file of the test data is in the format that its name says, but for those made to be in none or another. */
START_TEST(every_good_file_is_in_the_format_that_its_name_says)
{
    glob_t found = data_glob("good-*.[npt]*", 80);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        ml_error error = ML_ERROR_INIT;
        const ml_file_format *format = NULL;
        EXPECT(!ml_file_format_of_file(path, &error, &format) && format && format == ml_file_format_of_name(path, strlen(path)),
               "%s: %s", path, format ? format->name : "none");
        EXPECT(!format->remedy, "%s is not read", path);
    }
    globfree(&found);
    ml_error error = ML_ERROR_INIT;
    const ml_file_format *untouched = NULL;
    ck_assert_int_eq(ml_file_format_of_file("no-such-file", &error, &untouched), ML_E_INPUT);
    ck_assert_str_eq(error.text, "no-such-file: No such file or directory");
}
END_TEST

START_TEST(names_end_in_extensions_of_formats_that_are_read)
{
    static const struct {
        const char *name;
        unsigned uses, is_not;
    } cases[] = {
        {"a.png", ML_FORMAT_TRUTH | ML_FORMAT_PREDICTION | ML_FORMAT_PLANE | ML_FORMAT_RASTER, ML_FORMAT_ARRAY},
        {"dir.png/A.PNG", ML_FORMAT_PLANE, ML_FORMAT_ARRAY},
        {"a.npy", ML_FORMAT_TRUTH | ML_FORMAT_PREDICTION | ML_FORMAT_ARRAY, ML_FORMAT_PLANE},
        {"a.tiff", ML_FORMAT_TRUTH | ML_FORMAT_PLANE | ML_FORMAT_RASTER | ML_FORMAT_ARRAY | ML_FORMAT_YIELDS, 1u << 31},
        {"a.NII.gz", ML_FORMAT_TRUTH | ML_FORMAT_PREDICTION | ML_FORMAT_ARRAY | ML_FORMAT_YIELDS, ML_FORMAT_RASTER},
        {"a.b.Npz", ML_FORMAT_TRUTH | ML_FORMAT_PREDICTION | ML_FORMAT_ARRAY, ML_FORMAT_RASTER},
    };
    static const char *const none[] = {"a.tif.gz", "a", "png", "a.png.gz", "a.png/b", "a.npyx", ""};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const ml_file_format *format = ml_file_format_of_name(cases[k].name, strlen(cases[k].name));
        EXPECT(ml_file_format_is(format, cases[k].uses) && !ml_file_format_is(format, cases[k].is_not), "%s", cases[k].name);
    }
    for (size_t k = 0; k < ML_COUNT(none); k++)
        EXPECT(!ml_file_format_of_name(none[k], strlen(none[k])), "%s has a format", none[k]);
    ck_assert(ml_file_format_of_name("a.npz:key", 5) && !ml_file_format_of_name("a.npz", 4));
    ck_assert_uint_eq(ml_file_extension_length("a.nii.gz", 8), 7);
    ck_assert_uint_eq(ml_file_extension_length("a.npy.gz", 8), 0);
    ck_assert(!ml_file_format_is(NULL, 0)); /* no format is none, whatever it is to be */
}
END_TEST

START_TEST(formats_are_listed_by_what_they_may_be)
{
    char text[ML_FORMATS_TEXT_SIZE];
    ck_assert_str_eq(ml_formats_text(ML_FORMAT_PREDICTION, " nor ", text), ".npy, .npz, PNG, TIFF nor NIfTI");
    ck_assert_str_eq(ml_formats_text(ML_FORMAT_TRUTH | ML_FORMAT_ARRAY, " or ", text), ".npy, .npz, TIFF or NIfTI");
    ck_assert_str_eq(ml_formats_text(ML_FORMAT_PLANE, " or ", text), "PNG or TIFF");
    ck_assert_str_eq(ml_formats_text(ML_FORMAT_PLANE | ML_FORMAT_ARRAY, " or ", text), "TIFF");
    ck_assert_str_eq(ml_file_format_example(ML_FORMAT_PLANE), ".png");
    ck_assert_str_eq(ml_file_format_example(ML_FORMAT_PLANE | ML_FORMAT_ARRAY), ".tif");
    ck_assert_str_eq(ml_file_format_example(ML_FORMAT_PLANE | ML_FORMAT_SLICES), ""); /* nothing is both */
    ck_assert_str_eq(ml_formats_text(ML_FORMAT_PLANE | ML_FORMAT_SLICES, " or ", text), "");
}
END_TEST

START_TEST(what_is_not_wanted_is_said_with_what_to_do)
{
    static const struct {
        const char *bytes, *text;
    } cases[] = {{"", "x: is empty"},
                 {"GIF89a", "x: is a GIF, which is not read; man maskloss-formats, \"GIF and BMP\", converts it"},
                 {"PK\3\4", "x: no archive is wanted"},
                 {"hello", "x: no archive is wanted"}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        ml_error error = ML_ERROR_INIT;
        ml_source source = ml_source_memory("x", (const uint8_t *)cases[k].bytes, strlen(cases[k].bytes));
        const ml_file_format *format;
        ck_assert_int_eq(ml_file_format_of_source(&source, &error, &format), ML_OK);
        ck_assert_int_eq(ml_fail_format(&source, format, "no archive is wanted", &error), ML_E_INPUT);
        ck_assert_str_eq(error.text, cases[k].text);
    }
}
END_TEST

START_TEST(what_begins_like_nothing_is_known_by_its_name)
{
    static const struct {
        const char *name, *text;
    } cases[] = {
        {"a.mat", "a.mat: is called like a MATLAB file, which is not read; man maskloss-formats, \"MATLAB 5\", converts it"},
        {"a.CSV",
         "a.CSV: is called like a table of run lengths, which is not read; man maskloss-formats, \"Run lengths\", converts it"},
        {"a.txt", "a.txt: no archive is wanted"},
        {"a.npz", "a.npz: no archive is wanted"}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        ml_error error = ML_ERROR_INIT;
        ml_source source = ml_source_memory(cases[k].name, (const uint8_t *)"hello", 5);
        ck_assert_int_eq(ml_fail_format(&source, NULL, "no archive is wanted", &error), ML_E_INPUT);
        ck_assert_str_eq(error.text, cases[k].text);
    }
    ck_assert(!ml_file_format_of_name("a.mat", 5)); /* is not read */
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, formats_are_known_by_how_a_file_begins);
    tcase_add_test(tests, a_format_may_be_known_far_from_the_start);
    tcase_add_test(tests, every_good_file_is_in_the_format_that_its_name_says);
    tcase_add_test(tests, names_end_in_extensions_of_formats_that_are_read);
    tcase_add_test(tests, formats_are_listed_by_what_they_may_be);
    tcase_add_test(tests, what_is_not_wanted_is_said_with_what_to_do);
    tcase_add_test(tests, what_begins_like_nothing_is_known_by_its_name);
}

int main(void) { return unit_main("registry", add_tests); }
