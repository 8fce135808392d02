# Builds what is missing or out of date; sourced by ./varve (POSIX sh), which has set root and jdk_home.

# Written when a build has succeeded, with the time at which it began: what was edited meanwhile is newer.
stamp=$root/target/varve-build.stamp

# A folder's own time changes when a file in it is added, renamed or deleted, so folders are looked at too.
is_up_to_date() {
  [ -f "$stamp" ] && has_jar tools && has_jar server && has_jar bench && has_jar soak || return 1
  set -- "$root/pom.xml"
  for module_pom in "$root"/*/pom.xml; do
    set -- "$@" "$module_pom"
    [ -d "${module_pom%/pom.xml}/src/main" ] && set -- "$@" "${module_pom%/pom.xml}/src/main"
  done
  newer=$(find "$@" -newer "$stamp" 2>&1 | head -n 1)
  [ -z "$newer" ]
}

has_jar() {
  set -- "$root/$1/target/lib" "$root/$1/target/varve-$1"-[0-9]*.jar
  [ -d "$1" ] && [ -f "$2" ]
}

# Reads Maven's output: a line per module, the number of downloaded files, and the errors.
show_progress() {
  downloads=0
  step=
  advice=
  warnings=
  while IFS= read -r line; do
    printf '%s\n' "$line" >&3
    case $line in
      *'Building varve'*'['*'/'*']'*)
        module=${line#*Building }
        count=${line##*[}
        warnings=
        step="[${count%%]*}] ${module%% *}"
        [ -t 2 ] && printf '\r\033[K  %s' "$step" >&2 || printf '  %s\n' "$step" >&2
        ;;
      'Downloaded from '* | *' Downloaded from '*)
        downloads=$((downloads + 1))
        if [ -t 2 ]; then
          printf '\r\033[K  %s (%s files downloaded)' "$step" "$downloads" >&2
        elif [ $((downloads % 100)) -eq 0 ]; then
          printf '  %s files downloaded\n' "$downloads" >&2
        fi
        ;;
      *'-> [Help 1]'*) advice=yes ;; # what follows are Maven's hints on how to run Maven
      '[WARNING]'*.java:\[*) warnings="$warnings$line
" ;; # shown if the build fails, since warnings can be the reason
      '[ERROR]'*)
        if [ -z "$advice" ]; then
          [ -t 2 ] && printf '\r\033[K' >&2
          printf '%s%s\n' "$warnings" "$line" >&2
          warnings=
        fi
        ;;
    esac
  done
  [ -t 2 ] && printf '\r\033[K' >&2
  return 0
}

build() {
  if ! command -v mvn >/dev/null 2>&1; then
    echo "varve: this has to be built first, and mvn is not on the path: install Apache Maven 3.8 or newer" >&2
    return 1
  fi
  mkdir -p "$root/target" || return 1
  # Two at once would write the same files: the second waits, and then finds nothing to do.
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$root/target/varve-build.lock"
    flock -n 9 || { echo 'varve: waiting for another build of this folder' >&2 && flock 9; }
    if is_up_to_date; then
      exec 9>&-
      return 0
    fi
  fi
  echo 'varve: building (the first time, Maven also downloads libraries)' >&2
  : >"$stamp.new"
  log=$root/target/varve-build.log
  # A library that is no longer wanted must not stay on the class path.
  for runnable in tools server bench soak; do
    rm -rf "$root/$runnable/target/lib"
    rm -f "$root/$runnable"/target/varve-*.jar
  done
  # Maven runs on the JDK found, whatever `java` is; formatting is for whoever changes the code, not for a build.
  mvn_status=$(
    exec 4>&1
    {
      JAVA_HOME=$jdk_home JAVA25_HOME=$jdk_home \
        MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
        mvn -B -f "$root/pom.xml" -P '!format' -Dmaven.test.skip=true package 2>&1 9>&-
      echo $? >&4
    } | show_progress 3>"$log"
  )
  if [ "$mvn_status" != 0 ]; then
    echo "varve: the build failed; all of its output is in $log" >&2
    return 1
  fi
  mv "$stamp.new" "$stamp"
  exec 9>&-
}
