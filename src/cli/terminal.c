/* Terminals; see terminal.h. */
#include "cli/terminal.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Beyond some width lines get hard to follow. */
enum { MIN_COLUMNS = 40, MAX_COLUMNS = 200 };

const char *const ml_color_names[ML_N_COLORS] = {
    [ML_COLOR_AUTO] = "auto", [ML_COLOR_ALWAYS] = "always", [ML_COLOR_NEVER] = "never"};

bool ml_terminal_has_color(ml_color color, int fd)
{
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (color != ML_COLOR_AUTO)
        return color == ML_COLOR_ALWAYS;
    return fd >= 0 && isatty(fd) && !(no_color && *no_color) && !(terminal && strcmp(terminal, "dumb") == 0);
}

size_t ml_terminal_columns(const char *given, size_t told)
{
    uint64_t n = 0;
    if (!given || !ml_integer_parse(given, strlen(given), SIZE_MAX / 2, &n) || n == 0)
        n = told > 0 ? told : ML_OUT_COLUMNS;
    return n < MIN_COLUMNS ? MIN_COLUMNS : n > MAX_COLUMNS ? MAX_COLUMNS : (size_t)n;
}

void ml_terminal_describe(ml_color color, ml_out *out)
{
    struct winsize size;
    out->has_color = ml_terminal_has_color(color, out->fd);
    out->columns = ML_OUT_COLUMNS;
    if (out->fd >= 0 && isatty(out->fd))
        out->columns = ml_terminal_columns(getenv("COLUMNS"), ioctl(out->fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0);
}
