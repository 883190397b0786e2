/* Pictures; see picture.h. */
#include "output/page/picture.h"

#include "io/relative_path.h"

#include <errno.h>
#include <stdlib.h>

enum {
    SHOWN_PIXELS = 240, /* on the screen, at most, of what is small */
    ALT_COLUMNS = 48,   /* of the image's id in what stands for a picture */
};

size_t ml_pictures_size(const ml_pictures *pictures, size_t n)
{
    size_t size = 0;
    for (; size + 1 < ML_N_THUMBNAIL_SIZES; size++) {
        size_t n_bytes = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t p = 0; p < pictures[i].n; p++)
                n_bytes += (pictures[i].items[p].sizes[size].n_bytes + 2) / 3 * 4;
        if (n_bytes <= ML_PICTURES_MAX_BYTES)
            break;
    }
    return size;
}

static void write_base64(ml_html *html, const uint8_t *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char text[4 * 256];
    size_t n_text = 0;
    for (size_t at = 0; at < n; at += 3) {
        size_t left = n - at;
        uint32_t group =
            (uint32_t)bytes[at] << 16 | (uint32_t)(left > 1 ? bytes[at + 1] : 0) << 8 | (left > 2 ? bytes[at + 2] : 0);
        text[n_text++] = digits[group >> 18];
        text[n_text++] = digits[group >> 12 & 63];
        text[n_text++] = left > 1 ? digits[group >> 6 & 63] : '=';
        text[n_text++] = left > 2 ? digits[group & 63] : '=';
        if (n_text == sizeof text || left <= 3) {
            ml_html_verbatim(html, text, n_text);
            n_text = 0;
        }
    }
}

static void write_picture(ml_html *html, const ml_picture *picture, size_t size, const char *id)
{
    const ml_thumbnail *thumbnail = &picture->sizes[size];
    size_t longer = thumbnail->width > thumbnail->height ? thumbnail->width : thumbnail->height;
    size_t times = longer > 0 && longer < SHOWN_PIXELS ? SHOWN_PIXELS / longer : 1; /* whole pixels */
    ml_html_begin(html, "figure");
    ml_html_begin(html, "img");
    ml_html_value(html, "alt");
    ml_html_text(html, picture->title);
    ml_html_text(html, " of ");
    ml_html_name(html, ALT_COLUMNS, id);
    ml_html_value_end(html);
    ml_html_attribute_printf(html, "width", "%zu", times * thumbnail->width);
    ml_html_attribute_printf(html, "height", "%zu", times * thumbnail->height);
    ml_html_value(html, "src");
    ml_html_text(html, "data:image/png;base64,");
    write_base64(html, thumbnail->png, thumbnail->n_bytes);
    ml_html_value_end(html);
    ml_html_element(html, "figcaption", picture->title);
    ml_html_end(html);
}

static void write_link(ml_html *html, const ml_picture_link *link, const char *page)
{
    char *address = ml_relative_address(page, link->path);
    if (!address) {
        ml_out_fail(html->out, ENOMEM);
        return;
    }
    ml_html_begin(html, "li");
    ml_html_begin(html, "a");
    ml_html_attribute(html, "href", address);
    ml_html_text(html, link->kind);
    ml_html_end(html);
    ml_html_end(html);
    free(address);
}

void ml_pictures_write(ml_html *html, const ml_pictures *pictures, size_t size, const char *id)
{
    if (pictures->n == 0)
        return;
    ml_html_begin_class(html, "div", "pictures");
    for (size_t i = 0; i < pictures->n; i++)
        write_picture(html, &pictures->items[i], size, id);
    ml_html_end(html);
}

void ml_picture_links_write(ml_html *html, const ml_pictures *pictures, const char *page)
{
    if (pictures->n_links == 0)
        return;
    ml_html_begin_class(html, "ul", "links");
    ml_html_element_class(html, "li", "quiet", "files:");
    for (size_t i = 0; i < pictures->n_links; i++)
        write_link(html, &pictures->links[i], page);
    ml_html_end(html);
}
