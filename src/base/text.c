/* Names as text; see text.h. */
#include "base/text.h"

#include "base/memory.h"
#include "base/number.h"

#include <string.h>

size_t ml_utf8_length(const char *s, size_t n)
{
    const unsigned char *u = (const unsigned char *)s;
    if (n == 0)
        return 0;
    if (u[0] < 0x80)
        return 1;
    size_t length = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
    if (u[0] < 0xc2 || u[0] > 0xf4 || n < length)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((u[i] & 0xc0) != 0x80)
            return 0;
    /* Overlong forms, surrogates and values past U+10FFFF show in the second byte. */
    if ((u[0] == 0xe0 && u[1] < 0xa0) || (u[0] == 0xed && u[1] > 0x9f) || (u[0] == 0xf0 && u[1] < 0x90) ||
        (u[0] == 0xf4 && u[1] > 0x8f))
        return 0;
    return length;
}

bool ml_utf8_valid(const char *s, size_t n)
{
    while (n > 0) {
        size_t length = ml_utf8_length(s, n);
        if (length == 0)
            return false;
        s += length;
        n -= length;
    }
    return true;
}

/* The code point of a valid sequence. */
static uint32_t code_point(const char *s, size_t length)
{
    const unsigned char *u = (const unsigned char *)s;
    uint32_t point = length == 1 ? u[0] : u[0] & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++)
        point = point << 6 | (u[i] & 0x3fu);
    return point;
}

bool ml_utf8_is_control(const char *s, size_t length)
{
    static const struct {
        uint32_t first, last; /* in ascending order */
    } ranges[] = {{0x00, 0x1f},     {0x7f, 0x9f},     {0x61c, 0x61c},  {0x200e, 0x200f},
                  {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfdd0, 0xfdef}};
    uint32_t point = code_point(s, length);
    size_t r = 0;
    while (r < ML_COUNT(ranges) && ranges[r].last < point)
        r++;
    return (r < ML_COUNT(ranges) && ranges[r].first <= point) || (point & 0xfffe) == 0xfffe;
}

static char *escape(const char *s, bool for_message)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t n = strlen(s);
    char *text = ml_alloc(n + 1, 4), *to = text; /* 4: each byte as \xHH */
    if (!text)
        return NULL;
    while (n > 0) {
        size_t length = ml_utf8_length(s, n), taken = length ? length : 1;
        if (length == 0 || (for_message && ml_utf8_is_control(s, length))) {
            for (size_t i = 0; i < taken; i++) {
                unsigned char byte = (unsigned char)s[i];
                *to++ = '\\';
                *to++ = 'x';
                *to++ = hex[byte >> 4];
                *to++ = hex[byte & 15];
            }
        } else {
            if (*s == '\\' && !for_message)
                *to++ = '\\';
            memcpy(to, s, length);
            to += length;
        }
        s += taken;
        n -= taken;
    }
    *to = '\0';
    return text;
}

char *ml_name_text(const char *name) { return escape(name, false); }

bool ml_name_parse(char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    char *to = text;
    while (*text) {
        if (*text != '\\') {
            *to++ = *text++;
        } else if (text[1] == '\\') {
            *to++ = '\\';
            text += 2;
        } else {
            const char *high = text[1] == 'x' && text[2] ? strchr(hex, text[2]) : NULL;
            const char *low = high && text[3] ? strchr(hex, text[3]) : NULL;
            if (!low || (high == hex && low == hex))
                return false;
            *to++ = (char)((high - hex) * 16 + (low - hex));
            text += 4;
        }
    }
    *to = '\0';
    return true;
}

char *ml_message_text(const char *message) { return escape(message, true); }

bool ml_ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && memcmp(s + n - m, end, m) == 0;
}

/* Code points that do not take one column, in ascending order; the rest of what Unicode calls wide or combining is rare. */
static const struct width {
    uint32_t first, last;
    size_t columns;
} widths[] = {
    {0x0300, 0x036f, 0},   {0x1100, 0x115f, 2}, {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},   {0x200b, 0x200f, 0},
    {0x20d0, 0x20ff, 0},   {0x2e80, 0x303e, 2}, {0x3041, 0x4dbf, 2},   {0x4e00, 0xa4cf, 2},   {0xa960, 0xa97f, 2},
    {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2}, {0xfe00, 0xfe0f, 0},   {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},
    {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2}, {0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2}, {0x1f900, 0x1f9ff, 2},
    {0x20000, 0x3fffd, 2},
};

size_t ml_text_columns_of(const char *s, size_t n)
{
    size_t columns = 0;
    for (size_t i = 0, length; i < n; i += length) {
        for (length = 1; i + length < n && ((unsigned char)s[i + length] & 0xc0) == 0x80;)
            length++;
        uint32_t point = code_point(s + i, length);
        size_t w = 0;
        while (w < ML_COUNT(widths) && widths[w].last < point)
            w++;
        columns += w < ML_COUNT(widths) && widths[w].first <= point ? widths[w].columns : 1;
    }
    return columns;
}

size_t ml_text_columns(const char *s) { return ml_text_columns_of(s, strlen(s)); }

size_t ml_id_split(const char *id, uint64_t *number)
{
    size_t n = strlen(id), digits = 0;
    *number = 0;
    while (n > 1 && digits < n - 1 && id[n - 2 - digits] >= '0' && id[n - 2 - digits] <= '9')
        digits++;
    if (n == 0 || id[n - 1] != ']' || digits == n - 1 || id[n - 2 - digits] != '[' ||
        !ml_integer_parse(id + n - 1 - digits, digits, UINT64_MAX - 1, number))
        return n;
    ++*number;
    return n - 2 - digits;
}

int ml_id_compare(const char *a, const char *b)
{
    uint64_t i, j;
    size_t n = ml_id_split(a, &i), m = ml_id_split(b, &j);
    int order = memcmp(a, b, n < m ? n : m);
    if (order == 0)
        order = n == m ? (i > j) - (i < j) : (n > m) - (n < m);
    return order;
}

bool ml_list_next(const char **rest, const char **item, size_t *n)
{
    if (!*rest)
        return false;
    const char *start = *rest, *end = start + strcspn(start, ",");
    *rest = *end ? end + 1 : NULL;
    while (start < end && *start == ' ')
        start++;
    while (end > start && end[-1] == ' ')
        end--;
    *item = start;
    *n = (size_t)(end - start);
    return true;
}
