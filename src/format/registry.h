/* The formats of files: those that are read, and those that are recognised so that the message can say what the file is and
 * what to do about it. All that is particular to a format is in its row here and in its own file: who opens labels or
 * predictions, pairs files by their names, inspects a file or says what is wanted asks the registry. */
#ifndef ML_FORMAT_REGISTRY_H
#define ML_FORMAT_REGISTRY_H

#include "format/array.h"
#include "format/array_keys.h"
#include "format/raster.h"

/* What a file of the format may be, and how its content lies in it. */
enum {
    ML_FORMAT_TRUTH = 1,
    ML_FORMAT_PREDICTION = 2, /* all of one: labels, or the values of all channels */
    ML_FORMAT_PLANE = 4,      /* one class of a prediction */
    ML_FORMAT_RASTER = 8,     /* `raster` is there */
    ML_FORMAT_ARRAY = 16,     /* open_array is there. With both, is_raster tells of each file which it is */
    ML_FORMAT_YIELDS = 32,    /* passed over beside a file of another format that has the same key */
    ML_FORMAT_SLICES = 64,    /* the images of a batch are slices of one thing */
    ML_FORMAT_PHOTO = 128,    /* read as a photo, by `raster`, which is there; perhaps as nothing else */
};

enum { ML_FORMAT_MAX_EXTENSIONS = 2, ML_FORMAT_MAX_STARTS = 4 };

/* Bytes at which a format is known. */
typedef struct ml_file_format_start {
    size_t offset, n; /* n = 0: there is none */
    const char *bytes;
} ml_file_format_start;

typedef struct ml_file_format {
    const char *name;                                  /* "a PNG", "a TIFF" */
    ml_file_format_start starts[ML_FORMAT_MAX_STARTS]; /* it begins like one of these */
    ml_status (*is_like)(const ml_source *source, ml_error *error,
                         bool *is);                   /* and it passes this, where that does not tell enough; or NULL */
    const char *remedy;                               /* of a format that holds no labels or values: what to do; else NULL */
    const char *word;                                 /* in lists: "PNG", ".npy" */
    const char *title;                                /* of what inspect shows: "PNG", "NumPy array" */
    const char *extensions[ML_FORMAT_MAX_EXTENSIONS]; /* of files, in lower case: ".png" */
    unsigned uses;                                    /* of ML_FORMAT_TRUTH and so on */
    const ml_raster_ops *raster;
    ml_status (*is_raster)(const ml_source *source, const ml_limits *limits, ml_error *error, bool *is_raster);
    /* Reads the header of an array. Where the elements are not in the source itself, but in a member of an archive or in what
     * a decoder makes of it, that takes the source's place and takes it over. `key` says which array; NULL: the only one, or
     * the one with a usual name. The source remains the caller's to close, also on failure; the limits must outlive it. */
    ml_status (*open_array)(ml_source *source, const char *key, const ml_limits *limits, ml_error *error,
                            ml_array_header *header);
    /* Lists the arrays of an archive; NULL: a file is one array. On failure nothing is held. */
    ml_status (*list_keys)(const ml_source *source, ml_error *error, ml_array_keys *keys);
} ml_file_format;

/* The format that the source begins like, read or not; NULL for none that is known. */
ml_status ml_file_format_of_source(const ml_source *source, ml_error *error, const ml_file_format **format) ML_MUST_USE;

/* The same of a file by its path. */
ml_status ml_file_format_of_file(const char *path, ml_error *error, const ml_file_format **format) ML_MUST_USE;

/* The format that is read and whose extension the n bytes of a name end in, in any case; NULL for none. */
const ml_file_format *ml_file_format_of_name(const char *name, size_t n);

/* Length of the extension of a format that is read in which the n bytes of a name end, 0 for none: 7 of "a.nii.gz". */
size_t ml_file_extension_length(const char *name, size_t n);

/* The same of a format that is read as a photo. */
size_t ml_file_photo_extension_length(const char *name, size_t n);

/* Whether the file is read as a raster, where the format may be that or an array. */
ml_status ml_file_is_raster(const ml_file_format *format, const ml_source *source, const ml_limits *limits, ml_error *error,
                            bool *is_raster) ML_MUST_USE;

/* Whether the format, NULL for none, is read as all of `uses` says. */
bool ml_file_format_is(const ml_file_format *format, unsigned uses);

/* The extension of the first format that is read as all of `uses` says, for examples in messages. */
const char *ml_file_format_example(unsigned uses);

/* Lists what is read as all of `uses` says: "PNG", ".npy or .npz"; the last word behind `last` (" or "), the others behind
 * commas. Returns text. */
enum { ML_FORMATS_TEXT_SIZE = 128 };
const char *ml_formats_text(unsigned uses, const char *last, char text[ML_FORMATS_TEXT_SIZE]);

/* The error (ML_E_INPUT) of a source that is not what is wanted: that it is empty, what it is, or is called like, and what to
 * do about it, or, for formats that are read and unknown ones (NULL), what `wanted` says. */
ml_status ml_fail_format(const ml_source *source, const ml_file_format *format, const char *wanted, ml_error *error);

#endif
