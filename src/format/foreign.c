/* Formats that are not read; see foreign.h. */
#include "format/foreign.h"

#include <string.h>

enum { MAX_MAGIC = 16 };

/* The lines of man maskloss-formats, which tests/conversions.sh runs. */
#define TIFF_REMEDY                                                                                                            \
    "convert it with: python3 -c 'import sys, numpy, tifffile; numpy.save(sys.argv[2], tifffile.imread(sys.argv[1]))' "        \
    "IN.tif OUT.npy"
#define HDF5_REMEDY                                                                                                            \
    "convert it with: python3 -c 'import sys, numpy, h5py; numpy.save(sys.argv[3], h5py.File(sys.argv[1])[sys.argv[2]])' "     \
    "IN.h5 DATASET OUT.npy"
#define PAGE_REMEDY "man maskloss-formats has a line that converts it to .npy"
#define PICKLE_REMEDY "it is never loaded: save the array with numpy.save (man maskloss-formats has a line for PyTorch)"

/* What a file begins with, as the formats' own documents say. */
static const struct {
    size_t offset, n;
    const char *magic;
    ml_foreign format;
} formats[] = {
    {0, 4, "II*\0", {"a TIFF", TIFF_REMEDY}},
    {0, 4, "MM\0*", {"a TIFF", TIFF_REMEDY}},
    {0, 4, "II+\0", {"a BigTIFF", TIFF_REMEDY}},
    {0, 4, "MM\0+", {"a BigTIFF", TIFF_REMEDY}},
    {0, 8, "\x89HDF\r\n\x1a\n", {"an HDF5 file", HDF5_REMEDY}},
    {0, 8, "MATLAB 5", {"a MATLAB file", PAGE_REMEDY}},
    {0, 8, "MATLAB 7", {"a MATLAB file", PAGE_REMEDY}},
    {344, 4, "n+1\0", {"a NIfTI image", PAGE_REMEDY}},
    {0, 2, "\x1f\x8b", {"compressed with gzip", "unpack it first (man maskloss-formats has a line for .nii.gz)"}},
    {0, 2, "\x80\x02", {"a Python pickle", PICKLE_REMEDY}},
    {0, 2, "\x80\x03", {"a Python pickle", PICKLE_REMEDY}},
    {0, 2, "\x80\x04", {"a Python pickle", PICKLE_REMEDY}},
    {0, 2, "\x80\x05", {"a Python pickle", PICKLE_REMEDY}},
    {0, 3, "\xff\xd8\xff", {"a JPEG", "its samples are not the ones that were saved: make PNGs from the originals"}},
    {0, 4, "GIF8", {"a GIF", "convert it to PNG, keeping the palette"}},
    {0, 2, "BM", {"a BMP", "convert it to PNG, keeping the palette"}},
    {0, 2, "P5", {"a PGM", "convert it to PNG: pnmtopng does"}},
    {0, 4, "\x76\x2f\x31\x01", {"an OpenEXR image", "convert it to .npy"}},
    {0, 4, "RIFF", {"a RIFF file (WebP, say)", "convert it to PNG from the originals"}},
    {4, 4, "ftyp", {"an ISO media file (AVIF or HEIC, say)", "convert it to PNG from the originals"}},
};

const ml_foreign *ml_foreign_find(const ml_source *source)
{
    char start[MAX_MAGIC];
    ml_error ignored = ML_ERROR_INIT;
    for (size_t f = 0; f < ML_COUNT(formats); f++)
        if (ml_source_read(source, formats[f].offset, formats[f].n, &ignored, start) == ML_OK &&
            memcmp(start, formats[f].magic, formats[f].n) == 0)
            return &formats[f].format;
    return NULL;
}

const ml_foreign *ml_foreign_of_file(const char *path)
{
    ml_source source;
    ml_error ignored = ML_ERROR_INIT;
    if (ml_source_open(path, &ignored, &source))
        return NULL;
    const ml_foreign *found = ml_foreign_find(&source);
    ml_source_close(&source);
    return found;
}

ml_status ml_fail_foreign(const ml_source *source, const ml_foreign *foreign, const char *wanted, ml_error *error)
{
    if (source->size_bytes == 0)
        return ml_fail(error, ML_E_INPUT, "%s: is empty", source->name);
    if (foreign)
        return ml_fail(error, ML_E_INPUT, "%s: is %s, which is not read; %s", source->name, foreign->name, foreign->remedy);
    return ml_fail(error, ML_E_INPUT, "%s: %s", source->name, wanted);
}
