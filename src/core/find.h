/* Figures by the path that leads to them in the JSON report. */
#ifndef ML_CORE_FIND_H
#define ML_CORE_FIND_H

#include "core/path.h"
#include "core/walk.h"

/* Which figure the path leads to, in a scope and with settings; false: none, *figure is untouched. Once found, its value can be
 * taken from any image or set with these settings. */
bool ml_find(const ml_settings *settings, ml_scope scope, const ml_path *path, ml_figure *figure) ML_MUST_USE;

/* The same, where none is a usage error that names the nearest path that there is. `option` and `text` are what was said. */
ml_status ml_find_asked(const ml_settings *settings, ml_scope scope, const ml_path *path, const char *option, const char *text,
                        ml_error *error, ml_figure *figure) ML_MUST_USE;

#endif
