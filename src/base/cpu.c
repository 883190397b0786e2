/* CPU probing; see cpu.h. */
#include "base/cpu.h"

#if defined __x86_64__
#include <cpuid.h>

/* The compilers' own probing, which also asks the operating system, but gives no answer for F16C everywhere. */
static bool has_f16c(void)
{
    unsigned a, b, c = 0, d;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_F16C) != 0;
}

bool ml_cpu_has(ml_cpu_feature feature)
{
    if (feature == ML_CPU_BASELINE)
        return true;
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && has_f16c();
    return avx2 && (feature == ML_CPU_AVX2 || (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                                               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")));
}
#else
bool ml_cpu_has(ml_cpu_feature feature) { return feature == ML_CPU_BASELINE; }
#endif
