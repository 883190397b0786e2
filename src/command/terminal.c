/* Terminals; see terminal.h. */
#include "command/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Beyond some width lines get hard to follow. */
enum { MAX_COLUMNS = 160 };

const char *const ml_color_names[ML_N_COLORS] = {"auto", "always", "never"};

bool ml_terminal_has_color(ml_color color, int fd)
{
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (color != ML_COLOR_AUTO)
        return color == ML_COLOR_ALWAYS;
    return fd >= 0 && isatty(fd) && !(no_color && *no_color) && !(terminal && strcmp(terminal, "dumb") == 0);
}

void ml_terminal_describe(ml_color color, ml_out *out)
{
    struct winsize size;
    out->has_color = ml_terminal_has_color(color, out->fd);
    out->columns = ML_OUT_COLUMNS;
    if (out->fd < 0 || !isatty(out->fd) || ioctl(out->fd, TIOCGWINSZ, &size) != 0 || size.ws_col <= ML_OUT_COLUMNS)
        return;
    out->columns = size.ws_col < MAX_COLUMNS ? size.ws_col : MAX_COLUMNS;
}
