#!/bin/sh
# Shards run by engines that exist, as maskloss-cluster(7) says: GNU parallel, mpirun, and a Slurm array with a task that fails and
# is submitted again. What is not installed is skipped. Slurm needs root, for its daemons are started here.
# In make check: first
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/maskloss-engines.XXXXXX")
daemons=
end() {
    set +e
    for pid in $daemons; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null # it still writes
    done
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 1' HUP INT TERM
truth=$srcdir/data/sample/truth pred=$srcdir/data/sample/pred classes=$srcdir/data/sample/classes.json
truth=$(cd "$truth" && pwd) pred=$(cd "$pred" && pwd) classes=$(cd "${classes%/*}" && pwd)/classes.json
program=$MASKLOSS
cd "$folder"
"$program" eval -c "$classes" -f json -o wanted.json "$truth" "$pred"
skipped='' n=0
merged() { # merged ENGINE
    "$program" merge -f json ./*.jsonl | cmp - wanted.json || { echo "engines: $1: another result" && exit 1; }
    rm -f ./*.jsonl
    n=$((n + 1))
}

if parallel --version 2>/dev/null | grep -q GNU; then
    seq 0 2 | parallel -j2 "'$program' eval -q -c '$classes' -f jsonl --resume -o {}.jsonl --shard={}/3 '$truth' '$pred'"
    merged "GNU parallel"
else
    skipped="$skipped; no GNU parallel"
fi

if command -v mpirun >/dev/null; then
    cat >task <<T
#!/bin/sh
K=\${OMPI_COMM_WORLD_RANK:-\${PMI_RANK-}}
exec '$program' eval -q -c '$classes' -f jsonl --resume -o "\$K.jsonl" --shard="\$K/3" '$truth' '$pred'
T
    chmod +x task
    root=$([ "$(id -u)" -ne 0 ] || ! mpirun --version 2>/dev/null | grep -q "Open MPI" || echo --allow-run-as-root)
    mpirun $root --oversubscribe -n 3 ./task 2>mpi.log || mpirun -n 3 ./task
    merged mpirun
else
    skipped="$skipped; no mpirun"
fi

slurm() {
    host=$(hostname -s)
    port=$((20000 + $$ % 15000 * 2)) # not that of another run of this test
    mkdir -p state spool
    cat >slurm.conf <<S
ClusterName=test
SlurmctldHost=$host
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SlurmUser=root
SlurmdUser=root
SlurmdParameters=config_overrides
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ReturnToService=2
NodeName=$host CPUs=2 State=UNKNOWN
PartitionName=test Nodes=$host Default=YES State=UP
S
    SLURM_CONF=$folder/slurm.conf
    export SLURM_CONF
    slurmctld -D >/dev/null 2>&1 &
    daemons=$!
    slurmd -D >/dev/null 2>&1 &
    daemons="$daemons $!"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        sinfo -h -o %t 2>/dev/null | grep -q idle && break
        sleep 1
    done
    sinfo -h -o %t 2>/dev/null | grep -q idle || return 1
    cat >job <<J
#!/bin/sh
#SBATCH --array=0-2
#SBATCH --output=$folder/job-%a.log
if [ "\$SLURM_ARRAY_TASK_ID" = "\${FAIL-}" ]; then
    head -c 9000 '$folder/broken' >"$folder/\$SLURM_ARRAY_TASK_ID.jsonl"
    exit 1
fi
exec '$program' eval -q -c '$classes' -f jsonl --resume -o "$folder/\$SLURM_ARRAY_TASK_ID.jsonl" \\
    --shard="\$SLURM_ARRAY_TASK_ID/3" '$truth' '$pred'
J
    "$program" eval -q -c "$classes" -f jsonl -o broken --shard=1/3 "$truth" "$pred"
    FAIL=1 sbatch --wait --export=ALL job >/dev/null && return 2 # the array fails as a whole
    "$program" merge -q ./*.jsonl >/dev/null 2>&1 && return 2
    sbatch --wait --array=1 job >/dev/null || return 2
}

if command -v slurmctld >/dev/null && command -v slurmd >/dev/null && [ "$(id -u)" -eq 0 ]; then
    status=0
    slurm || status=$?
    if [ $status -eq 0 ]; then
        merged Slurm
    elif [ $status -eq 1 ]; then
        skipped="$skipped; Slurm does not start here"
    else
        cat job-*.log slurmctld.log slurmd.log
        echo "engines: Slurm fails" && exit 1
    fi
else
    skipped="$skipped; no Slurm, or no right to start it"
fi
[ -z "$skipped" ] || echo "SKIP: stream-engines:${skipped#;}"
[ $n -gt 0 ] || exit 77
