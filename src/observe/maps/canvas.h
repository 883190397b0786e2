/* A map on its way to a file: pixels of tiles become rows, and these go to the writer of the format. */
#ifndef ML_OBSERVE_MAPS_CANVAS_H
#define ML_OBSERVE_MAPS_CANVAS_H

#include "io/beneath.h"
#include "observe/maps/map.h"

/* Must not move. A zeroed one may be closed. */
typedef struct ml_canvas {
    ml_painter painter;
    bool has_begun; /* the painter */
    ml_new_file *file;
    ml_png_writer *png; /* NULL: an array */
    uint8_t *run;       /* [ML_MAP_PIXELS] painted pixels; fewer where they are large */
    size_t run_pixels;
    uint8_t *row; /* of a picture */
    size_t n_row; /* pixels of it so far */
} ml_canvas;

/* Begins the map of an image, in a new file of the directory. After failure, too, it is to be closed. */
ml_status ml_canvas_open(const ml_map *map, const ml_settings *settings, const ml_map_image *image, ml_beneath *directory,
                         ml_error *error, ml_canvas *canvas) ML_MUST_USE;

/* Paints a tile; all tiles come, in order. */
ml_status ml_canvas_take(ml_canvas *canvas, const ml_observed_tile *tile, ml_error *error) ML_MUST_USE;

/* Ends the file, which is the caller's from then on: it is to be moved to its place, and destroyed. */
ml_status ml_canvas_finish(ml_canvas *canvas, ml_error *error, ml_new_file **file) ML_MUST_USE;
void ml_canvas_close(ml_canvas *canvas);

/* Begins and ends a painter. */
ml_status ml_painter_begin(const ml_map *map, const ml_settings *settings, const ml_map_image *image, ml_error *error,
                           ml_painter *painter) ML_MUST_USE;
void ml_painter_end(ml_painter *painter);

#endif
