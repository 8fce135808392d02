# Makes and finds caches of classes that were loaded and compiled ahead of time (Java's AOT cache); sourced by ./varve and
# packaging/package (POSIX sh).

# Has a server answer requests and stop, and then another one on the data that the first has left, as most starts find some; the JVM of
# the second writes its cache. A cache holds for one JDK, class path and collector.
#   make_aot CACHE JAVAC_JAVA JAVA [FLAG...]
# CACHE is the file to be made; JAVAC_JAVA a JDK's `java`, which runs the requests from their source; the rest starts the server, up to
# its main class or -jar FILE. Leaves CACHE as it was if anything fails.
make_aot() {
  aot_cache=$1
  aot_jdk_java=$2
  aot_java=$3
  shift 3
  aot_work=$(mktemp -d) || return 1
  aot_status=0
  if aot_train load "$aot_java" "$@" && aot_train serve "$aot_java" "-XX:AOTCacheOutput=$aot_work/aot" "$@" && [ -s "$aot_work/aot" ]; then
    mv "$aot_work/aot" "$aot_cache.new" && mv "$aot_cache.new" "$aot_cache" || aot_status=1
  else
    aot_status=1
    aot_log=$(cat "$aot_work/log")
  fi
  rm -rf "$aot_work"
  return "$aot_status"
}

# Runs a server until it has answered the requests $1; the rest starts it. Fails if they fail.
aot_train() {
  aot_requests=$1
  shift
  "$@" -d "$aot_work/data" --durability buffered --port 0 >"$aot_work/log" 2>&1 &
  aot_server=$!
  aot_endpoint=
  aot_attempts=0
  while [ -z "$aot_endpoint" ] && [ "$aot_attempts" -lt 300 ] && kill -0 "$aot_server" 2>/dev/null; do
    sleep 0.1
    aot_attempts=$((aot_attempts + 1))
    aot_endpoint=$(sed -n 's/^Varve is ready at \(http[^ ]*\).*$/\1/p' "$aot_work/log")
  done
  aot_answered=1
  if [ -n "$aot_endpoint" ]; then
    "$aot_jdk_java" "$root/packaging/TrainingRequests.java" "$aot_endpoint" "$aot_requests" >>"$aot_work/log" 2>&1 && aot_answered=0
  fi
  # Where a cache is written, the JVM does it when it ends.
  kill "$aot_server" 2>/dev/null
  wait "$aot_server" 2>/dev/null
  return "$aot_answered"
}

# What a cache for `./varve server` was made with, to be compared: $1 the JDK's home, the rest the JVM's flags and the class path.
aot_identity() {
  echo "$@"
  cat "$1/release" 2>/dev/null
}

# Sets aot_use to the cache for `./varve server`; empty if there is none that fits and none can be made.
#   use_aot JDK_HOME FLAG... -cp PATH MAIN
use_aot() {
  aot_use=
  aot_file=$root/server/target/varve-server.aot
  if [ ! -s "$aot_file" ] || [ "$stamp" -nt "$aot_file" ] || [ "$(aot_identity "$@")" != "$(cat "$aot_file.for" 2>/dev/null)" ]; then
    rm -f "$aot_file" "$aot_file.for"
    echo 'varve: preparing a faster start, once' >&2
    aot_home=$1
    aot_for=$(aot_identity "$@")
    shift
    make_aot "$aot_file" "$aot_home/bin/java" "$aot_home/bin/java" "$@" || return 0
    printf '%s\n' "$aot_for" >"$aot_file.for" 2>/dev/null || return 0
  fi
  aot_use=$aot_file
}
