# Finds a JDK 25 or newer; sourced by ./varve and .ci/run (POSIX sh). No process is started: the `release` file tells the version.

# Whether $1 is the home of a JDK 25 or newer, with a compiler.
is_jdk_25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r release_line; do
    case $release_line in
      JAVA_VERSION=*)
        release_version=${release_line#JAVA_VERSION=}
        release_version=${release_version#\"}
        release_version=${release_version%%[!0-9]*}
        [ "${release_version:-0}" -ge 25 ] && return 0
        return 1
        ;;
    esac
  done <"$1/release"
  return 1
}

# Sets jdk_home to the first that fits: JAVA25_HOME, JAVA_HOME, the usual install folders, the `java` on the path.
find_jdk() {
  for jdk_home in \
    "${JAVA25_HOME:-}" \
    "${JAVA_HOME:-}" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/lib/jvm/* \
    /opt/*jdk* /opt/java/* /opt/jvm/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.gradle/jdks/* \
    "${HOME:-}"/.asdf/installs/java/* "${HOME:-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$jdk_home" ] && is_jdk_25 "$jdk_home" && return 0
  done
  jdk_home=$(command -v java) || jdk_home=
  while [ -h "$jdk_home" ]; do
    jdk_link=$(readlink "$jdk_home")
    case $jdk_link in
      /*) jdk_home=$jdk_link ;;
      *) jdk_home=${jdk_home%/*}/$jdk_link ;;
    esac
  done
  jdk_home=${jdk_home%/bin/java}
  [ -n "$jdk_home" ] && is_jdk_25 "$jdk_home" && return 0
  jdk_home=
  return 1
}

no_jdk_message='this needs a JDK 25 or newer: install one under /usr/lib/jvm, or set JAVA25_HOME to its folder'
