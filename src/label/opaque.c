/* Alpha; see opaque.h. */
#include "label/opaque.h"

ml_status ml_fail_opaque(const char *name, size_t row, size_t column, double alpha, unsigned opaque, ml_error *error)
{
    return ml_fail(
        error, ML_E_INPUT,
        "%s: row %zu, column %zu: alpha is %.0f, not %u, and only what is opaque is read: if this marks void, store a "
        "void label or colour there instead",
        name, row, column, alpha, opaque);
}

ml_status ml_check_opaque(const ml_raster_header *header, const uint16_t *samples, const uint16_t *truth, size_t n,
                          const char *name, size_t first, ml_error *error)
{
    const bool has_alpha = header->kind == ML_RASTER_GRAY_ALPHA || header->kind == ML_RASTER_RGBA;
    const unsigned opaque = header->bits == 16 ? 65535 : 255, n_channels = header->n_channels;
    const uint16_t *alpha = samples + n_channels - 1;
    unsigned all = opaque;
    for (size_t i = 0; i < n && has_alpha; i++)
        all &= alpha[i * n_channels];
    for (size_t i = 0; i < n && all != opaque; i++)
        if (alpha[i * n_channels] != opaque && !(truth && truth[i] == ML_IGNORED))
            return ml_fail_opaque(name, (first + i) / header->width, (first + i) % header->width, alpha[i * n_channels], opaque,
                                  error);
    return ML_OK;
}
