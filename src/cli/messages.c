/* Messages; see messages.h. */
#include "cli/messages.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void say(const char *before, const char *text)
{
    char *safe = ml_message_text(text);
    fputs(before, stderr);
    if (safe)
        fputs(safe, stderr);
    for (; !safe && *text; text++) /* no memory: the plain characters will do */
        fputc(*text >= ' ' && *text <= '~' ? *text : '?', stderr);
    fputc('\n', stderr);
    free(safe);
}

void ml_say(const char *text) { say("maskloss: ", text); }

void ml_say_error(const char *text, ml_color color)
{
    say(ml_terminal_has_color(color, STDERR_FILENO) ? "\033[1;31mmaskloss:\033[0m " : "maskloss: ", text);
}

void ml_write_message(const char *text) { fputs(text, stderr); }
