#!/bin/sh
# Every kernel that runs here prints the same bytes; MASKLOSS_KERNEL forces one, and nothing else.
# In make check: runs the program often
. "${srcdir:-.}/tests/cli/lib.sh"
kernels=$("$MASKLOSS" --version -v | sed -n 's/^kernels: //p')
case " $kernels " in *" baseline "*) ;; *) fail "no baseline among the kernels: $kernels" ;; esac
last=${kernels##* }
[ "$("$MASKLOSS" --version -v | sed -n 's/^kernel: //p')" = "$last" ] || fail "the default is not $last"

# All fixtures that are predictions of the truth of 2 x 3 pixels or of the sample set, in every activation.
evaluate() {
    for prediction in data/good-npy-*hwc*.npy data/good-npy-*chw*.npy; do
        for activation in none softmax sigmoid; do
            "$MASKLOSS" eval -f json -L all,focal:gamma=0.5 -A $activation data/good-png-gray8.png "$prediction"
            echo "exit $?"
        done
    done
    "$MASKLOSS" eval -f json -L all -c sample/classes.json sample/truth sample/pred
    echo "exit $?"
}
for kernel in $kernels; do
    MASKLOSS_KERNEL=$kernel
    export MASKLOSS_KERNEL
    [ "$("$MASKLOSS" --version -v | sed -n 's/^kernel: //p')" = "$kernel" ] || fail "$kernel is not in use"
    evaluate >"$kernel.txt" 2>&1
    cmp baseline.txt "$kernel.txt" || fail "$kernel prints other bytes than baseline"
done
note "$(grep -c '^exit 0' baseline.txt) results are the same"

note "unknown kernels are usage errors:"
for kernel in sse9 AVX2 "avx2 "; do
    MASKLOSS_KERNEL=$kernel
    for command in "--version -v" "eval data/good-png-gray8.png data/good-npy-f4-hwc.npy"; do
        # shellcheck disable=SC2086 # words
        "$MASKLOSS" $command >out 2>err
        note "exit $?, $(wc -c <out) bytes, $(sed 's/are here .*/are here .../' err)"
    done
done
MASKLOSS_KERNEL=
run --version
unset MASKLOSS_KERNEL
run --version -q
run --version -v -v
finish
