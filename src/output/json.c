/* JSON; see json.h. */
#include "output/json.h"

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

/* Quotes text; only what JSON demands is escaped. */
static void quoted(ml_json *json, const char *text)
{
    ml_out_text(json->out, "\"");
    for (const char *at = text; *at;) {
        size_t n = 0;
        while (at[n] && (unsigned char)at[n] >= 0x20 && at[n] != '"' && at[n] != '\\')
            n++;
        ml_out_bytes(json->out, at, n);
        at += n;
        if (!*at)
            break;
        if (*at == '"' || *at == '\\')
            ml_out_printf(json->out, "\\%c", *at);
        else
            ml_out_printf(json->out, "\\u%04x", (unsigned)(unsigned char)*at);
        at++;
    }
    ml_out_text(json->out, "\"");
}

/* What stands before a member: comma, line, name. */
static void begin_member(ml_json *json, const char *key)
{
    if (json->depth > 0) {
        bool first = !json->levels[json->depth - 1].has_members;
        json->levels[json->depth - 1].has_members = true;
        if (!json->levels[json->depth - 1].inline_members) {
            ml_out_text(json->out, first ? "" : ",");
            newline(json);
        } else {
            ml_out_bytes(json->out, ", ", first ? 0 : json->compact ? 1 : 2);
        }
    }
    if (key) {
        quoted(json, key);
        ml_out_bytes(json->out, ": ", json->compact ? 1 : 2);
    }
}

static void open_level(ml_json *json, const char *key, ml_json_style style, char start, char end)
{
    begin_member(json, key);
    ml_out_bytes(json->out, &start, 1);
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
    if (json->levels[json->depth].has_members && !json->levels[json->depth].inline_members)
        newline(json);
    ml_out_bytes(json->out, &json->levels[json->depth].end, 1);
    if (json->depth == 0)
        ml_out_text(json->out, "\n");
}

void ml_json_number(ml_json *json, const char *key, double x)
{
    char text[ML_NUMBER_TEXT_SIZE];
    begin_member(json, key);
    if (isfinite(x))
        ml_out_bytes(json->out, text, ml_number_write(x, text));
    else
        ml_out_bytes(json->out, "null", 4);
}

void ml_json_count(ml_json *json, const char *key, uint64_t n)
{
    char text[ML_NUMBER_TEXT_SIZE];
    begin_member(json, key);
    ml_out_bytes(json->out, text, ml_integer_write(n, text));
}

void ml_json_bool(ml_json *json, const char *key, bool yes)
{
    begin_member(json, key);
    ml_out_text(json->out, yes ? "true" : "false");
}

void ml_json_string(ml_json *json, const char *key, const char *text)
{
    begin_member(json, key);
    quoted(json, text);
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

void ml_json_name(ml_json *json, const char *key, const char *name) { taken(json, key, ml_name_text(name)); }

void ml_json_message(ml_json *json, const char *key, const char *message) { taken(json, key, ml_message_text(message)); }
