/* The table of kernels; see kernel.h. */
#include "kernel/kernel.h"

#include <string.h>

extern const ml_kernel ml_kernel_baseline;
#if defined ML_WITH_X86_KERNELS
extern const ml_kernel ml_kernel_avx2, ml_kernel_avx512;
#endif

const ml_kernel_row ml_kernels[] = {
    {"baseline", ML_CPU_BASELINE, &ml_kernel_baseline},
#if defined ML_WITH_X86_KERNELS
    {"avx2", ML_CPU_AVX2, &ml_kernel_avx2},
    {"avx512", ML_CPU_AVX512, &ml_kernel_avx512},
#endif
};
const size_t ml_n_kernels = ML_COUNT(ml_kernels);

ml_status ml_kernel_choose(const char *name, ml_error *error, const ml_kernel_row **row)
{
    const ml_kernel_row *found = NULL;
    bool any = !name || !*name;
    for (size_t k = 0; k < ml_n_kernels; k++)
        if (any ? ml_cpu_has(ml_kernels[k].needs) : strcmp(name, ml_kernels[k].name) == 0)
            found = &ml_kernels[k];
    if (found && ml_cpu_has(found->needs)) {
        *row = found;
        return ML_OK;
    }
    ml_fail(error, ML_E_USAGE, ML_KERNEL_VARIABLE ": '%s' is %s; there are here", name,
            found ? "not for this processor" : "no kernel");
    for (size_t k = 0; k < ml_n_kernels; k++)
        if (ml_cpu_has(ml_kernels[k].needs))
            ml_error_add(error, " %s", ml_kernels[k].name);
    return error->status;
}
