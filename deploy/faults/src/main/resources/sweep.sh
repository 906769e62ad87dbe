# sweep.sh DIRECTORY [DRIVER]: ends every process of a run and removes its directory; given the driver's process id,
# waits for the driver's end first. Every process of a run carries the directory in its environment, so that nothing
# else can be hit: process ids are used again, this name is not.
directory=$1
if [ -n "${2:-}" ]; then
  while kill -0 "$2" 2>/dev/null; do sleep 1; done
fi
[ -f "$directory/driver" ] || exit 0
for round in 1 2 3; do
  for environment in /proc/[0-9]*/environ; do
    if tr '\0' '\n' <"$environment" 2>/dev/null | grep -qxF "EARMARK_FAULTS_HOME=$directory"; then
      process=${environment#/proc/}
      kill -KILL "${process%/environ}" 2>/dev/null
    fi
  done
  sleep 0.3
done
[ -f "$directory/keep" ] || rm -rf "$directory"
