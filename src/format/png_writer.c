/* Writes PNG through libpng; see png_writer.h. libpng reports errors by longjmp, as in png_reader.c: every call into it happens
 * in one of the small functions that set the jump first and hold nothing of their own. */
#include "format/png_writer.h"

#include "base/memory.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

/* Pictures of classes and errors are runs of one value, and those of losses noise: run lengths and Huffman's code make files as
 * small as any search for longer matches, in a third of the time. */
enum { COMPRESSION_LEVEL = 1, COMPRESSION_STRATEGY = 3 /* Z_RLE */ };

struct ml_png_writer {
    png_structp png;
    png_infop info;
    ml_png_sink sink;
    ml_error failure; /* of the sink; or what else went wrong */
    bool broken;      /* libpng has given up */
    bool no_memory;   /* an allocation for libpng failed */
};

size_t ml_png_pixel_bytes(ml_png_kind kind) { return kind == ML_PNG_RGB ? 3 : kind == ML_PNG_GRAY16 ? 2 : 1; }

static void on_error(png_structp png, png_const_charp message)
{
    ml_png_writer *self = png_get_error_ptr(png);
    if (!self->failure.status && self->no_memory)
        ml_fail_memory(&self->failure, "a PNG");
    else if (!self->failure.status)
        ml_fail(&self->failure, ML_E_SYSTEM, "a PNG cannot be written: %s", message);
    self->broken = true;
    png_longjmp(png, 1);
}

static png_voidp on_malloc(png_structp png, png_alloc_size_t size)
{
    ml_png_writer *self = png_get_mem_ptr(png);
    void *memory = malloc(size);
    self->no_memory |= !memory;
    return memory;
}

static void on_free(png_structp png, png_voidp memory)
{
    ML_UNUSED(png);
    free(memory);
}

static void on_warning(png_structp png, png_const_charp message)
{
    ML_UNUSED(png);
    ML_UNUSED(message);
}

static void on_write(png_structp png, png_bytep bytes, size_t n)
{
    ml_png_writer *self = png_get_io_ptr(png);
    if (self->sink.write(self->sink.context, bytes, n, &self->failure))
        png_error(png, "the sink fails");
}

/* Never called, because nobody asks for it; without it libpng's own would be there, which takes the sink for a FILE. */
static void on_flush(png_structp png) { ML_UNUSED(png); }

static void set_palette(ml_png_writer *self, const ml_png_form *form)
{
    png_color colors[256];
    for (size_t i = 0; i < form->n_colors; i++)
        colors[i] = (png_color){form->colors[i][0], form->colors[i][1], form->colors[i][2]};
    png_set_PLTE(self->png, self->info, colors, (int)form->n_colors);
}

static void set_text(ml_png_writer *self, const ml_png_text *text)
{
    png_text chunk = {.compression = PNG_TEXT_COMPRESSION_NONE, .key = (char *)text->key, .text = (char *)text->text};
    png_set_text(self->png, self->info, &chunk, 1);
}

static bool begin(ml_png_writer *self, const ml_png_form *form)
{
    static const int types[] = {PNG_COLOR_TYPE_PALETTE, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_RGB};
    if (setjmp(png_jmpbuf(self->png)))
        return false;
    png_set_write_fn(self->png, self, on_write, on_flush);
    png_set_user_limits(self->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_compression_level(self->png, COMPRESSION_LEVEL);
    png_set_compression_strategy(self->png, COMPRESSION_STRATEGY);
    png_set_compression_mem_level(self->png, 8);
    png_set_compression_window_bits(self->png, 15);
    png_set_filter(self->png, PNG_FILTER_TYPE_BASE, form->kind == ML_PNG_RGB ? PNG_FILTER_SUB : PNG_FILTER_NONE);
    png_set_IHDR(self->png, self->info, (png_uint_32)form->width, (png_uint_32)form->height,
                 form->kind == ML_PNG_GRAY16 ? 16 : 8, types[form->kind], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (form->kind == ML_PNG_PALETTE)
        set_palette(self, form);
    for (size_t t = 0; t < form->n_texts; t++)
        set_text(self, &form->texts[t]);
    png_write_info(self->png, self->info);
    return true;
}

static bool write_row(ml_png_writer *self, const uint8_t *row)
{
    if (setjmp(png_jmpbuf(self->png)))
        return false;
    png_write_row(self->png, row);
    return true;
}

static bool write_end(ml_png_writer *self)
{
    if (setjmp(png_jmpbuf(self->png)))
        return false;
    png_write_end(self->png, NULL);
    return true;
}

/* The result of a call into libpng. */
static ml_status judge(const ml_png_writer *self, bool done, ml_error *error)
{
    if (done)
        return ML_OK;
    *error = self->failure;
    return error->status;
}

ml_status ml_png_writer_open(const ml_png_form *form, const ml_png_sink *sink, ml_error *error, ml_png_writer **writer)
{
    ml_png_writer *made = ml_alloc(1, sizeof *made);
    if (!made)
        return ml_fail_memory(error, "a PNG");
    made->sink = *sink;
    made->png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, made, on_error, on_warning, made, on_malloc, on_free);
    made->info = made->png ? png_create_info_struct(made->png) : NULL;
    ml_status status = made->info ? judge(made, begin(made, form), error) : ml_fail_memory(error, "a PNG");
    if (status)
        ml_png_writer_close(made);
    else
        *writer = made;
    return status;
}

ml_status ml_png_writer_row(ml_png_writer *writer, const uint8_t *row, ml_error *error)
{
    return judge(writer, !writer->broken && write_row(writer, row), error);
}

ml_status ml_png_writer_finish(ml_png_writer *writer, ml_error *error)
{
    return judge(writer, !writer->broken && write_end(writer), error);
}

void ml_png_writer_close(ml_png_writer *writer)
{
    if (!writer)
        return;
    png_destroy_write_struct(&writer->png, &writer->info);
    free(writer);
}
