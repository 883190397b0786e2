/* Palettes, no data and places of TIFF; see tiff_facts.h. Tags as in TIFF 6.0, GeoTIFF 1.1 and GDAL. */
#include "format/tiff_facts.h"

#include "base/number.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum { TAG_COLORS = 320, TAG_PIXEL_SCALE = 33550, TAG_TIE_POINT = 33922, TAG_TRANSFORM = 34264, TAG_NO_DATA = 42113 };

/* A colour of 8 bits out of one of 16: 257 times as much, as it should be, or 256 times, or itself, as some write it. But for
 * black no colour is two of these, so that each entry can tell, whatever others that may not even occur say. False for a
 * colour that is none of them. */
static bool to_8_bits(const uint64_t color[3], uint8_t entry[3])
{
    static const unsigned factors[] = {257, 256, 1};
    for (size_t f = 0; f < ML_COUNT(factors); f++) {
        bool fits = true;
        for (size_t c = 0; c < 3; c++)
            fits = fits && color[c] % factors[f] == 0 && color[c] / factors[f] <= 255;
        for (size_t c = 0; c < 3 && fits; c++)
            entry[c] = (uint8_t)(color[c] / factors[f]);
        if (fits)
            return true;
    }
    return false;
}

ml_status ml_tiff_read_palette(const ml_tiff_entries *entries, unsigned bits, ml_error *error, ml_tiff_palette *palette)
{
    uint64_t parts[3][ML_RASTER_MAX_PALETTE];
    ml_tiff_palette made = {0};
    const ml_tiff_entry *entry = ml_tiff_find(entries, TAG_COLORS);
    const size_t n = bits <= 8 ? (size_t)1 << bits : 0;
    if (n > 0 && (!entry || entry->count != 3 * n))
        return ml_fail(error, ML_E_INPUT, "%s: has a palette of %llu numbers, not of %zu: the file is damaged",
                       entries->order.source->name, entry ? (unsigned long long)entry->count : 0, 3 * n);
    for (size_t c = 0; c < 3 && n > 0; c++) {
        ml_status status = ml_tiff_integers(entries, entry, c * n, n, error, parts[c]);
        if (status)
            return status;
    }
    for (size_t i = 0; i < n; i++)
        made.has_no_color[i] = !to_8_bits((const uint64_t[3]){parts[0][i], parts[1][i], parts[2][i]}, made.entries[i]);
    made.n = (unsigned)n;
    *palette = made;
    return ML_OK;
}

static ml_status read_no_data(const ml_tiff_entries *e, ml_error *error, ml_file_facts *facts)
{
    static const char blanks[] = " \t\r\n";
    char text[64];
    bool found;
    ml_status status = ml_tiff_text(e, TAG_NO_DATA, sizeof text, error, &found, text);
    if (status || !found)
        return status;
    const char *start = text + strspn(text, blanks);
    bool is_negative = *start == '-';
    const char *digits = start + (is_negative || *start == '+');
    size_t n = strcspn(digits, blanks);
    double size = 0;
    if (n == 3 && strncasecmp(digits, "nan", 3) == 0)
        size = (double)NAN;
    else if (n == 3 && strncasecmp(digits, "inf", 3) == 0)
        size = (double)INFINITY;
    else if (strchr("+-", *digits) || !ml_number_parse(digits, n, &size)) /* one sign only, and something behind it */
        return ML_OK;
    facts->has_no_data = true;
    facts->no_data = is_negative ? -size : size;
    return ML_OK;
}

static ml_status read_ground(const ml_tiff_entries *e, ml_error *error, ml_file_facts *facts)
{
    double m[16], scale[3], tie[6], *g = facts->ground;
    bool has_transform = false, has_scale = false, has_tie = false;
    ml_status status = ml_tiff_doubles(e, TAG_TRANSFORM, 16, error, &has_transform, m);
    if (!status && !has_transform)
        status = ml_tiff_doubles(e, TAG_PIXEL_SCALE, 3, error, &has_scale, scale);
    if (!status && has_scale)
        status = ml_tiff_doubles(e, TAG_TIE_POINT, 6, error, &has_tie, tie);
    if (status)
        return status;
    if (has_transform) {
        const double found[6] = {m[3], m[0], m[1], m[7], m[4], m[5]};
        memcpy(g, found, sizeof found);
    } else if (has_tie) {
        const double found[6] = {tie[3] - tie[0] * scale[0], scale[0], 0, tie[4] + tie[1] * scale[1], 0, -scale[1]};
        memcpy(g, found, sizeof found);
    } else {
        return ML_OK;
    }
    double determinant = g[1] * g[5] - g[2] * g[4];
    facts->has_ground = isfinite(determinant) && fabs(determinant) > 0 && isfinite(g[0]) && isfinite(g[3]);
    return ML_OK;
}

ml_status ml_tiff_read_facts(const ml_tiff_entries *entries, ml_error *error, ml_file_facts *facts)
{
    ml_status status = read_no_data(entries, error, facts);
    return status ? status : read_ground(entries, error, facts);
}
