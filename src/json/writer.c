/* JSON; see writer.h. */
#include "json/writer.h"

#include "base/number.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where a member or the end of its container stands: on a new line. Returns where that ends. */
static char *newline(const ml_json *json, char *to)
{
    *to++ = '\n';
    memset(to, ' ', 2 * (size_t)json->depth);
    return to + 2 * json->depth;
}

/* \u00XX; returns where it ends. */
static char *escape(unsigned char c, char *to)
{
    static const char hex[] = "0123456789abcdef";
    memcpy(to, "\\u00", 4);
    to[4] = hex[c >> 4];
    to[5] = hex[c & 15];
    return to + 6;
}

/* Quotes UTF-8 text; escaped is what JSON demands, and DEL and the controls U+0080 to U+009F, which terminals obey. `room` has
 * six times its length and two more; returns what is used. */
static size_t quote(const char *text, char *room)
{
    static const bool is_special['\\' + 1] = {[0x22] = true, [0x5c] = true}; /* and what is below a blank */
    enum { delete = 0x7f, controls = 0xc2 };                                 /* the first byte of U+0080 to U+00BF */
    char *to = room;
    *to++ = '"';
    for (unsigned char c; (c = (unsigned char)*text) != 0; text++) {
        unsigned char second = c == controls ? (unsigned char)text[1] : 0;
        if (second >= 0x80 && second < 0xa0) {
            to = escape(second, to);
            text++;
        } else if (c == delete || c < 0x20) {
            to = escape(c, to);
        } else if (c > '\\' || !is_special[c]) {
            *to++ = (char)c;
        } else {
            *to++ = '\\';
            *to++ = (char)c;
        }
    }
    *to++ = '"';
    return (size_t)(to - room);
}

/* What stands before a member: comma, line, name. Leaves room for `n` bytes behind it, which are written in place: NULL after
 * a failure. */
static char *begin_member(ml_json *json, const char *key, size_t n)
{
    char *room = ml_out_room(json->out, n + (key ? 6 * strlen(key) + 4 : 0) + 2 * (size_t)json->depth + 2), *to = room;
    if (!room)
        return NULL;
    if (json->depth > 0) {
        bool first = !json->levels[json->depth - 1].has_members;
        json->levels[json->depth - 1].has_members = true;
        if (!first)
            *to++ = ',';
        if (!json->levels[json->depth - 1].inline_members)
            to = newline(json, to);
        else if (!first && !json->compact)
            *to++ = ' ';
    }
    if (key) {
        to += quote(key, to);
        *to++ = ':';
        if (!json->compact)
            *to++ = ' ';
    }
    ml_out_used(json->out, (size_t)(to - room));
    return to;
}

static void open_level(ml_json *json, const char *key, ml_json_style style, char start, char end)
{
    char *room = begin_member(json, key, 1);
    if (room) {
        *room = start;
        ml_out_used(json->out, 1);
    }
    bool around = json->depth > 0 && json->levels[json->depth - 1].inline_members;
    json->levels[json->depth].end = end;
    json->levels[json->depth].inline_members = around || style == ML_JSON_INLINE || json->compact;
    json->levels[json->depth].has_members = false;
    json->depth++;
}

void ml_json_object(ml_json *json, const char *key, ml_json_style style) { open_level(json, key, style, '{', '}'); }

void ml_json_array(ml_json *json, const char *key, ml_json_style style) { open_level(json, key, style, '[', ']'); }

void ml_json_end(ml_json *json)
{
    json->depth--;
    char *room = ml_out_room(json->out, 2 * (size_t)json->depth + 3), *to = room;
    if (!room)
        return;
    if (json->levels[json->depth].has_members && !json->levels[json->depth].inline_members)
        to = newline(json, to);
    *to++ = json->levels[json->depth].end;
    if (json->depth == 0)
        *to++ = '\n';
    ml_out_used(json->out, (size_t)(to - room));
}

void ml_json_number(ml_json *json, const char *key, double x)
{
    char *room = begin_member(json, key, ML_NUMBER_TEXT_SIZE);
    if (!room)
        return;
    if (isfinite(x)) {
        ml_out_used(json->out, ml_number_write(x, room));
        return;
    }
    memcpy(room, "null", 4);
    ml_out_used(json->out, 4);
}

void ml_json_count(ml_json *json, const char *key, uint64_t n)
{
    char *room = begin_member(json, key, ML_NUMBER_TEXT_SIZE);
    if (room)
        ml_out_used(json->out, ml_integer_write(n, room));
}

void ml_json_bool(ml_json *json, const char *key, bool value)
{
    const char *text = value ? "true" : "false";
    if (begin_member(json, key, 0))
        ml_out_text(json->out, text);
}

void ml_json_string(ml_json *json, const char *key, const char *text)
{
    char *room = begin_member(json, key, 6 * strlen(text) + 2);
    if (room)
        ml_out_used(json->out, quote(text, room));
}

/* Writes and frees a text; NULL: there was no memory for it. */
static void taken(ml_json *json, const char *key, char *text)
{
    if (!text)
        ml_out_fail(json->out, ENOMEM);
    else
        ml_json_string(json, key, text);
    free(text);
}

void ml_json_name(ml_json *json, const char *key, const char *name) { taken(json, key, ml_name_text(name)); }

void ml_json_message(ml_json *json, const char *key, const char *message) { taken(json, key, ml_message_text(message)); }
