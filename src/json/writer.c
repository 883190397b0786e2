/* JSON; see writer.h. */
#include "json/writer.h"

#include "base/number.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void newline(ml_json *json)
{
    ml_out_text(json->out, "\n");
    for (int i = 0; i < json->depth; i++)
        ml_out_text(json->out, "  ");
}

/* Hands a number to the visitor. */
static void visit(ml_json *json, const char *key, double x)
{
    if (json->n_arrays > 0 || !key)
        return;
    json->keys[json->n_keys] = key;
    json->visit(json->context, json->keys, (size_t)json->n_keys + 1, isfinite(x) ? x : (double)NAN);
}

/* Quotes text; only what JSON demands is escaped. `room` has six times its length and two more; returns what is used. */
static size_t quote(const char *text, char *room)
{
    static const char hex[] = "0123456789abcdef";
    char *to = room;
    *to++ = '"';
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c >= 0x20 && c != '"' && c != '\\') {
            *to++ = *text;
        } else if (c >= 0x20) {
            *to++ = '\\';
            *to++ = *text;
        } else {
            memcpy(to, "\\u00", 4);
            to[4] = hex[c >> 4];
            to[5] = hex[c & 15];
            to += 6;
        }
    }
    *to++ = '"';
    return (size_t)(to - room);
}

/* What stands before a member: comma, line, name. Leaves room for `n` bytes behind it, which are written in place: NULL after
 * a failure. */
static char *begin_member(ml_json *json, const char *key, size_t n)
{
    if (json->depth > 0) {
        bool first = !json->levels[json->depth - 1].has_members;
        json->levels[json->depth - 1].has_members = true;
        if (!json->levels[json->depth - 1].inline_members) {
            ml_out_text(json->out, first ? "" : ",");
            newline(json);
        } else if (!first) {
            ml_out_bytes(json->out, ", ", json->compact ? 1 : 2);
        }
    }
    char *room = ml_out_room(json->out, (key ? 6 * strlen(key) + 4 : 0) + n);
    if (!room || !key)
        return room;
    size_t used = quote(key, room);
    room[used++] = ':';
    if (!json->compact)
        room[used++] = ' ';
    ml_out_used(json->out, used);
    return room + used;
}

static void open_level(ml_json *json, const char *key, ml_json_style style, char start, char end)
{
    char *room = json->out ? begin_member(json, key, 1) : NULL;
    if (room) {
        *room = start;
        ml_out_used(json->out, 1);
    }
    if (key)
        json->keys[json->n_keys++] = key;
    json->n_arrays += start == '[';
    json->levels[json->depth].is_array = start == '[';
    json->levels[json->depth].has_key = key != NULL;
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
    json->n_keys -= json->levels[json->depth].has_key;
    json->n_arrays -= json->levels[json->depth].is_array;
    if (!json->out)
        return;
    if (json->levels[json->depth].has_members && !json->levels[json->depth].inline_members)
        newline(json);
    ml_out_bytes(json->out, &json->levels[json->depth].end, 1);
    if (json->depth == 0)
        ml_out_text(json->out, "\n");
}

void ml_json_number(ml_json *json, const char *key, double x)
{
    if (!json->out) {
        visit(json, key, x);
        return;
    }
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
    if (!json->out) {
        visit(json, key, (double)n);
        return;
    }
    char *room = begin_member(json, key, ML_NUMBER_TEXT_SIZE);
    if (room)
        ml_out_used(json->out, ml_integer_write(n, room));
}

void ml_json_bool(ml_json *json, const char *key, bool value)
{
    const char *text = value ? "true" : "false";
    if (json->out && begin_member(json, key, 0))
        ml_out_text(json->out, text);
}

void ml_json_string(ml_json *json, const char *key, const char *text)
{
    char *room = json->out ? begin_member(json, key, 6 * strlen(text) + 2) : NULL;
    if (room)
        ml_out_used(json->out, quote(text, room));
}

/* Writes and frees a text; NULL: there was no memory for it. */
static void taken(ml_json *json, const char *key, char *text)
{
    if (!text)
        json->out->status = ML_E_SYSTEM;
    else
        ml_json_string(json, key, text);
    free(text);
}

void ml_json_name(ml_json *json, const char *key, const char *name)
{
    if (json->out)
        taken(json, key, ml_name_text(name));
}

void ml_json_message(ml_json *json, const char *key, const char *message)
{
    if (json->out)
        taken(json, key, ml_message_text(message));
}
