/* format: whatever reads a file, and whichever read of it fails, says why, in the words of what failed: no reader takes what it
 * could not read for damage, or for the end. */
#include "data.h"
#include "unit.h"

#include "format/registry.h"

#include <stdio.h>

static const ml_limits limits = ML_LIMITS_DEFAULT;

/* Bytes of which a read fails, or the last look at them. */
typedef struct failing {
    const uint8_t *bytes;
    size_t n_reads, n_finished, fails_at;
    bool finish_fails;
} failing;

static ml_status read_some(void *state, uint64_t offset, size_t n, ml_error *error, void *to)
{
    failing *f = state;
    if (f->n_reads++ == f->fails_at)
        return ml_fail(error, ML_E_SYSTEM, "read %zu fails", f->fails_at);
    memcpy(to, f->bytes + offset, n);
    return ML_OK;
}

static ml_status finish(void *state, ml_error *error)
{
    failing *f = state;
    f->n_finished++;
    return f->finish_fails ? ml_fail(error, ML_E_SYSTEM, "the end fails") : ML_OK;
}

static void close_nothing(void *state) { ML_UNUSED(state); }

static ml_status read_raster(const ml_source *source, const ml_file_format *format, ml_error *error)
{
    ml_raster raster;
    ml_status status = ml_raster_open(format->raster, source, &limits, error, &raster);
    if (status)
        return status;
    uint16_t *samples = calloc(raster.header.n_pixels, raster.header.n_channels * sizeof *samples);
    ck_assert(samples != NULL);
    for (size_t done = 0, n; done < raster.header.n_pixels && !status; done += n) {
        n = raster.header.n_pixels - done < 10 ? raster.header.n_pixels - done : 10; /* rows are not whole */
        status = ml_raster_read(&raster, ML_SAMPLE_U16, n, error, samples + done * raster.header.n_channels);
    }
    ml_raster_close(&raster);
    free(samples);
    return status;
}

static ml_status read_array(ml_source *source, const ml_file_format *format, ml_error *error)
{
    ml_array_header header;
    ml_status status = format->open_array(source, NULL, &limits, error, &header);
    if (status)
        return status;
    void *values = calloc((size_t)header.n_elems + 1, sizeof(double));
    ck_assert(values != NULL);
    /* the last ones first, so that what is compressed is begun twice */
    if (header.n_elems > 0)
        status = ml_array_read_elements(source, &header, header.n_elems - 1, 1, error, values);
    if (!status)
        status = ml_array_read_elements(source, &header, 0, (size_t)header.n_elems, error, values);
    if (!status)
        status = ml_source_finish(source, error);
    free(values);
    return status;
}

/* Reads the file in the way of its format, as a raster where it may be one, and as an array. */
static ml_status read_file(const data_file *file, failing *state, bool as_array, ml_error *error)
{
    static const ml_source_ops ops = {read_some, finish, close_nothing};
    ml_source source = {.name = file->name, .size_bytes = file->source.size_bytes, .fd = -1, .ops = &ops, .state = state};
    const ml_file_format *format = NULL;
    bool is_raster = false;
    ml_error_clear(error);
    state->bytes = file->bytes;
    ml_status status = ml_file_format_of_source(&source, error, &format);
    if (!status && !format)
        return ML_OK;
    if (!status && !as_array)
        status = format->open_array ? ml_file_is_raster(format, &source, &limits, error, &is_raster) : ML_OK;
    if (!status && !as_array && format->raster && (is_raster || !format->open_array))
        status = read_raster(&source, format, error);
    if (!status && as_array && format->open_array)
        status = read_array(&source, format, error);
    ml_source_close(&source);
    return status;
}

static void expect_told(const data_file *file, bool as_array)
{
    failing whole = {.fails_at = SIZE_MAX};
    ml_error error = ML_ERROR_INIT;
    if (read_file(file, &whole, as_array, &error)) /* of a kind that is not read here, or no single array */
        return;
    for (size_t k = 0; k < whole.n_reads; k++) {
        failing one = {.fails_at = k};
        char wanted[64];
        snprintf(wanted, sizeof wanted, "read %zu fails", k);
        ml_status status = read_file(file, &one, as_array, &error);
        EXPECT(status == ML_E_SYSTEM && strcmp(error.text, wanted) == 0, "%s: %s: %s", file->name, wanted, error.text);
    }
    if (whole.n_finished > 0) {
        failing last = {.fails_at = SIZE_MAX, .finish_fails = true};
        ml_status status = read_file(file, &last, as_array, &error);
        EXPECT(status == ML_E_SYSTEM && strcmp(error.text, "the end fails") == 0, "%s: %s", file->name, error.text);
    }
}

START_TEST(a_read_that_fails_is_told_as_it_failed)
{
    glob_t found = data_glob("good-*.*", 150);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        data_file file;
        data_load(&file, data_name(found.gl_pathv[i]));
        expect_told(&file, false);
        expect_told(&file, true);
        free(file.bytes);
    }
    globfree(&found);
}
END_TEST

static void add_tests(TCase *tests) { tcase_add_test(tests, a_read_that_fails_is_told_as_it_failed); }

int main(void) { return unit_main("read_errors", add_tests); }
