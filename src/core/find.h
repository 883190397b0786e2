/* Figures by the path that leads to them in the JSON report. */
#ifndef ML_CORE_FIND_H
#define ML_CORE_FIND_H

#include "core/path.h"
#include "core/walk.h"

/* Which figure the path leads to, in a scope and with settings; false: none, *figure is untouched. Once found, its value can be
 * taken from any image or set with these settings. */
bool ml_find(const ml_settings *settings, ml_scope scope, const ml_path *path, ml_figure *figure) ML_MUST_USE;

/* The same of a figure whose value is a name. */
bool ml_find_name(const ml_settings *settings, ml_scope scope, const ml_path *path, ml_figure *figure) ML_MUST_USE;

/* Like ml_find, where none is a usage error. It names the measures that there are, where the path is of another one, else the
 * nearest path that there is, that in the leading view where a path lacks the view. `option` and `text` are what was said. */
ml_status ml_find_asked(const ml_settings *settings, ml_scope scope, const ml_path *path, const char *option, const char *text,
                        ml_error *error, ml_figure *figure) ML_MUST_USE;

/* The interval of the mean of a loss (ML_OVER_LOSSES) or of a metric (ML_OVER_METRICS), by its index, among all those of a set
 * with settings that want them; NULL: the view is not shown. */
const ml_interval *ml_find_interval(const ml_settings *settings, const ml_interval *intervals, ml_view_kind view, ml_over over,
                                    size_t index);

/* The end, "low" or "high", of the interval of the pooled figure that the path leads to; false: there is none, because the
 * settings want no intervals or the figure has none. */
bool ml_find_end(const ml_settings *settings, const ml_path *path, const char *end, ml_figure *figure) ML_MUST_USE;
/* The same of the set or, where the path leads there, of its groups, whichever these are; an error, too, where the settings
 * have none. */
ml_status ml_find_in_result(const ml_settings *settings, const ml_path *path, const char *option, const char *text,
                            ml_error *error, ml_figure *figure) ML_MUST_USE;

#endif
